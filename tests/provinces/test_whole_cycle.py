"""The second half of a plan's way, stage by stage."""

from datetime import timedelta

import pytest

from foundation import clock
from provinces.displaying import open_display, settle
from provinces.models import Printing
from provinces.objecting import Reply, answer_objection, file_objection
from provinces.reviewing import close_round
from tests.factories import make_holder, make_staff
from tests.provinces.judging import accepted_plans, approved, decided, make_expert, reviewed
from tests.provinces.making import carry_out_all

pytestmark = pytest.mark.django_db


def test_plan_goes_from_check_to_letter():
    plans = accepted_plans("SC", "HB")
    experts = [make_expert() for _ in range(3)]
    round_ = reviewed(plans, experts, (3, 4, 2))
    close_round(round_, by=make_staff("centre"))
    approved(plans)
    rows = decided(plans)
    lead = make_staff("centre_lead")
    display = open_display(plans[0].cycle, by=lead)
    objection = file_objection(display, "方案有误", decision=rows[0], by=make_holder())
    answer_objection(objection, Reply(is_upheld=False, text="已核实无误"), by=make_staff("centre"))
    with clock.shift(timedelta(days=30)):
        settled = settle(display, by=lead)
        carry_out_all()
    assert settled.status == "final"
    assert [row.status for row in settled.decisions.all()] == ["final", "final"]
    printed = Printing.objects.filter(kind="result")
    assert [row.state for row in printed] == ["done", "done"]
