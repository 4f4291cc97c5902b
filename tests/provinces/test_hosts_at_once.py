"""Orders on a call for hosts given at the same instant: one winner, nothing lost."""

import pytest

from foundation.errors import Refused
from foundation.typed import Page
from provinces.applying import (
    apply_to_host,
    close_host_call,
    open_host_call,
    pick,
    withdraw_application,
)
from provinces.models import HostApplication, HostCall
from provinces.planning import keep_typed
from records.states import MoveProblem
from tests.factories import make_clerk, make_lead
from tests.provinces.hosts import (
    REASON,
    application_in,
    apply,
    make_host,
    offer,
    open_call,
    parties_of,
    plan_of,
    terms,
)
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


def attempt(order):
    try:
        return order()
    except Refused as refusal:
        return refusal.problems[0].code


def test_two_who_open_at_once_make_one_call():
    plan, lead = plan_of(), make_lead()

    answers = in_threads(
        4, lambda _: attempt(lambda: open_host_call(plan, terms(), by=lead).status)
    )

    assert sorted(answers) == ["host_call_twice"] * 3 + ["open"]
    assert HostCall.objects.count() == 1


def test_double_click_is_one_application():
    call, by = open_call(), make_host()

    answers = in_threads(4, lambda _: attempt(lambda: apply_to_host(call, offer(), by=by).status))

    assert sorted(answers) == ["applied"] + ["host_applied"] * 3
    assert HostApplication.objects.count() == 1


def test_withdrawing_and_picking_at_once_leave_one_winner():
    lead, by = make_lead(), make_host()
    application = application_in("applied", by=by, lead=lead)
    close_host_call(application.call, by=lead)
    orders = (
        lambda: withdraw_application(application, by=by).status,
        lambda: pick(application, by=lead, reason=REASON).application.status,
    )

    answers = in_threads(2, lambda number: attempt(orders[number]))

    application.refresh_from_db()
    assert MoveProblem.NOT_FROM_HERE in answers
    assert application.status in answers
    rows = parties_of(application.call.plan)
    assert len(rows) == (application.status == "picked")


def test_picks_and_typing_at_once_lose_nothing():
    lead, clerk = make_lead(), make_clerk()
    plan, call = plan_of(), open_call(by=lead)
    applications = [apply(call, make_host(name=f"园区{number}")) for number in range(3)]
    close_host_call(call, by=lead)
    orders = [
        *(lambda a=a: pick(a, by=lead, reason=REASON).in_plan for a in applications),
        lambda: keep_typed(plan, {"aims": "办好两场"}, page=Page(), by=clerk).draft.typed["aims"],
    ]

    answers = in_threads(4, lambda number: orders[number]())

    assert answers == [True, True, True, "办好两场"]
    assert {row["name"] for row in parties_of(plan)} == {"园区0", "园区1", "园区2"}
    assert plan.draft.typed["aims"] == "办好两场"
