"""Any order of acts by anybody: never two current decisions of a roadshow, never two standing
approvals, never both halves by one person, nothing final that was not shown and answered."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from foundation import clock
from foundation.errors import Refused
from portal.invariants import broken_invariants
from provinces.approving import Judgement, approve, reopen_approval
from provinces.checking import accept, recheck
from provinces.displaying import open_display, settle
from provinces.hosting import (
    Proposal,
    decide,
    propose,
    refuse_proposal,
    reopen_decision,
    withdraw_proposals,
)
from provinces.issuing import issue_denial
from provinces.models import (
    Approval,
    Display,
    HostDecision,
    Objection,
    PlanEvent,
    ResultLetter,
    WorkPlan,
)
from provinces.objecting import Reply, answer_objection, file_objection, withdraw_objection
from tests.factories import make_holder, make_lead, make_staff
from tests.provinces.judging import MET, accepted_plans
from tests.provinces.making import DAY

pytestmark = pytest.mark.django_db
WHO = st.sampled_from(["centre", "lead", "other_lead", "holder", "unit"])
WHICH = st.integers(0, 3)
CURRENT = ("proposed", "decided", "final")


class Deciding(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        # Each life ends as if it had not been.
        self.life = transaction.atomic()
        self.life.__enter__()
        self.people = {
            "centre": make_staff("centre"),
            "lead": make_staff("centre_lead"),
            "other_lead": make_staff("centre_lead"),
            "holder": make_holder(),
            "unit": make_lead(),
        }
        plans = accepted_plans("SC", "GD", by=self.people["centre"])
        self.cycle, self.shifted = plans[0].cycle, 0 * DAY

    def teardown(self):
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    def attempt(self, who, order):
        """In the name of `who`, at the time it is by now; True where it was carried out."""
        try:
            with clock.shift(self.shifted):
                order(self.people[who])
        except Refused:
            return False
        return True

    @rule(days=st.sampled_from([1, 4, 20]))
    def time_passes(self, days):
        self.shifted += days * DAY

    @rule(who=WHO, which=WHICH, verdict=st.sampled_from(["approved", "approved", "denied"]))
    def judge(self, who, which, verdict):
        rows = WorkPlan.objects.filter(pk__in=[plan.pk for plan in self.some(WorkPlan, which)])
        self.attempt(who, lambda by: approve(rows, Judgement(verdict, "论证充分"), by=by))

    @rule(who=WHO, which=WHICH)
    def judge_again(self, who, which):
        for row in self.some(Approval, which, status="standing"):
            self.attempt(who, lambda by, row=row: reopen_approval(row, by=by, reason="有误"))

    @rule(who=WHO, which=WHICH)
    def check_again(self, who, which):
        for plan in self.some(WorkPlan, which):
            self.attempt(who, lambda by, plan=plan: self.rechecked(plan, by))

    def rechecked(self, plan, by):
        """Checked anew at once, so that lives go on."""
        accept(recheck(plan, by=by, reason="再看一遍"), MET, by=by)

    @rule(who=WHO, which=WHICH, verdict=st.sampled_from(["host", "reserve", "no"]))
    def propose_host(self, who, which, verdict):
        rows = PlanEvent.objects.filter(pk__in=[e.pk for e in self.some(PlanEvent, which)])
        self.attempt(who, lambda by: propose(rows, Proposal(verdict, "靠前"), by=by))

    @rule(who=WHO)
    def decide_host(self, who):
        self.attempt(who, lambda by: decide(self.rows("proposed"), by=by))

    @rule(who=WHO, which=WHICH)
    def refuse_host(self, who, which):
        for row in self.some(HostDecision, which, status="proposed"):
            self.attempt(who, lambda by, row=row: refuse_proposal(row, by=by, reason="不妥"))

    @rule(who=WHO)
    def take_back(self, who):
        self.attempt(who, lambda by: withdraw_proposals(self.rows("proposed"), by=by))

    @rule(who=WHO, which=WHICH)
    def decide_again(self, who, which):
        for row in self.some(HostDecision, which, status__in=CURRENT):
            self.attempt(who, lambda by, row=row: reopen_decision(row, by=by, reason="有误"))

    @rule(who=WHO)
    def show(self, who):
        self.attempt(who, lambda by: open_display(self.cycle, by=by))

    @rule(who=WHO)
    def object_to(self, who):
        for display in Display.objects.filter(status="open"):
            row = display.decisions.first()
            self.attempt(
                who, lambda by, d=display, row=row: file_objection(d, "不符", by=by, decision=row)
            )

    @rule(who=WHO, upheld=st.booleans())
    def answer(self, who, upheld):
        for objection in Objection.objects.filter(status="filed"):
            reply = Reply(is_upheld=upheld, text="已核实")
            self.attempt(who, lambda by, o=objection, r=reply: answer_objection(o, r, by=by))

    @rule(who=WHO)
    def take_objection_back(self, who):
        for objection in Objection.objects.filter(status="filed"):
            self.attempt(who, lambda by, o=objection: withdraw_objection(o, by=by))

    @rule(who=WHO)
    def make_final(self, who):
        for display in Display.objects.filter(status="open"):
            ends = display.closes_at
            now = clock.now() + self.shifted
            waiting = display.objections.filter(status="filed").exists()
            done = self.attempt(who, lambda by, d=display: settle(d, by=by))
            assert not done or (now >= ends and not waiting and who in ("lead", "other_lead"))

    @rule(who=WHO)
    def tell_denial(self, who):
        for plan in WorkPlan.objects.filter(cycle=self.cycle, approvals__status="standing"):
            self.attempt(who, lambda by, plan=plan: issue_denial(plan, by=by))

    @rule()
    def all_goes_well(self):
        """What the centre would do next, step after step, so that lives get far."""
        self.judge("lead", 0, "approved")
        self.propose_host("centre", 0, "host")
        self.decide_host("lead")
        self.show("other_lead")
        self.answer("centre", upheld=False)
        self.time_passes(20)
        self.make_final("lead")

    def some(self, model, which, **limits):
        """All of them, or the one at a place."""
        by_year = {"plan__cycle": self.cycle} if model is not WorkPlan else {"cycle": self.cycle}
        rows = list(model.objects.filter(**by_year, **limits).order_by("pk"))
        return rows if which == 0 else rows[which - 1 : which]

    def rows(self, status):
        return HostDecision.objects.filter(status=status)

    @invariant()
    def one_of_each_stands(self):
        approvals = Counter(Approval.objects.filter(status="standing").values_list("plan"))
        decisions = Counter(HostDecision.objects.filter(status__in=CURRENT).values_list("event"))
        assert {*approvals.values(), *decisions.values()} <= {1}

    @invariant()
    def two_people_decide(self):
        for row in HostDecision.objects.filter(decided_by__isnull=False):
            assert row.decided_by_id != row.proposed_by_id
            assert row.decided_by_id in {self.people[who].user_id for who in ("lead", "other_lead")}

    @invariant()
    def nothing_is_broken(self):
        assert set(broken_invariants().values()) == {0}

    @invariant()
    def what_was_upheld_was_followed(self):
        upheld = Objection.objects.filter(status="upheld", display__status="final")
        assert not upheld.filter(decision__status="final").exists()

    @invariant()
    def letters_are_of_what_was_final_or_denied(self):
        for letter in ResultLetter.objects.all():
            assert letter.content["is_approved"] == bool(letter.content["events"])
            assert letter.content["is_approved"] == (letter.display_id is not None)


def test_no_order_of_acts_reaches_an_illegal_state():
    run_state_machine_as_test(
        Deciding,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
