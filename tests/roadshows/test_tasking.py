"""Tasks: each party does its own, the host all; what is near is told once for its day."""

from datetime import timedelta

import pytest
from django.urls import resolve

from foundation import clock
from records.models import Message
from roadshows.models import Duty, Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.queries.duties import duties_of, ended_by, waiting_for, with_next_duty
from roadshows.seeing import SeeingProblem, seen_of_duty
from roadshows.states import DutyStatus, Party
from roadshows.tasking import (
    MOST_DUTIES,
    DutyProblem,
    Terms,
    add_duty,
    change_duty,
    finish_duty,
    remind_duties,
    reopen_duty,
    waive_duty,
)
from roadshows.views.desks import DESKS
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.deciding import refused
from tests.roadshows.making import dated, workdays

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(rolled_back):
    """SC's, with people at each of its three desks."""
    (row,) = dated("SC", days=workdays(8)[-1:])
    Duty.objects.filter(roadshow=row).exclude(key__in=("invite", "coach", "rehearse")).delete()
    people = {"host": make_clerk(), "exchange": make_staff("exchange")}
    return row.pk, people


@pytest.fixture
def roadshow(made, db):
    row = Roadshow.objects.select_related("unit").get(pk=made[0])
    assert row.day is not None
    return row


def duty(roadshow, key):
    return roadshow.duties.get(key=key)


def on_day(roadshow, before):
    """The clock on the day so many days before the roadshow."""
    return clock.shift(roadshow.day - clock.today() - timedelta(days=before))


def told(person):
    rows = Message.objects.filter(kind="roadshows.duty.remind", to=person.user_id)
    return [row.context["duty"] for row in rows.order_by("pk")]


def test_own_task_is_added_changed_and_finished(roadshow):
    clerk = make_clerk()
    added = add_duty(roadshow, Terms("印会刊", Party.HOST, -5), by=clerk)
    changed = change_duty(
        added, Terms("印会刊和胸牌", Party.CENTRE, -6), seen=seen_of_duty(added), by=clerk
    )
    assert (changed.title, changed.party, changed.offset) == ("印会刊和胸牌", "centre", -6)
    assert changed.due == roadshow.day - timedelta(days=6)

    done = finish_duty(changed, by=make_staff("centre"))

    assert (done.status, done.ended_at is not None) == (DutyStatus.DONE, True)
    assert [one.title for one in duties_of(roadshow)][-1] == "印会刊和胸牌"


def test_what_somebody_else_changed_of_a_task_is_not_overwritten(roadshow):
    row, lead = duty(roadshow, "coach"), make_lead()
    seen, terms = seen_of_duty(row), Terms("诊断", Party.HOST, -20)
    change_duty(row, terms, seen=seen, by=lead)
    change_duty(row, terms, seen=seen, by=lead)  # pressed twice

    found = refused(lambda: change_duty(row, Terms("诊断", Party.HOST, -9), seen=seen, by=lead))

    assert found == ([SeeingProblem.STALE], 409)
    assert duty(roadshow, "coach").offset == -20


@pytest.mark.parametrize(
    ("party", "path"),
    [
        (Party.HOST, "unit/roadshows"),
        (Party.CENTRE, "center/roadshows"),
        (Party.EXCHANGE, "exchange/events"),
    ],
)
def test_reminder_leads_to_the_desk_of_its_party(roadshow, party, path):
    duty = add_duty(roadshow, Terms("印会刊", party, -5), by=make_clerk())

    assert duty.facts["address"] == f"{path}/{roadshow.ref}/duties/"
    assert resolve(f"/{duty.facts['address']}").kwargs["desk"] == DESKS[path]


def test_each_party_does_its_own(roadshow):
    exchange = make_staff("exchange")

    finish_duty(duty(roadshow, "invite"), by=exchange)

    _, status = refused(lambda: finish_duty(duty(roadshow, "coach"), by=exchange))
    assert status == 403
    _, status = refused(
        lambda: waive_duty(duty(roadshow, "rehearse"), by=exchange, reason="没时间")
    )
    assert status == 403


def test_who_ended_it_is_told_and_it_is_opened_again(roadshow):
    lead = make_lead()
    waived = waive_duty(duty(roadshow, "rehearse"), by=lead, reason="线上举办，不彩排")
    ended = ended_by(roadshow)[waived.pk]
    assert (ended.name, ended.role) == (lead.user.name, "推荐单位审核")

    opened = reopen_duty(waived, by=lead)

    assert (opened.status, opened.remark, opened.ended_at) == (DutyStatus.OPEN, "", None)
    assert ended_by(roadshow) == {}


def test_what_is_not_needed_is_said_why(roadshow):
    order = {"by": make_lead(), "reason": " "}

    found = refused(lambda: waive_duty(duty(roadshow, "coach"), **order))

    assert found == ([DutyProblem.NO_REASON], 422)


def test_ended_twice_is_refused(roadshow):
    lead, row = make_lead(), duty(roadshow, "coach")
    finish_duty(row, by=lead)

    _, status = refused(lambda: finish_duty(row, by=lead))

    assert status == 409


def test_cancelled_roadshow_has_nothing_to_do(roadshow):
    clerk = make_clerk()
    cancel_roadshow(roadshow, by=make_staff("centre_lead"), reason="场馆停用")

    added = refused(lambda: add_duty(roadshow, Terms("印会刊", Party.HOST, 0), by=clerk))
    done = refused(lambda: finish_duty(duty(roadshow, "coach"), by=clerk))

    assert added == done == ([DutyProblem.CANCELLED], 422)
    assert list(waiting_for(Roadshow.objects.all(), Party.HOST)) == []
    with on_day(roadshow, 10):
        assert remind_duties() == 0


@pytest.mark.parametrize(("before", "number"), [(34, 0), (33, 1), (25, 1), (24, 2), (13, 3)])
def test_task_is_near_three_days_before_its_day(roadshow, before, number):
    with on_day(roadshow, before):
        assert remind_duties() == number


def test_party_hears_once(made, roadshow):
    people = made[1]
    with on_day(roadshow, 23):
        assert (remind_duties(), remind_duties()) == (2, 0)
    with on_day(roadshow, 1):
        assert (remind_duties(), remind_duties()) == (1, 0)

    assert told(people["exchange"]) == ["邀请上市公司、投资机构和高新区"]
    assert told(people["host"]) == ["商业计划书诊断和培训", "彩排，统一路演 PPT"]


def test_later_day_is_told_again_when_it_is_near(roadshow):
    with on_day(roadshow, 13):
        remind_duties()
        rehearse = duty(roadshow, "rehearse")
        terms = Terms("彩排", Party.HOST, -3)
        change_duty(rehearse, terms, seen=seen_of_duty(rehearse), by=make_lead())
        assert remind_duties() == 0
    with on_day(roadshow, 5):
        assert remind_duties() == 1


def test_new_party_and_what_was_opened_again_are_told_anew(roadshow):
    rehearse, coach = duty(roadshow, "rehearse"), duty(roadshow, "coach")
    with on_day(roadshow, 13):
        assert remind_duties() == 3
        terms = Terms("彩排", Party.EXCHANGE, -10)
        change_duty(rehearse, terms, seen=seen_of_duty(rehearse), by=make_lead())
        reopen_duty(finish_duty(coach, by=make_lead()), by=make_lead())
        assert remind_duties() == 2


def test_roadshow_has_sixty_tasks_at_most(roadshow):
    clerk = make_clerk()
    for number in range(MOST_DUTIES - 3):
        add_duty(roadshow, Terms(f"任务 {number}", Party.HOST, 0), by=clerk)

    added = refused(lambda: add_duty(roadshow, Terms("再一项", Party.HOST, 0), by=clerk))

    assert added == ([DutyProblem.MANY], 422)
    assert roadshow.duties.count() == MOST_DUTIES


def test_reminder_takes_as_many_statements_for_one_as_for_three(
    roadshow, django_assert_max_num_queries
):
    with on_day(roadshow, 13), django_assert_max_num_queries(15):
        assert remind_duties() == 3


def test_next_task_of_a_party(roadshow):
    (row,) = with_next_duty(Roadshow.objects.filter(pk=roadshow.pk), Party.HOST)
    assert (row.next_duty, row.next_offset) == ("商业计划书诊断和培训", -21)
    (row,) = with_next_duty(Roadshow.objects.filter(pk=roadshow.pk), Party.CENTRE)
    assert (row.next_duty, row.next_offset) == (None, None)
