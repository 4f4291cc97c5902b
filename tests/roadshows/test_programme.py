"""The working copy of an agenda."""

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from foundation.errors import Refused
from projects.models import Project, Recommendation
from projects.recommendation import withdraw_recommendation
from records.models import Entry, Message
from roadshows.clashing import clash_problems
from roadshows.models import Item
from roadshows.opening import cancel_roadshow
from roadshows.programme import (
    MOST_ITEMS,
    begin_at,
    change_item,
    move_item,
    put_back,
    take_out,
)
from roadshows.queries.programme import candidates, draft_of
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import make_listed
from tests.roadshows.arranging import (
    OPENING,
    added,
    at,
    changed,
    lined_up,
    noted,
    revision,
    room_of,
    titles,
)
from tests.roadshows.making import dated, recommended

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared(rolled_back):
    """One roadshow with a day, and three projects that may stand in it."""
    (row,) = dated("SC")
    return row, recommended(3)


@pytest.fixture
def show(shared):
    with atomic():
        yield shared[0]
        connection.set_rollback(True)


@pytest.fixture
def projects(shared):
    return shared[1]


def refused(order):
    with pytest.raises(Refused) as refusal, atomic():
        order()
    return [problem.code.value for problem in refusal.value.problems], refusal.value.status


def clashes(roadshow):
    return {one.field: one.code.value for one in clash_problems(draft_of(roadshow))}


def times(roadshow):
    return [(str(line.item), line.starts, line.ends) for line in draft_of(roadshow).lines]


def test_projects_are_lined_up_with_eight_and_five_minutes(show, projects):
    added(show)

    lined_up(show, projects[:2])

    assert [one[1:] for one in times(show)] == [
        ("14:00", "14:08"),
        ("14:08", "14:21"),
        ("14:21", "14:34"),
    ]
    assert lined_up(show, projects[:1]) == []
    assert show.programme.items.count() == 3


def test_only_what_is_recommended_listed_and_shown_is_lined_up(show, projects):
    other = make_listed()

    assert refused(lambda: lined_up(show, [other])) == (["programme_not_standing"], 422)
    assert refused(lambda: lined_up(show, [])) == (["programme_nobody"], 422)
    assert Project.objects.filter(items__isnull=False).count() == 0


def test_candidates_named_in_the_plan_come_first_then_own_ones(show, projects):
    foreign = recommended(1, "GD")[0]
    rows = list(candidates(show))

    assert [row.pk for row in rows] == [*(p.pk for p in reversed(projects)), foreign.pk]
    assert [row.is_own for row in rows] == [True, True, True, False]
    lined_up(show, projects[:1])
    (found,) = candidates(show, q=projects[0].code)
    assert (found.is_in, found.is_elsewhere) == (True, False)


def test_order_is_changed_and_what_was_taken_out_comes_back_where_it_was(show, projects):
    for title in "甲乙丙":
        added(show, title=title)
    by = make_clerk()
    first = show.programme.items.get(title="甲")

    move_item(first, 3, seen=revision(show), by=by)
    assert titles(show) == ["乙", "丙", "甲"]
    move_item(first, 1, seen=revision(show), by=by)
    second = show.programme.items.get(title="乙")
    take_out(second, seen=revision(show), by=by)
    assert titles(show) == ["甲", "丙"]
    put_back(second, seen=revision(show), by=by)

    assert titles(show) == ["甲", "乙", "丙"]
    assert refused(lambda: put_back(second, seen=revision(show), by=by)) == (["programme_in"], 422)


def test_project_taken_out_is_lined_up_again_as_it_was(show, projects):
    (item,) = lined_up(show, projects[:1])
    changed(item, talk=12)
    take_out(item, seen=revision(show), by=make_clerk())

    (again,) = lined_up(show, projects[:1])

    assert (again.pk, again.talk) == (item.pk, 12)


def test_stale_order_changes_nothing(show):
    item, seen, by = added(show), revision(show), make_clerk()
    begin_at(show, at("09:30"), seen=seen, by=by)

    assert refused(lambda: move_item(item, 1, seen=seen, by=by)) == (["programme_stale"], 409)
    assert refused(lambda: take_out(item, seen=seen, by=by)) == (["programme_stale"], 409)
    assert times(show) == [("致辞", "09:30", "09:38")]


def test_item_changed_meanwhile_is_refused_and_the_first_change_stands(show):
    item = added(show)
    stale = Item.objects.get(pk=item.pk)
    changed(item, talk=20)

    def order():
        change_item(stale, OPENING, seen=stale.revision, by=make_clerk())

    assert refused(order) == (["programme_stale_item"], 409)
    assert times(show) == [("致辞", "14:00", "14:20")]


def test_nobody_else_arranges_it_nor_after_it_is_cancelled(show):
    for by in (make_lead("GD"), make_staff("exchange")):
        assert refused(lambda by=by: added(show, by=by)) == (["programme_not_yours"], 403)
    cancel_roadshow(show, by=make_staff("centre_lead"), reason="不办了")
    assert refused(lambda: added(show)) == (["programme_over"], 409)


def test_another_units_room_and_people_are_refused(show):
    room = room_of(show)
    type(room).objects.filter(pk=room.pk).update(unit="GD")
    room.refresh_from_db()

    assert refused(lambda: added(show, room=room, title="")) == (
        ["programme_foreign", "programme_no_title"],
        422,
    )


def test_person_and_room_in_two_places_are_told_beside_both(show, projects):
    zhao, hall = noted(show), room_of(show)
    one, other = lined_up(show, projects[:2])
    changed(one, people={zhao: "speaker"})
    changed(other, people={zhao: "speaker"}, room=hall, fixed_at=at("14:05"))
    assert clashes(show) == {one.ref: "booking_person", other.ref: "booking_person"}

    changed(other, people={}, room=None)
    assert clashes(show) == {one.ref: "clash_main", other.ref: "clash_main"}
    changed(other, people={zhao: "speaker"}, fixed_at=None)
    assert clashes(show) == {}


def test_project_that_lost_its_recommendation_and_a_late_end_are_told(show, projects):
    (item,) = lined_up(show, projects[:1])
    late = added(show, title="洽谈", kind="meeting", fixed_at=at("23:30"), talk=31)
    given = Recommendation.objects.get(project=projects[0])
    withdraw_recommendation(given, by=make_lead(), reason="改报明年")

    assert clashes(show) == {item.ref: "clash_project", late.ref: "clash_day"}


def test_nothing_is_recorded_nor_sent_while_it_is_arranged(show, projects):
    by = make_clerk()
    before = Message.objects.count(), Entry.objects.count()

    lined_up(show, projects, by=by)

    assert (Message.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize("number", [1, 3])
def test_working_copy_is_read_in_as_many_queries_whatever_its_length(show, projects, number):
    zhao = noted(show)
    for item in lined_up(show, projects[:number]):
        changed(item, people={zhao: "speaker"})

    with CaptureQueriesContext(connection) as asked:
        clash_problems(draft_of(show))

    assert len(asked) == 5


def test_project_ticked_twice_is_lined_up_once(show, projects):
    assert len(lined_up(show, [projects[0], projects[0]])) == 1
    assert titles(show) == [str(projects[0])]


def test_those_taken_out_count_among_the_most(show):
    terms = {"programme": show.programme, "kind": "break", "talk": 15}
    taken = [Item(title=f"茶歇{number}", **terms) for number in range(MOST_ITEMS - 1)]
    Item.objects.bulk_create(taken)
    added(show)

    assert refused(lambda: added(show, title="推介")) == (["programme_many"], 422)
    put_back(taken[0], seen=revision(show), by=make_clerk())
    assert titles(show) == ["致辞", "茶歇0"]
