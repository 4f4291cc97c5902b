"""Any order of moves by anybody in the rounds of a review: nobody reviews where they abstain,
nothing is scored twice, what was filed stays."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from portal.invariants import broken_invariants
from provinces.assigning import assign, pair, propose, replace, urge
from provinces.experts import declare_tie, lift_tie, rest_expert, return_expert
from provinces.models import Assignment, Expert, Pairing, ReviewRound, Score, Tie, WorkPlan
from provinces.reviewing import (
    RoundTerms,
    close_round,
    enter_plans,
    leave_round,
    open_round,
    release_comments,
    reopen_round,
)
from provinces.scoring import decline_review, file_score, reopen_score
from records.verifying import verify_trail
from tests.factories import make_staff
from tests.provinces.judging import accepted_plans, make_expert, sheet

pytestmark = pytest.mark.django_db
STAFF = st.sampled_from(["centre", "lead", "expert0"])
NUMBERS, UNITS = st.integers(0, 3), st.sampled_from(["SC", "GD"])
DAY = timedelta(days=1)


class ReviewLife(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        # Each life ends as if it had not been.
        self.life = transaction.atomic()
        self.life.__enter__()
        self.people = {"centre": make_staff("centre"), "lead": make_staff("centre_lead")}
        accepted_plans("SC", "GD", by=self.people["centre"])
        for number in range(4):
            self.people[f"expert{number}"], _ = make_expert("BJ", (str(number + 1),), 2)
        self.shifted, self.filed = timedelta(0), {}

    def teardown(self):
        assert list(verify_trail()) == []
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

    def expert(self, number):
        return Expert.objects.get(user=self.people[f"expert{number}"].user_id)

    def task(self, number, **wanted):
        rows = Assignment.objects.filter(expert=self.expert(number), **wanted)
        return rows.select_related("expert", "round_plan__round").last()

    @property
    def round(self):
        return ReviewRound.objects.first()

    @rule(days=st.sampled_from([0, 6, 12, 30]))
    def time_is(self, days):
        self.shifted = max(self.shifted, timedelta(days=days))

    @rule(who=STAFF)
    def open_it(self, who):
        plans = list(WorkPlan.objects.filter(status="accepted").select_related("cycle"))
        terms = RoundTerms(clock.now() + self.shifted + 10 * DAY)
        if self.attempt(who, lambda by: open_round(plans[0].cycle, plans, terms, by=by)):
            assert who != "expert0"

    @rule(who=STAFF, unit=UNITS)
    def enter_or_leave(self, who, unit):
        if not self.round:
            return
        entered = self.round.round_plans.filter(plan__unit=unit, status="entered").first()
        if entered:
            self.attempt(who, lambda by: leave_round(entered, by=by, reason="材料有误"))
        else:
            plans = WorkPlan.objects.filter(unit=unit, status="accepted")
            self.attempt(who, lambda by: enter_plans(self.round, plans, by=by))

    @rule(who=STAFF)
    def work_out_and_ask(self, who):
        if self.round and self.attempt(who, lambda by: propose(self.round, by=by)):
            self.attempt(who, lambda by: assign(self.round, by=by))

    @rule(number=NUMBERS, unit=UNITS)
    def pair_by_hand(self, number, unit):
        entered = self.round and self.round.round_plans.filter(plan__unit=unit).last()
        if entered:
            self.attempt("centre", lambda _: pair(entered, self.expert(number)))

    @rule(who=st.sampled_from(["centre", "expert0", "expert1"]), number=NUMBERS, unit=UNITS)
    def tie(self, who, number, unit):
        unit, expert = Unit.objects.get(abbr=unit), self.expert(number)
        done = self.attempt(who, lambda by: declare_tie(expert, unit, by=by, reason="合作"))
        assert not done or who in ("centre", f"expert{number}")

    @rule(who=STAFF)
    def lift(self, who):
        tie = Tie.objects.filter(status="standing").first()
        if tie:
            self.attempt(who, lambda by: lift_tie(tie, by=by, reason="期满"))

    @rule(number=NUMBERS)
    def rest_or_return(self, number):
        expert = self.expert(number)
        if expert.status == "standing":
            self.attempt("centre", lambda by: rest_expert(expert, by=by, reason="休假"))
        else:
            self.attempt("centre", lambda by: return_expert(expert, by=by))

    @rule(number=NUMBERS, other=NUMBERS, points=st.integers(0, 5))
    def score(self, number, other, points):
        task, given = self.task(number, status="assigned"), sheet(points)
        if task and self.attempt(f"expert{other}", lambda by: file_score(task, given, by=by)):
            assert number == other
            assert clock.now() + self.shifted < task.round_plan.round.closes_at

    @rule(number=NUMBERS)
    def decline(self, number):
        task = self.task(number, status="assigned")
        if task:
            who = f"expert{number}"
            self.attempt(who, lambda by: decline_review(task, by=by, reason="出差"))

    @rule(who=STAFF, number=NUMBERS)
    def replace_or_reopen(self, who, number):
        task = self.task(number)
        if task:
            self.attempt(who, lambda by: replace(task, by=by, reason="联系不上"))
            self.attempt(who, lambda by: reopen_score(task, by=by, reason="理由不清"))

    @rule(who=STAFF)
    def urge(self, who):
        if self.round:
            self.attempt(who, lambda by: urge(self.round, by=by))

    @rule(who=STAFF, order=st.sampled_from([close_round, release_comments]))
    def close_or_release(self, who, order):
        if self.round:
            done = self.attempt(who, lambda by: order(self.round, by=by))
            assert not done or who != "expert0"

    @rule(who=STAFF)
    def reopen(self, who):
        if self.round:
            ends = clock.now() + self.shifted + 5 * DAY
            done = self.attempt(who, lambda by: reopen_round(self.round, ends, by=by, reason="补"))
            assert not done or who == "lead"

    @invariant()
    def the_house_is_sound(self):
        assert set(broken_invariants().values()) == {0}

    @invariant()
    def what_was_filed_stays(self):
        now = dict(Score.objects.values_list("pk", "total"))
        assert self.filed.items() <= now.items()
        self.filed = now

    @invariant()
    def standing_scores_are_of_tasks_that_are_filed(self):
        filed = Assignment.objects.filter(status="filed").values_list("pk", flat=True)
        standing = Score.objects.filter(status="standing").values_list("assignment", flat=True)
        assert sorted(filed) == sorted(standing)

    @invariant()
    def nobody_is_thought_of_who_may_not(self):
        assert not Pairing.objects.filter(expert__status="resting").exists()


def test_no_order_of_moves_in_a_round_reaches_an_illegal_state():
    run_state_machine_as_test(
        ReviewLife,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
