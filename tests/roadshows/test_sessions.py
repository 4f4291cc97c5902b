"""辅导安排: planned, changed, cancelled, held."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.errors import Refused
from projects.models import Service
from records.models import Message
from roadshows.models import Booking
from roadshows.seeing import SeeingProblem, seen_of_session
from roadshows.sessions import cancel_session, change_session, hold_session
from tests.factories import (
    make_agent,
    make_clerk,
    make_delegation,
    make_holder,
    make_organisation,
    make_project,
    make_user,
)
from tests.provinces.making import make_listed
from tests.roadshows.coaching import make_person, make_room, make_session, plan_of, tomorrow

pytestmark = pytest.mark.django_db

OTHER = ("珠江技术转移中心", "91440101MA5AKP8U4D")


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def told(kind):
    return set(Message.objects.filter(kind=kind).values_list("to", flat=True))


def test_planned_session_books_its_coach_and_its_room_and_tells_who_is_in_it():
    coach, holder = make_user(), make_holder()
    project, room = make_listed(holder=holder), make_room()

    session = make_session([make_person(user=coach)], [project], room=room)

    assert session.status == "planned"
    rows = Booking.objects.filter(session=session).order_by("room")
    assert [(row.who, row.room) for row in rows] == [(None, room), (f"user:{coach.pk}", None)]
    assert {(row.span.lower, row.span.upper) for row in rows} == {(tomorrow(9), tomorrow(11))}
    assert told("roadshows.session.plan") == {coach.pk, holder.user_id}


def test_who_and_what_room_is_taken_is_told_with_when_and_by_what():
    person, project, room = make_person(), make_listed(), make_room()
    make_session([person], [project], room=room)

    with pytest.raises(Refused) as refusal:
        make_session(
            [person],
            [project],
            room=room,
            title="彩排",
            starts_at=tomorrow(10),
            ends_at=tomorrow(12),
        )

    when = f"{tomorrow():%Y}年{tomorrow().month}月{tomorrow().day}日 9:00–11:00"
    assert {problem.sentence for problem in refusal.value.problems} == {
        f"许衡这段时间已有安排：{when}，商业计划书一对一，在科创中心 一号厅。请换时间，或换一位",
        f"科创中心 一号厅这段时间已被占用：{when}，商业计划书一对一。请换时间，或换会场",
    }
    assert {problem.field for problem in refusal.value.problems} == {"people", "room"}


def test_one_human_being_is_nowhere_twice_and_another_units_coaching_is_not_told():
    coach = make_user()
    make_session([make_person(user=coach)], [make_listed()], title="不公开的辅导")

    with pytest.raises(Refused) as refusal:
        make_session([make_person("许老师", "GD", coach)], [make_listed("GD")], unit="GD")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.found) == ("booking_person", "许老师")
    assert "别的单位的辅导" in problem.expected
    assert "不公开" not in problem.expected


def test_next_session_begins_when_the_one_before_ends():
    person, project = make_person(), make_listed()
    make_session([person], [project])

    make_session([person], [project], starts_at=tomorrow(11), ends_at=tomorrow(12))

    assert Booking.objects.count() == 2


def test_everything_wrong_with_a_plan_is_told_at_once():
    yesterday = clock.now() - timedelta(days=1)

    with pytest.raises(Refused) as refusal:
        make_session([], [], link="", starts_at=yesterday, ends_at=yesterday)

    assert codes(refusal) == [
        *("session_order", "session_past", "session_nobody", "session_nothing"),
        "session_nowhere",
    ]
    assert not Message.objects.filter(kind__startswith="roadshows.session").exists()


def test_what_is_another_units_cannot_be_planned():
    person, project, room = make_person(unit="GD"), make_listed("GD"), make_room(unit="GD")

    with pytest.raises(Refused) as refusal:
        make_session([person], [project], room=room)

    assert codes(refusal) == ["session_foreign"] * 3


def test_agency_plans_under_a_delegation_to_coach_only():
    organisation = make_organisation()
    make_delegation(organisation, scopes=("collect",))
    agent = make_agent(organisation)
    person, project = make_person(), make_listed()

    with pytest.raises(Refused) as refusal:
        make_session([person], [project], by=agent)

    assert refusal.value.status == 403


def test_changed_session_moves_its_bookings_and_tells_who_stays_and_who_leaves():
    holder, other = make_holder(), make_holder()
    person = make_person()
    stays, goes = make_listed(holder=holder), make_listed(holder=other)
    session = make_session([person], [stays, goes])

    plan = plan_of([person], [stays], ends_at=tomorrow(10))
    change_session(session, plan, seen=seen_of_session(session), by=make_clerk())

    assert Booking.objects.get().span.upper == tomorrow(10)
    assert told("roadshows.session.change") == {holder.user_id}
    assert told("roadshows.session.leave") == {other.user_id}


def test_session_somebody_else_changed_is_not_overwritten():
    one, other, project, by = make_person(), make_person("钱老师"), make_listed(), make_clerk()
    session = make_session([one], [project])
    seen = seen_of_session(session)
    change_session(session, plan_of([other], [project]), seen=seen, by=by)

    with pytest.raises(Refused) as refusal:
        change_session(session, plan_of([one], [project], title="彩排"), seen=seen, by=by)

    assert (codes(refusal), refusal.value.status) == ([SeeingProblem.STALE], 409)
    session.refresh_from_db()
    assert (session.title, list(session.coaches.all())) == ("商业计划书一对一", [other])


def test_cancelled_session_frees_its_coach_and_says_why():
    person, project = make_person(), make_listed()
    session = make_session([person], [project])

    with pytest.raises(Refused) as refusal:
        cancel_session(session, by=make_clerk(), reason=" ")
    cancel_session(session, by=make_clerk(), reason="老师出差")

    assert codes(refusal) == ["session_no_reason"]
    assert not Booking.objects.exists()
    assert told("roadshows.session.cancel") == {project.holder_id}


def test_held_session_is_a_service_of_each_listed_project_once():
    listed, gone = make_listed(), make_project("submitted")
    person = make_person()
    first = make_session([person], [listed, gone])
    second = make_session([person], [listed], starts_at=tomorrow(14), ends_at=tomorrow(15))

    with clock.shift(timedelta(days=1, hours=23)):
        held = hold_session(first, present=[listed, gone], summary="改第 3 页", by=make_clerk())
        again = hold_session(second, present=[listed], summary="又讲了一遍", by=make_clerk())

    assert [(one.pk, problems[0].code) for one, problems in held.left] == [(gone.pk, "not_listed")]
    assert again.left == []
    service = Service.objects.get(kind="coaching")
    assert (service.project, service.enjoyed_on) == (listed, tomorrow().date())


def test_each_house_that_coached_gave_a_service():
    listed, houses = make_listed(), [make_organisation(), make_organisation(*OTHER)]
    coaches = [make_person(user=make_agent(house).user) for house in houses]
    session = make_session([*coaches, make_person()], [listed])

    with clock.shift(timedelta(days=1, hours=23)):
        hold_session(session, present=[listed], summary="改第 3 页", by=make_clerk())

    given = Service.objects.filter(kind="coaching").order_by("organisation")
    assert [(one.organisation, one.provider) for one in given] == [
        (house, house.name) for house in houses
    ]


def test_unit_gave_what_its_own_people_coached():
    listed = make_listed()
    session = make_session([make_person()], [listed])

    with clock.shift(timedelta(days=1, hours=23)):
        hold_session(session, present=[listed], summary="改第 3 页", by=make_clerk())

    service = Service.objects.get(kind="coaching")
    assert (service.organisation, service.provider) == (listed.unit.organisation, listed.unit.name)


def test_session_is_not_held_before_it_begins():
    session = make_session([make_person()], [make_listed()])

    with pytest.raises(Refused) as refusal:
        hold_session(session, present=[make_listed()], summary="", by=make_clerk())

    assert codes(refusal) == ["session_early", "session_no_summary", "session_not_in_it"]
