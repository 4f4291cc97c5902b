"""Any order of checks, returns and mending by anybody: nothing comes back changed that was not
returned, one verdict stands of each submission, nobody mends late."""

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from foundation import clock
from provinces.checking import Mending, accept, extend_mending, recheck, return_plan
from provinces.models import FormalCheck, Submission
from provinces.queries.checks import filed_in_time, version_before
from provinces.states import PlanStatus
from provinces.views.differing import parts_of
from tests.provinces.judging import MET
from tests.provinces.making import DAY, plan_of, type_in
from tests.provinces.test_plan_machine import WHO, PlanLife

pytestmark = pytest.mark.django_db
CHECKER = st.sampled_from(["centre", "centre", "lead", "stranger"])
SECTIONS = st.sets(st.sampled_from(("aims", "basis", "events", "scan")), min_size=1)


class CheckedLife(PlanLife):
    @initialize()
    def is_handed_in(self):
        self.all_goes_well()
        self.shifted = 12 * DAY

    @rule(who=CHECKER, sections=SECTIONS, days=st.sampled_from([1, 20]))
    def return_it(self, who, sections, days):
        until = clock.now() + self.shifted + days * DAY
        mending = Mending(sorted(sections), "请补正", until)
        was = plan_of().status
        done = self.attempt(who, lambda by: return_plan(plan_of(), MET, mending, by=by))
        assert not done or (who == "centre" and was == "submitted")

    @rule(who=CHECKER)
    def accept_it(self, who):
        was = plan_of().status
        done = self.attempt(who, lambda by: accept(plan_of(), MET, by=by))
        assert not done or (who == "centre" and was == "submitted")

    @rule(who=CHECKER)
    def take_verdict_back(self, who):
        done = self.attempt(who, lambda by: recheck(plan_of(), by=by, reason="看错了"))
        assert not done or (who == "centre" and plan_of().status == "submitted")

    @rule(who=CHECKER, days=st.sampled_from([1, 30]))
    def extend_it(self, who, days):
        check = FormalCheck.objects.order_by("pk").last()
        until = clock.now() + self.shifted + days * DAY
        if check:
            order = {"reason": "台风"}
            self.attempt(who, lambda by: extend_mending(check, until, by=by, **order))

    @rule(who=WHO, name=st.sampled_from(("aims", "basis", "staff")))
    def type_one(self, who, name):
        self.texts += 1
        self.attempt(who, lambda by: type_in(plan_of(), {name: f"第 {self.texts} 稿"}, by=by))

    @rule(sections=SECTIONS, name=st.sampled_from(("aims", "basis")))
    def is_returned_and_mended(self, sections, name):
        """What would happen next, step after step, so that lives get far."""
        self.return_it("centre", sections, 20)
        self.add("clerk")
        self.drop("clerk")
        self.type_one("clerk", name)
        for who, step in (("clerk", self.print_it), ("clerk", self.scan), ("lead", self.hand_in)):
            step(who)

    @invariant()
    def nothing_else_comes_back_changed(self):
        for after in Submission.objects.select_related("version", "plan__cycle"):
            before = version_before(after)
            if before is not None:
                changed = [part for part in parts_of(before, after) if part.lines]
                assert all(part.was_open for part in changed)
                assert after.filed_at < filed_in_time(after)

    @invariant()
    def verdict_and_state_agree(self):
        plan = plan_of()
        standing = FormalCheck.objects.filter(submission__status="standing", status="standing")
        found = list(standing.values_list("verdict", flat=True))
        assert found == ([plan.status] if plan.status in ("returned", "accepted") else [])
        assert plan.status in PlanStatus.values


def test_no_order_of_checks_lets_anything_else_be_changed():
    run_state_machine_as_test(
        CheckedLife,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
