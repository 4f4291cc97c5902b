"""Any order of moves by anybody over rounds and decisions together: nothing is judged and decided
at once, one decision of each is current, no score changes once it is filed."""

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from foundation import clock
from provinces.approving import Judgement, approve, reopen_approval
from provinces.hosting import Proposal, decide, propose, reopen_decision
from provinces.models import Approval, HostDecision, PlanEvent, RoundPlan, Score, WorkPlan
from provinces.reviewing import RoundTerms, close_round, open_round
from tests.provinces.making import DAY
from tests.provinces.test_review_machine import NUMBERS, STAFF, UNITS, ReviewLife

pytestmark = pytest.mark.django_db
CURRENT = ("proposed", "decided", "final")


class YearLife(ReviewLife):
    def __init__(self):
        super().__init__()
        self.given = {}

    @initialize()
    def all_goes_well(self):
        """A round from its opening to what was decided after it, so that lives get far."""
        self.open_it("centre")
        self.work_out_and_ask("centre")
        for number in range(4):
            self.score(number, number, 3)
        self.close_or_release("centre", close_round)
        self.judge("lead", "SC", "approved")
        self.host("centre", "lead")
        assert HostDecision.objects.get().status == "decided"

    @rule(who=STAFF, unit=UNITS)
    def open_for_one(self, who, unit):
        """A plan by itself: those that are decided on keep a round of all from opening."""
        plans = WorkPlan.objects.filter(unit=unit, status="accepted").select_related("cycle")
        terms = RoundTerms(clock.now() + self.shifted + 10 * DAY)
        self.attempt(who, lambda by: open_round(plans[0].cycle, plans, terms, by=by))

    @rule(who=STAFF, unit=UNITS, verdict=st.sampled_from(["approved", "approved", "denied"]))
    def judge(self, who, unit, verdict):
        plans = WorkPlan.objects.filter(unit=unit, status="accepted")
        done = self.attempt(who, lambda by: approve(plans, Judgement(verdict, "论证充分"), by=by))
        assert not done or who == "lead"

    @rule(who=STAFF, unit=UNITS)
    def judge_again(self, who, unit):
        for row in Approval.objects.filter(plan__unit=unit, status="standing"):
            self.attempt(who, lambda by, row=row: reopen_approval(row, by=by, reason="有误"))

    @rule(who=STAFF, other=STAFF)
    def host(self, who, other):
        for event in PlanEvent.objects.filter(status="planned"):
            rows = PlanEvent.objects.filter(pk=event.pk)
            self.attempt(who, lambda by, rows=rows: propose(rows, Proposal("host", "前"), by=by))
        waiting = HostDecision.objects.filter(status="proposed")
        self.attempt(other, lambda by: decide(waiting, by=by))

    @rule(who=STAFF)
    def decide_again(self, who):
        for row in HostDecision.objects.filter(status__in=CURRENT):
            self.attempt(who, lambda by, row=row: reopen_decision(row, by=by, reason="有误"))

    @rule(number=NUMBERS, points=st.integers(0, 5))
    def look_back(self, number, points):
        """Whoever may most tries to judge anew what stands decided."""
        self.reopen("lead")
        self.replace_or_reopen("lead", number)
        self.score(number, number, points)

    @invariant()
    def one_of_each_is_current(self):
        approvals = Approval.objects.filter(status="standing").values_list("plan", flat=True)
        decisions = HostDecision.objects.filter(status__in=CURRENT)
        events = decisions.values_list("event", flat=True)
        assert len(approvals) == len(set(approvals))
        assert len(events) == len(set(events))

    @invariant()
    def nothing_is_judged_once_it_is_decided_on(self):
        under_review = RoundPlan.objects.filter(status="entered", round__status="open")
        assert not under_review.filter(plan__approvals__status="standing").exists()

    @invariant()
    def no_score_changes_and_none_stands_again(self):
        now = {}
        for one in Score.objects.all():
            said = (one.points, one.reasons, one.familiarity, one.comment, one.total)
            was = self.given.get(one.pk, (one.status, said))
            assert was[1] == said
            assert (was[0], one.status) != ("reopened", "standing")
            now[one.pk] = one.status, said
        assert self.given.keys() <= now.keys()
        self.given = now


def test_no_order_of_moves_over_rounds_and_decisions_reaches_an_illegal_state():
    run_state_machine_as_test(
        YearLife,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
