"""Any order of moves by anybody: no event over the cap, no receipt without its scan, none late."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Refused
from portal.invariants import broken_invariants
from provinces.exempting import Grant, exempt, revoke_exemption
from provinces.models import Exemption, PlanEvent, PlanVersion, Submission
from provinces.planning import add_event, drop_event, freeze
from provinces.queries import deadline_of, newest_version
from provinces.states import ExemptionKind, PlanStatus
from provinces.submission import submit, take_back
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import (
    file_pdf,
    make_listed,
    plan_of,
    publish,
    type_in,
    typed_event,
    typed_plan,
)

pytestmark = pytest.mark.django_db
WHO = st.sampled_from(["clerk", "lead", "stranger", "centre"])
HOUR = timedelta(hours=1)


class PlanLife(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        # Each life ends as if it had not been.
        self.life = transaction.atomic()
        self.life.__enter__()
        self.people = {
            "clerk": make_clerk(),
            "lead": make_lead(),
            "stranger": make_lead("GD"),
            "centre": make_staff("centre_lead"),
        }
        publish(by=self.people["centre"])
        self.code, self.shifted, self.texts = make_listed().code, timedelta(0), 0

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

    @rule(days=st.sampled_from([0, 3, 8, 12, 25]))
    def time_is(self, days):
        self.shifted = max(self.shifted, timedelta(days=days))

    @rule(who=WHO)
    def add(self, who):
        self.attempt(who, lambda by: add_event(plan_of(), by=by))

    @rule(who=WHO)
    def drop(self, who):
        event = plan_of().events.filter(status="planned").first()
        if event:
            self.attempt(who, lambda by: drop_event(event, by=by))

    @rule(who=WHO)
    def fill(self, who):
        self.texts += 1
        plan, typed = plan_of(), typed_plan(aims=f"第 {self.texts} 稿")
        for event in plan.events.filter(status="planned"):
            typed |= typed_event(event, projects=[self.code])
        self.attempt(who, lambda by: type_in(plan, typed, by=by))

    @rule(who=WHO)
    def print_it(self, who):
        self.attempt(who, lambda by: freeze(plan_of(), by=by))

    @rule(who=WHO)
    def scan(self, who):
        plan = plan_of()
        version = newest_version(plan)
        if version:
            self.attempt(who, lambda by: file_pdf(plan, version, by=by))

    @rule(who=WHO)
    def hand_in(self, who):
        before = deadline_of(plan_of())
        now = clock.now() + self.shifted
        done = self.attempt(who, lambda by: submit(plan_of(), by=by))
        assert not done or (who == "lead" and now < before)

    @rule()
    def all_goes_well(self):
        """What the unit would do next, step after step, so that lives get far."""
        for who, step in (
            *(("clerk", self.add), ("clerk", self.fill), ("clerk", self.print_it)),
            *(("clerk", self.scan), ("lead", self.hand_in)),
        ):
            step(who)

    @rule(who=WHO)
    def fetch_back(self, who):
        done = self.attempt(who, lambda by: take_back(plan_of(), by=by))
        assert not done or who == "lead"

    @rule(who=WHO)
    def grant(self, who):
        plan, cycle = plan_of(), current_cycle()
        later = Grant(ExemptionKind.EXTENSION, "台风", until=cycle.closes_at + 10 * 24 * HOUR)
        more = Grant(ExemptionKind.EXTRA, "区域战略", cap=3)
        for one in (later, more):
            self.attempt(who, lambda by, one=one: exempt(plan.unit, cycle, one, by=by))

    @rule(who=WHO)
    def revoke(self, who):
        given = Exemption.objects.filter(status="given").first()
        if given:
            self.attempt(who, lambda by: revoke_exemption(given, by=by, reason="撤销"))

    @invariant()
    def never_over_the_cap(self):
        plan = plan_of()
        numbers = [e.number for e in PlanEvent.objects.filter(plan=plan, status="planned")]
        assert len(numbers) == len(set(numbers)) <= plan.slots.count() <= 3

    @invariant()
    def receipts_are_sound(self):
        assert set(broken_invariants().values()) == {0}
        for receipt in Submission.objects.select_related("version", "scan"):
            assert receipt.scan.version_id == receipt.version_id
        assert Submission.objects.filter(status="standing").count() == (
            plan_of().status in PlanStatus.handed_in
        )

    @invariant()
    def versions_are_numbered_without_gaps(self):
        numbers = list(PlanVersion.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_no_order_of_moves_reaches_an_illegal_state():
    run_state_machine_as_test(
        PlanLife,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
