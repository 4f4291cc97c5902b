"""Any order of moves over rounds, tasks and scores by anybody: never two standing scores, never one
changed, totals right, nothing filed after the end, nothing let out before it is."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from foundation import clock
from foundation.errors import Refused
from foundation.typed import Page
from portal.invariants import broken_invariants
from provinces.assigning import assign, pair, replace
from provinces.experts import declare_tie
from provinces.models import Assignment, ReviewRound, Score, ScoreDraft
from provinces.queries.scoring import FEWEST, expert_of, remarks_on, tasks_of
from provinces.reviewing import close_round, release_comments, reopen_round
from provinces.scoring import (
    decline_review,
    file_score,
    keep_typed,
    reopen_score,
    sheet_of,
    total_of,
)
from tests.factories import make_staff
from tests.provinces.judging import accepted_plans, make_expert, make_round
from tests.provinces.making import DAY

pytestmark = pytest.mark.django_db
WHO = st.sampled_from([0, 1, 2])
WHICH = st.integers(0, 5)
POINTS = st.integers(0, 5)
ANYBODY = st.sampled_from(["own", "other", "centre", "lead"])


class ScoreLife(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        # Each life ends as if it had not been.
        self.life = transaction.atomic()
        self.life.__enter__()
        self.centre, self.lead = make_staff("centre"), make_staff("centre_lead")
        self.plans = accepted_plans("SC", by=self.centre)
        self.experts = [make_expert() for _ in range(3)]
        self.pk = make_round(self.plans, by=self.centre).pk
        self.shifted, self.given = timedelta(0), {}

    def teardown(self):
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    @property
    def round(self):
        return ReviewRound.objects.get(pk=self.pk)

    def attempt(self, order):
        """At the time it is by now; True where it was carried out."""
        try:
            with clock.shift(self.shifted), transaction.atomic():
                order()
        except Refused:
            return False
        return True

    def task(self, which):
        tasks = list(Assignment.objects.select_related("expert", "round_plan__plan__unit"))
        return tasks[which % len(tasks)] if tasks else None

    def actor(self, who, task):
        people = {"centre": self.centre, "lead": self.lead}
        if who in people:
            return people[who]
        own = [by for by, expert in self.experts if expert == task.expert]
        others = [by for by, expert in self.experts if expert != task.expert]
        return (own if who == "own" else others)[0]

    @rule(days=st.sampled_from([1, 5, 9, 11]))
    def time_is(self, days):
        self.shifted = max(self.shifted, days * DAY)

    @rule(who=WHO)
    def ask(self, who):
        expert = self.experts[who][1]
        self.attempt(lambda: pair(self.round.round_plans.get(), expert))
        self.attempt(lambda: assign(self.round, by=self.centre))

    @rule(which=WHICH, who=ANYBODY, points=POINTS)
    def type_in(self, which, who, points):
        if task := self.task(which):
            by, typed = self.actor(who, task), {"points-theme": str(points), "comment": "稿"}
            done = self.attempt(lambda: keep_typed(task, typed, page=Page(), by=by))
            assert not done or (who == "own" and task.status == "assigned" and self.is_open())

    @rule(which=WHICH, who=ANYBODY, points=POINTS)
    def file(self, which, who, points):
        if task := self.task(which):
            keys = [one["key"] for one in self.round.criteria]
            typed = {f"points-{key}": str(points) for key in keys} | {"familiarity": "3"}
            reasons = {f"reason-{key}": "有依据" for key in keys}
            sheet = sheet_of(self.round.criteria, typed | reasons)
            by, before = self.actor(who, task), Score.objects.count()
            done = self.attempt(lambda: file_score(task, sheet, by=by))
            assert Score.objects.count() == before + done
            assert not done or (who == "own" and task.status == "assigned" and self.is_open())

    def is_open(self):
        now = clock.now() + self.shifted
        return self.round.status == "open" and now < self.round.closes_at + timedelta(seconds=5)

    @rule(who=WHO, points=POINTS)
    def all_goes_well(self, who, points):
        """Asked and given, so that lives get far."""
        self.ask(who)
        expert = self.experts[who][1]
        for at, task in enumerate(Assignment.objects.order_by("pk")):
            if task.expert_id == expert.pk:
                self.file(at, "own", points)

    @rule(which=WHICH, who=ANYBODY)
    def decline(self, which, who):
        if task := self.task(which):
            by = self.actor(who, task)
            done = self.attempt(lambda: decline_review(task, by=by, reason="忙"))
            assert not done or (who == "own" and task.status == "assigned")

    @rule(which=WHICH, who=ANYBODY)
    def give_to_another(self, which, who):
        if task := self.task(which):
            by = self.actor(who, task)
            done = self.attempt(lambda: replace(task, by=by, reason="改派"))
            assert not done or (who in {"centre", "lead"} and task.status == "assigned")

    @rule(which=WHICH, who=ANYBODY)
    def send_back(self, which, who):
        if task := self.task(which):
            by = self.actor(who, task)
            done = self.attempt(lambda: reopen_score(task, by=by, reason="再看看"))
            assert not done or (who == "lead" and task.status == "filed" and self.is_open())

    @rule(who=st.sampled_from([2]))
    def tie(self, who):
        by, expert = self.experts[who]
        self.attempt(lambda: declare_tie(expert, self.plans[0].unit, by=by, reason="合作"))

    @rule()
    def end(self):
        self.attempt(lambda: close_round(self.round, by=self.centre))

    @rule()
    def go_on(self):
        until = clock.now() + self.shifted + 3 * DAY
        self.attempt(lambda: reopen_round(self.round, until, by=self.lead, reason="补评"))

    @rule(who=st.sampled_from(["centre", "lead"]))
    def let_out(self, who):
        by = {"centre": self.centre, "lead": self.lead}[who]
        done = self.attempt(lambda: release_comments(self.round, by=by))
        assert not done or (who == "lead" and self.round.status == "closed")

    @invariant()
    def scores_stand_once_and_where_the_task_says(self):
        standing = Score.objects.filter(status="standing")
        filed = Assignment.objects.filter(status="filed")
        assert sorted(one.assignment_id for one in standing) == sorted(one.pk for one in filed)
        asked = Assignment.objects.filter(status__in=("assigned", "filed"))
        experts = list(asked.values_list("expert", flat=True))
        assert len(experts) == len(set(experts))

    @invariant()
    def scores_never_change_and_are_right(self):
        criteria = self.round.criteria
        for score in Score.objects.all():
            said = (score.points, score.reasons, score.familiarity, score.comment, score.total)
            was, said_then = self.given.setdefault(score.pk, (score.status, said))
            assert said == said_then
            assert (was, score.status) != ("reopened", "standing")
            self.given[score.pk] = (score.status, said)
            assert score.total == total_of(criteria, score.points)
        assert len(self.given) == Score.objects.count()

    @invariant()
    def nothing_is_seen_too_early_or_by_the_wrong_ones(self):
        is_out = self.round.released_at is not None
        has_scores = Score.objects.filter(status="standing").count() >= FEWEST
        assert bool(remarks_on(self.plans[0])) == (is_out and has_scores)
        for by, expert in self.experts:
            seen = tasks_of(expert_of(by), by)
            assert {task.expert_id for task in seen} <= {expert.pk}
            assert {task.status for task in seen} <= {"assigned", "filed"}
        drafts = ScoreDraft.objects.values_list("assignment__expert", flat=True)
        assert set(drafts) <= {expert.pk for _, expert in self.experts}

    @invariant()
    def the_house_stands(self):
        assert set(broken_invariants().values()) == {0}


def test_no_order_of_moves_reaches_an_illegal_state():
    run_state_machine_as_test(
        ScoreLife,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
