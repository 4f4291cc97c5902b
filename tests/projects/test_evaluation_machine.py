"""Whatever is done by whomever in whatever order: no tied house gets in, nobody gives both
opinions, and what is recommended rests on what was evaluated."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from foundation.errors import Refused
from projects.claiming import confirm, request_claim
from projects.evaluating import (
    file_opinion,
    give_up_opinion,
    release_opinion,
    reopen,
    reopen_opinion,
    take_up,
    void,
)
from projects.intake import submit
from projects.invariants import INVARIANTS
from projects.library import list_project, restore, withdraw
from projects.models import Evaluation, Opinion, Project, Recommendation
from projects.recommendation import recommend, withdraw_recommendation
from projects.screening import accept
from tests.factories import (
    make_agent,
    make_centre,
    make_delegation,
    make_filed_draft,
    make_holder,
    make_lead,
    make_marks,
    make_member,
    make_organisation,
    make_project,
)
from tests.roadshows.coaching import make_person, make_session

pytestmark = pytest.mark.django_db

REASON = "没有核对检测报告"
VERBS = (
    *("collect", "claim", "coach", "take", "take", "take", "file", "file", "give_up"),
    *("release", "reopen_opinion", "reopen", "void", "recommend", "unrecommend", "leave"),
)
ORDERS = st.lists(
    st.tuples(
        st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 3), st.sampled_from([2, 4, 5])
    ),
    min_size=6,
    max_size=18,
)


class World:
    """Two houses of two persons each with every scope; three projects, one that asks for much. The
    last person is a lead of the unit too."""

    def __init__(self):
        houses = [
            make_organisation("甲评价中心", "91510100MA61RU9B1F"),
            make_organisation("乙评价中心", "91510100MA61RE5T1A"),
        ]
        for house in houses:
            make_delegation(house, scopes=("collect", "coach", "evaluate"))
        self.people = [make_agent(house) for house in (houses[0], houses[0], houses[1], houses[1])]
        self.lead, self.centre, self.holder = make_lead(), make_centre(), make_holder()
        self.projects = [
            make_project("listed", price_open=False, price=2000),
            make_project("listed"),
        ]

    def copy(self):
        copy = object.__new__(World)
        vars(copy).update(vars(self), projects=list(self.projects), coached=set(), brought={})
        return copy

    def project(self, which):
        return Project.objects.get(pk=self.projects[which % len(self.projects)].pk)


@pytest.fixture(scope="module")
def world(rolled_back):
    return World()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(orders=ORDERS)
def test_no_order_of_moves_lets_a_tied_house_in(world, orders):
    here = world.copy()
    with transaction.atomic():
        for verb, which, who, points in orders:
            try:
                with transaction.atomic():
                    _carry_out(here, verb, which, here.people[who], points)
            except Refused:
                continue
            _is_sound()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        transaction.set_rollback(True)


def _carry_out(here, verb, which, by, points):
    project = here.project(which)
    if verb in {"collect", "claim", "coach"}:
        {"collect": _collect, "claim": _claim, "coach": _coach}[verb](here, project, by)
    elif verb in {"take", "file", "give_up"}:
        _judge(here, verb, project, by, points)
    else:
        _oversee(here, verb, project)


def _collect(here, project, by):
    made = submit(make_filed_draft(by), by=by)
    here.projects.append(list_project(accept(made, by=here.lead), by=here.centre))
    here.brought[made.pk] = by.organisation_id


def _claim(here, project, by):
    """From then on nobody has it in custody; who brought it stays tied."""
    make_member(here.holder, project.organisation)
    confirm(request_claim(project, by=here.holder), by=here.lead)


def _coach(here, project, by):
    make_session([make_person()], [project], by=by)
    here.coached.add((by.organisation_id, project.pk))


def _judge(here, verb, project, by, points):
    if verb == "take":
        take_up(project, by=by)
    else:
        opinions = Opinion.objects.filter(evaluation__project=project, evaluator=by.user_id)
        opinion = opinions.select_related("evaluation__project").last()
        if opinion is None:
            return
        if verb == "give_up":
            give_up_opinion(opinion, by=by)
            return
        file_opinion(opinion, make_marks(opinion.evaluation.rubric, points), by=by)
    house = by.organisation_id
    assert here.brought.get(project.pk) != house
    assert (house, project.pk) not in here.coached


def _oversee(here, verb, project):
    evaluation = project.evaluations.order_by("-pk").first()
    if verb == "recommend":
        recommend(project, by=here.lead, reasons="一")
    elif verb == "unrecommend":
        for given_now in project.recommendations.filter(status="given"):
            withdraw_recommendation(given_now, by=here.lead, reason="二")
    elif verb == "leave":
        left = withdraw(project, by=here.centre, reason=REASON)
        restore(left, by=here.centre, reason=REASON)
    elif evaluation is not None:
        _ask_again(here, verb, evaluation)


def _ask_again(here, verb, evaluation):
    order = {
        "release": release_opinion,
        "reopen_opinion": reopen_opinion,
        "reopen": reopen,
        "void": void,
    }[verb]
    about = evaluation
    if "opinion" in order.__name__:
        about = evaluation.opinions.select_related("evaluation__project").first()
    if about is not None:
        order(about, by=here.lead, reason=REASON)


def _is_sound():
    assert {name: count() for name, count in INVARIANTS.items()} == dict.fromkeys(INVARIANTS, 0)
    for evaluation in Evaluation.objects.prefetch_related("opinions"):
        standing = [o for o in evaluation.opinions.all() if o.status in ("taken", "filed")]
        assert len({o.evaluator_id for o in standing}) == len(standing)
    for given_now in Recommendation.objects.filter(status="given"):
        evaluation = given_now.evaluation
        assert (evaluation.status, evaluation.total >= 60) == ("done", True)
