"""What hangs on a project: handover, the ten minutes, recommendations, services, the cycle."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import transaction

from accounts.cycles import change_cycle, current_cycle
from accounts.models import Organisation, Unit
from foundation import clock
from foundation.errors import Refused
from projects.entitlements import note_service
from projects.handover import hand_over
from projects.intake import submit, take_back
from projects.invariants import INVARIANTS
from projects.library import withdraw
from projects.models import Project, Recommendation, Service
from projects.recommendation import recommend, withdraw_recommendation
from projects.screening import accept, accept_all
from projects.states import ProjectStatus, ServiceKind
from records.actors import PORTAL, VISITOR
from records.models import Entry
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_evaluation,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_project,
    make_recommendation,
    make_staff,
)

pytestmark = pytest.mark.django_db

ROLES = {
    "holder": None,
    "other holder": make_holder,
    "clerk": make_clerk,
    "lead": make_lead,
    "lead of another unit": lambda: make_lead("GD"),
    "centre": make_centre,
    "exchange": lambda: make_staff("exchange"),
    "auditor": lambda: make_staff("auditor"),
    "visitor": lambda: VISITOR,
    "portal": lambda: PORTAL,
}
MAY = {
    "recommend": {"lead"},
    "withdraw": {"lead", "portal"},
    "note": {"clerk", "lead", "centre", "portal"},
}


def guangdong():
    return Unit.objects.get(abbr="GD")


def note(project, by, **facts):
    facts = {"provider": "深交所", "on": clock.today(), **facts}
    return note_service(project, ServiceKind.ROADSHOW, by=by, **facts)


@pytest.mark.parametrize("status", ProjectStatus.values)
@pytest.mark.parametrize("role", ROLES)
def test_every_state_and_role_of_recommending_and_noting(status, role):
    holder = make_holder()
    project = make_project(status, holder)
    by = ROLES[role]() if ROLES[role] else holder
    if status == "listed":
        make_evaluation(project)
    steps = {
        "recommend": lambda: recommend(project, by=by, reasons="两家整车厂已在台架验证"),
        "note": lambda: note(project, by),
    }

    for verb, step in steps.items():
        expected = None if role in MAY[verb] else HTTPStatus.FORBIDDEN
        # Whether they may is asked first of a recommendation, of a service the state.
        if status != "listed" and (verb == "note" or expected is None):
            expected = HTTPStatus.UNPROCESSABLE_ENTITY
        assert refusal_of(step) == expected


def refusal_of(step):
    with transaction.atomic():
        try:
            step()
        except Refused as refusal:
            return refusal.status
        finally:
            transaction.set_rollback(True)
    return None


@pytest.mark.parametrize("role", ROLES)
def test_every_role_of_withdrawing_a_recommendation(role):
    holder = make_holder()
    project = make_project("listed", holder)
    given = make_recommendation(project, by=make_lead(), reasons="一")
    by = ROLES[role]() if ROLES[role] else holder

    found = refusal_of(lambda: withdraw_recommendation(given, by=by, reason="二"))

    assert found == (None if role in MAY["withdraw"] else HTTPStatus.FORBIDDEN)


def test_recommendation_withdrawn_stays_so():
    lead = make_lead()
    given = make_recommendation(make_project("listed"), by=lead, reasons="一")
    withdraw_recommendation(given, by=lead, reason="二")

    with pytest.raises(Refused) as refusal:
        withdraw_recommendation(given, by=lead, reason="三")

    assert refusal.value.status == HTTPStatus.CONFLICT


def test_who_holds_it_does_not_recommend_it():
    lead = make_lead()
    project = make_project("listed")
    make_evaluation(project)
    Project.objects.filter(pk=project.pk).update(holder=lead.user)

    with pytest.raises(Refused) as refusal:
        recommend(Project.objects.get(pk=project.pk), by=lead, reasons="一")

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_project_taken_out_of_the_library_is_recommended_no_longer():
    project = make_project("listed")
    make_recommendation(project, by=make_lead(), reasons="一")

    withdraw(project, by=make_centre(), reason="权属有争议")

    assert Recommendation.objects.get().status == "withdrawn"
    entry = Entry.objects.filter(table="projects.recommendation").latest("id")
    assert (entry.actor_role, entry.note) == ("portal", "成果已从项目库撤下")


def test_service_is_noted_once_a_day():
    project, clerk = make_project("listed"), make_clerk()
    note(project, clerk)

    for on, words in ((clock.today(), "已经登记过"), (clock.today() + timedelta(1), "不能晚于")):
        with pytest.raises(Refused, match=words):
            note(project, clerk, on=on)

    assert Service.objects.count() == 1


# handover


@pytest.mark.parametrize("status", ["submitted", "returned", "accepted", "listed"])
def test_handover_moves_it_with_code_listing_and_custody(status):
    project = make_filed_project(status)

    handed = hand_over(project, guangdong(), by=make_lead(), reason="单位在广东")

    assert (handed.unit_id, handed.code, handed.status) == ("GD", project.code, status)
    assert handed.custodian == Organisation.objects.get(unit="GD")
    assert [check() for check in INVARIANTS.values()] == [0] * len(INVARIANTS)


def test_handover_leaves_an_agency_its_custody():
    agent = make_agent(make_delegation().organisation)
    project = make_filed_project("submitted", agent)

    handed = hand_over(project, guangdong(), by=make_lead(), reason="单位在广东")

    assert handed.custodian_id == agent.organisation_id


def test_handover_to_the_same_unit_is_refused():
    project = make_project("submitted")

    with pytest.raises(Refused, match="已经由四川推荐"):
        hand_over(project, project.unit, by=make_lead(), reason="单位在四川")


# ten minutes


@pytest.mark.parametrize(("minutes", "refused"), [(9.9, False), (10.1, True)])
def test_submission_is_taken_back_within_ten_minutes(minutes, refused):
    holder = make_holder()
    project = make_project("submitted", holder)

    with clock.shift(timedelta(minutes=minutes)):
        found = refusal_of(lambda: take_back(project, by=holder))

    assert found == (HTTPStatus.UNPROCESSABLE_ENTITY if refused else None)


def test_submission_others_have_acted_on_is_not_taken_back():
    holder, lead = make_holder(), make_lead()
    handed = hand_over(make_project("submitted", holder), guangdong(), by=lead, reason="在广东")
    accepted = accept(make_project("submitted", holder), by=lead)

    assert refusal_of(lambda: take_back(handed, by=holder)) == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refusal_of(lambda: take_back(accepted, by=holder)) == HTTPStatus.CONFLICT


def test_submission_taken_back_is_a_draft_whose_version_stays():
    holder = make_holder()
    project = take_back(make_project("submitted", holder), by=holder)

    again = submit(project, by=holder)

    assert (project.submitted_at, project.submitted_by_id) == (None, None)
    assert list(again.versions.values_list("number", flat=True).order_by("number")) == [1, 2]


# the cycle


def test_cycle_that_says_so_lists_at_acceptance_one_and_all():
    lead = make_lead()
    projects = [make_project("submitted") for _ in range(3)]
    change_cycle(current_cycle(), {"lists_at_acceptance": True}, by=make_staff("centre_lead"))

    accept(projects[0], by=lead)
    accept_all(Project.objects.filter(status="submitted"), by=lead)

    codes = Project.objects.order_by("code").values_list("status", "code")
    year = clock.year_in_shanghai(clock.now())
    assert list(codes) == [("listed", f"{year}-SC-00000{n}") for n in (1, 2, 3)]
    listed = Entry.objects.filter(table="projects.project", verb="list")
    assert {entry.actor_role for entry in listed} == {"portal"}


@pytest.mark.parametrize("role", ["centre", "auditor", "admin"])
def test_only_the_centres_lead_changes_a_cycle(role):
    with pytest.raises(Refused) as refusal:
        change_cycle(current_cycle(), {"lists_at_acceptance": True}, by=make_staff(role))

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert not current_cycle().lists_at_acceptance


def test_agency_files_where_collecting_was_delegated():
    agent = make_agent(make_delegation(scopes=("coach",)).organisation)

    with pytest.raises(Refused) as refusal:
        make_filed_draft(agent)

    assert refusal.value.status == HTTPStatus.FORBIDDEN
