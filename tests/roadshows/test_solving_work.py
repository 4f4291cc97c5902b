"""自动排期 as work that is a row: in slices, stopped, done once; its days taken or left."""

from datetime import timedelta

import pytest

from foundation import clock
from records.working import carry_out
from roadshows.calendar.clashes import clashes_of
from roadshows.dating import pin, place
from roadshows.models import Placement, Solving, StopWish
from roadshows.queries.calendar import days_of, placed_in, problem_of
from roadshows.solving import begin_solving, leave_solving, stop_solving, take_solving
from tests.factories import make_lead, make_staff
from tests.provinces.deciding import refused
from tests.roadshows.making import opened, placed, roadshows, season, workdays

pytestmark = pytest.mark.django_db
LABEL = "roadshows.solving"


@pytest.fixture(scope="module")
def opened_once(rolled_back):
    return opened("SC", "GD", "HB")


@pytest.fixture
def rows(opened_once, db):
    return roadshows()


@pytest.fixture
def centre(rows):
    return make_staff("centre")


def asked(rows, by):
    return begin_solving(season_of(rows), by=by)


def season_of(rows):
    rows[0].cycle.season.refresh_from_db()
    return rows[0].cycle.season


def worked(solving):
    carry_out(LABEL, solving.pk)
    solving.refresh_from_db()
    return solving


def test_days_are_found_and_taken(rows, centre):
    solving = worked(asked(rows, centre))

    moved, left = take_solving(solving, by=centre)

    assert (solving.state, solving.verdict, solving.progress) == ("done", "optimal", solving.total)
    assert {row.roadshow_id for row in moved} == {row.pk for row in rows}
    assert left == []
    placements = placed_in(rows[0].cycle)
    assert clashes_of(problem_of(season_of(rows), placements), days_of(placements)) == []
    assert Solving.objects.get().use == "taken"


def test_pinned_one_stays(rows, centre):
    (day,) = workdays(1)
    pin(placed(rows[1], day), is_pinned=True, seen=1, by=centre)

    solving = worked(asked(rows, centre))

    assert solving.days[rows[1].code] == day.isoformat()


def test_second_ring_does_nothing_twice(rows, centre):
    solving = worked(asked(rows, centre))
    ended = solving.ended_at

    assert worked(solving).ended_at == ended


def test_one_is_under_way_at_a_time(rows, centre):
    asked(rows, centre)

    assert refused(lambda: asked(rows, centre)) == (["solving_busy"], 409)
    assert Solving.objects.count() == 1


def test_only_the_centre_asks(rows):
    assert refused(lambda: asked(rows, make_lead()))[1] == 403
    assert Solving.objects.count() == 0


def test_stopped_one_ends_with_what_it_has(rows, centre):
    solving = asked(rows, centre)
    stop_solving(solving, by=centre)

    solving = worked(solving)

    assert solving.state == "done"
    assert solving.verdict in ("optimal", "feasible", "unknown")
    assert StopWish.objects.count() == 0


def test_it_goes_on_from_the_last_slice_that_was_committed(rows, centre):
    """As after a kill: what was found stands in the row."""
    solving = worked(asked(rows, centre))
    days = solving.days
    Solving.objects.filter(pk=solving.pk).update(
        state="waiting", ended_at=None, progress=1, verdict="feasible", bound=None
    )

    solving = worked(solving)

    assert (solving.state, solving.verdict) == ("done", "optimal")
    assert solving.worth >= 0
    assert set(solving.days) == set(days)


def test_where_nothing_fits_the_rules_in_the_way_are_named(rows, centre):
    today = clock.today()
    season(
        rows[0].cycle,
        first_day=today,
        last_day=today + timedelta(days=20),
        on_rest_days=True,
        theme_gap=15,
    )

    solving = worked(asked(rows, centre))

    assert (solving.state, solving.verdict) == ("done", "infeasible")
    assert solving.is_irreducible
    assert {one["kind"] for one in solving.conflict} == {"season", "theme"}
    assert refused(lambda: take_solving(solving, by=centre)) == (["solving_not_ready"], 409)


def test_what_was_moved_since_is_left_alone(rows, centre):
    solving = worked(asked(rows, centre))
    day = workdays(9)[-1]
    place(Placement.objects.get(roadshow=rows[0]), day, seen=0, by=centre)

    moved, left = take_solving(solving, by=centre)

    assert [row.roadshow_id for row in left] == [rows[0].pk]
    assert {row.roadshow_id for row in moved} == {row.pk for row in rows[1:]}
    assert Placement.objects.get(roadshow=rows[0]).day == day


def test_result_is_used_once(rows, centre):
    solving = worked(asked(rows, centre))
    leave_solving(solving, by=centre)

    assert refused(lambda: take_solving(solving, by=centre)) == (["solving_used"], 409)
    assert Placement.objects.filter(day__isnull=False).count() == 0


def test_what_is_not_done_is_not_taken(rows, centre):
    solving = asked(rows, centre)

    assert refused(lambda: take_solving(solving, by=centre)) == (["solving_not_ready"], 409)


def test_wish_to_stop_that_came_too_late_is_gone_with_the_next(rows, centre):
    solving = worked(asked(rows, centre))
    StopWish.objects.create(solving_ref=solving.ref)

    asked(rows, centre)

    assert StopWish.objects.count() == 0
