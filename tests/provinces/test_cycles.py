"""The call: published once for all 37, open by the database's clock alone."""

from datetime import timedelta

import pytest

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Refused
from provinces.cycles import CallProblem, blank_call, publish_call, timing_problems
from provinces.exempting import Grant, exempt, revoke_exemption
from provinces.models import Exemption, Slot, WorkPlan
from provinces.planning import add_event
from provinces.queries import deadline_of, with_deadline
from provinces.states import ExemptionKind
from records.models import Entry, Message
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import DAY, at, plan_of, publish

pytestmark = pytest.mark.django_db


def test_call_gives_each_unit_a_plan_and_its_slots():
    publish()

    assert WorkPlan.objects.count() == 37
    assert Slot.objects.count() == 74
    assert set(WorkPlan.objects.values_list("status", flat=True)) == {"draft"}
    assert Entry.objects.filter(table="provinces.workplan", verb="open").count() == 37


def test_call_published_again_makes_no_second_plan():
    publish()
    publish(cap=3)

    assert (WorkPlan.objects.count(), Slot.objects.count()) == (37, 111)


def test_cap_is_not_lowered_below_what_is_used():
    publish()
    clerk = make_clerk()
    add_event(plan_of(), by=clerk)
    add_event(plan_of(), by=clerk)

    with pytest.raises(Refused) as refusal:
        publish(cap=1)

    assert refusal.value.problems[0].code == CallProblem.USED
    assert current_cycle().cap == 2
    assert Slot.objects.count() == 74


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_in": -2 * DAY}, CallProblem.ORDER),
        (
            {"criteria": [{"key": "theme", "label": "主题", "weight": 99, "floor": 0}]},
            "call_weights",
        ),
        ({"themes": []}, CallProblem.NO_THEME),
    ],
)
def test_unsound_call_is_refused(changes, code):
    with pytest.raises(Refused) as refusal:
        publish(**changes)

    assert [problem.code for problem in refusal.value.problems] == [code]
    assert WorkPlan.objects.count() == 0


@pytest.mark.parametrize("role", ["centre", "auditor", "exchange"])
def test_only_the_centres_lead_publishes(role):
    with pytest.raises(Refused):
        publish(by=make_staff(role))


def test_end_is_half_open_to_the_microsecond():
    cycle = current_cycle()
    cycle.opens_at, cycle.closes_at = at(2026, 4, 1), at(2026, 5, 16)
    last = at(2026, 5, 16) - timedelta(microseconds=1)

    assert timing_problems(cycle, cycle.closes_at, at(2026, 4, 1)) == []
    assert timing_problems(cycle, cycle.closes_at, last) == []
    (late,) = timing_problems(cycle, cycle.closes_at, at(2026, 5, 16))
    assert late.sentence == "报送已于 2026年5月15日 24:00 截止，入口已关闭"
    (early,) = timing_problems(cycle, cycle.closes_at, at(2026, 3, 31, 23, 59, 59))
    assert early.sentence == "报送还没有开始，2026年4月1日 0:00起可以报送"


def test_end_in_words_is_twenty_four_of_the_day_before():
    assert clock.end_in_words(at(2026, 1, 1)) == "2025年12月31日 24:00"
    assert clock.end_in_words(at(2026, 5, 15, 17, 30)) == "2026年5月15日 17:30"


def test_extension_moves_the_end_of_one_unit_alone():
    publish()
    cycle, until = current_cycle(), clock.now() + 20 * DAY
    lead = make_staff("centre_lead")

    exempt(plan_of().unit, cycle, Grant(ExemptionKind.EXTENSION, "遇台风", until=until), by=lead)

    assert deadline_of(plan_of()) == until
    assert deadline_of(plan_of("GD")) == cycle.closes_at


def test_extension_never_shortens_what_all_others_have():
    publish()
    until = clock.now() + 12 * DAY
    grant = Grant(ExemptionKind.EXTENSION, "遇台风", until=until)
    exempt(plan_of().unit, current_cycle(), grant, by=make_staff("centre_lead"))
    cycle = publish(closes_in=20 * DAY)

    assert deadline_of(plan_of()) == cycle.closes_at
    assert with_deadline(WorkPlan.objects.filter(unit="SC")).get().closes_at == cycle.closes_at


def test_exemption_is_not_revoked_without_a_reason():
    publish()
    centre = make_staff("centre_lead")
    grant = Grant(ExemptionKind.EXTRA, "需要", cap=3)
    exemption = exempt(plan_of().unit, current_cycle(), grant, by=centre)

    with pytest.raises(Refused):
        revoke_exemption(exemption, by=centre, reason=" ")

    assert Exemption.objects.get().status == "given"


def test_units_are_told_of_the_call_and_of_another_end_alone():
    clerk, lead = make_clerk(), make_staff("centre_lead")
    publish(by=lead)
    cycle = current_cycle()
    times = {"opens_at": cycle.opens_at, "closes_at": cycle.closes_at}

    publish_call(cycle, {**blank_call(cycle), **times, "call_text": "改了一处"}, by=lead)
    publish(by=lead, closes_in=20 * DAY)

    told = Message.objects.filter(kind="accounts.cycle.call")
    assert list(told.values_list("to", flat=True)) == [clerk.user_id] * 2


def test_extra_roadshow_is_a_third_slot_and_told_to_the_unit():
    lead, clerk = make_lead(), make_clerk()
    publish()
    cap = Grant(ExemptionKind.EXTRA, "区域战略需要", cap=3)

    exempt(plan_of().unit, current_cycle(), cap, by=make_staff("centre_lead"))

    assert plan_of().slots.count() == 3
    told = Message.objects.filter(kind="provinces.exemption.grant").values_list("to", flat=True)
    assert set(told) == {lead.user_id, clerk.user_id}


def test_extra_in_use_is_not_revoked():
    publish()
    centre, clerk = make_staff("centre_lead"), make_clerk()
    cap = Grant(ExemptionKind.EXTRA, "区域战略需要", cap=3)
    exemption = exempt(plan_of().unit, current_cycle(), cap, by=centre)
    for _ in range(3):
        add_event(plan_of(), by=clerk)

    with pytest.raises(Refused):
        revoke_exemption(exemption, by=centre, reason="改主意")

    assert Exemption.objects.get().status == "given"


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (Grant(ExemptionKind.EXTENSION, "", until=None), "exemption_no_reason"),
        (Grant(ExemptionKind.EXTENSION, "台风", until=at(2020, 1, 1)), "exemption_not_later"),
        (Grant(ExemptionKind.EXTRA, "需要", cap=2), "exemption_not_more"),
    ],
)
def test_unsound_exemption_is_refused(grant, code):
    publish()

    with pytest.raises(Refused) as refusal:
        exempt(plan_of().unit, current_cycle(), grant, by=make_staff("centre_lead"))

    assert code in [problem.code for problem in refusal.value.problems]
    assert Exemption.objects.count() == 0


def test_same_kind_is_granted_once():
    publish()
    grant = Grant(ExemptionKind.EXTRA, "需要", cap=3)
    lead = make_staff("centre_lead")
    exempt(plan_of().unit, current_cycle(), grant, by=lead)

    with pytest.raises(Refused) as refusal:
        exempt(plan_of().unit, current_cycle(), grant, by=lead)

    assert refusal.value.problems[0].code == "exemption_twice"
