"""Handing in: signed by the lead, to the second, replaced or taken back until the end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Refused
from provinces.exempting import Grant, exempt
from provinces.models import Submission
from provinces.planning import freeze
from provinces.receipts import facts_of, is_true
from provinces.reminding import remind, to_remind
from provinces.states import ExemptionKind
from provinces.submission import submit, take_back
from records.models import Message
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import (
    DAY,
    file_pdf,
    frozen_plan,
    plan_of,
    publish,
    scanned_plan,
    submitted_plan,
    type_in,
)

pytestmark = pytest.mark.django_db


def test_receipt_says_instant_unit_and_digests():
    publish()
    _, receipt = submitted_plan()
    facts = facts_of(receipt)

    assert plan_of().status == "submitted"
    assert (facts.unit, facts.version, facts.scan) == (
        "SC",
        1,
        receipt.scan.document.sha256,
    )
    assert facts.digest == receipt.digest
    assert is_true(Submission.objects.get())


def test_changed_receipt_is_untrue():
    publish()
    _, receipt = submitted_plan()
    receipt.filed_at += timedelta(microseconds=1)

    assert not is_true(receipt)


@pytest.mark.parametrize("changes", [{"digest": "0" * 64}, {"filed_at": clock.Now()}])
def test_receipt_is_never_changed_but_for_its_status(changes):
    publish()
    submitted_plan()

    with pytest.raises(InternalError, match="written once"), transaction.atomic():
        Submission.objects.update(**changes)


def test_scan_of_another_plan_is_refused_by_the_database():
    publish()
    _, receipt = submitted_plan()
    other, version = scanned_plan("GD")
    strange = Submission(
        plan=other, version=version, scan=receipt.scan, status="taken_back", digest="0" * 64
    )
    strange.filed_at, strange.filed_by_id = receipt.filed_at, receipt.filed_by_id

    with pytest.raises(IntegrityError, match="submission_of_a_scan"), transaction.atomic():
        strange.save()


def test_both_sides_are_told():
    publish()
    centre, clerk, lead = make_staff("centre"), make_clerk(), make_lead()
    submitted_plan(lead=lead)

    told = set(
        Message.objects.filter(kind="provinces.workplan.submit").values_list("to", flat=True)
    )
    assert {centre.user_id, clerk.user_id, lead.user_id} <= told


@pytest.mark.parametrize("role", ["clerk", "centre", "other lead"])
def test_nobody_but_the_lead_signs_off(role):
    publish()
    plan, _ = scanned_plan()
    by = {"clerk": make_clerk, "centre": lambda: make_staff("centre")}.get(
        role, lambda: make_lead("GD")
    )()

    with pytest.raises(Refused):
        submit(plan, by=by)

    assert Submission.objects.count() == 0


def test_last_microsecond_is_in_time_and_the_end_is_not():
    publish()
    plan, _ = scanned_plan()
    lead, closes_at = make_lead(), current_cycle().closes_at
    left = closes_at - clock.now()

    with clock.shift(left), pytest.raises(Refused) as refusal:
        submit(plan, by=lead)
    with clock.shift(closes_at - clock.now() - timedelta(seconds=1)):
        receipt = submit(plan, by=lead)

    assert "截止，入口已关闭" in str(refusal.value)
    assert receipt.filed_at < closes_at


def test_before_the_call_opens_nothing_is_taken():
    publish()
    plan, _ = scanned_plan()
    publish(opens_in=DAY)

    with pytest.raises(Refused) as refusal:
        submit(plan, by=make_lead())

    assert "报送还没有开始" in str(refusal.value)


def test_extended_unit_is_in_time_after_the_others():
    publish()
    plan, _ = scanned_plan()
    lead, centre = make_lead(), make_staff("centre_lead")
    grant = Grant(ExemptionKind.EXTENSION, "遇台风", until=clock.now() + 20 * DAY)
    exempt(plan.unit, plan.cycle, grant, by=centre)

    with clock.shift(11 * DAY):
        receipt = submit(plan, by=lead)

    assert receipt.status == "standing"


def test_plan_without_a_scan_is_refused():
    publish()
    plan, _ = frozen_plan()

    with pytest.raises(Refused) as refusal:
        submit(plan, by=make_lead())

    assert str(refusal.value) == "还没有上传第 1 版的盖章扫描件"


def test_edit_after_the_scan_needs_a_new_one():
    publish()
    plan, _ = scanned_plan()
    clerk, lead = make_clerk(), make_lead()
    type_in(plan, {"aims": "改过"}, by=clerk)

    with pytest.raises(Refused) as changed:
        submit(plan, by=lead)
    second = freeze(plan, by=clerk)
    with pytest.raises(Refused) as unscanned:
        submit(plan, by=lead)
    file_pdf(plan, second, by=clerk)
    receipt = submit(plan, by=lead)

    assert str(changed.value) == "定稿以后又改过。请重新定稿、打印、盖章、扫描"
    assert str(unscanned.value) == "还没有上传第 2 版的盖章扫描件"
    assert receipt.version == second


def test_new_submission_replaces_and_keeps_the_one_before():
    publish()
    plan, first = submitted_plan()
    clerk, lead = make_clerk(), make_lead()
    type_in(plan, {"aims": "改过"}, by=clerk)
    file_pdf(plan, freeze(plan, by=clerk), by=clerk)

    second = submit(plan_of(), by=lead)

    statuses = dict(Submission.objects.values_list("ref", "status"))
    assert statuses == {first.ref: "replaced", second.ref: "standing"}


def test_same_version_is_not_submitted_twice():
    publish()
    submitted_plan()

    with pytest.raises(Refused) as refusal:
        submit(plan_of(), by=make_lead())

    assert str(refusal.value) == "这一版已经报送过，没有新的内容"
    assert Submission.objects.count() == 1


def test_taken_back_before_the_end_and_never_after():
    publish()
    submitted_plan()
    lead = make_lead()

    with clock.shift(11 * DAY), pytest.raises(Refused):
        take_back(plan_of(), by=lead)
    assert plan_of().status == "submitted"
    take_back(plan_of(), by=lead)

    assert plan_of().status == "draft"
    assert Submission.objects.get().status == "taken_back"
    assert submit(plan_of(), by=lead).status == "standing"


def test_reminder_reaches_who_has_not_submitted_and_not_twice():
    publish()
    submitted_plan()
    clerk, centre = make_clerk("GD"), make_staff("centre")

    first = remind(to_remind(current_cycle()), by=centre)
    second = remind(to_remind(current_cycle()), by=centre)

    with clock.shift(11 * DAY):
        over = remind(to_remind(current_cycle()), by=centre)

    assert (len(first.rows), len(second.rows), len(over.rows)) == (36, 0, 0)
    told = Message.objects.filter(kind="provinces.workplan.remind")
    assert list(told.values_list("to", flat=True)) == [clerk.user_id]
