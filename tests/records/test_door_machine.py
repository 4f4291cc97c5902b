"""The door against a model of it: any order of verbs by anybody, hypothesis looks for a way in."""

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from foundation.errors import Refused
from records.models import Entry
from records.verifying import verify_trail
from records.workflow import available_moves, begin, move, move_all
from tests.toy.factories import make_clerk, make_sender
from tests.toy.models import Parcel
from tests.toy.states import TRANSITIONS

VERBS = sorted({transition.verb for transition in TRANSITIONS})
LEGAL = {(t.source, t.verb): t.target for t in TRANSITIONS}
CLERK_VERBS = {"send", "receive", "lose", "find"}


class Door(RuleBasedStateMachine):
    parcels = Bundle("parcels")

    def __init__(self):
        super().__init__()
        self.sender, self.other, self.clerk = make_sender(), make_sender(), make_clerk()
        self.model = {}
        self.moves = {}

    def actor(self, who):
        return {"sender": self.sender, "other": self.other, "clerk": self.clerk}[who]

    def may(self, who, verb):
        return who == "clerk" if verb in CLERK_VERBS else who == "sender" and verb != "fly"

    @rule(target=parcels)
    def pack(self):
        parcel = begin(Parcel(sender_id=self.sender.user_id, label="x"), "pack", by=self.sender)
        self.model[parcel.pk], self.moves[parcel.pk] = "packed", ["pack"]
        return parcel.pk

    @rule(
        pk=parcels, verb=st.sampled_from(VERBS), who=st.sampled_from(["sender", "other", "clerk"])
    )
    def try_verb(self, pk, verb, who):
        target = LEGAL.get((self.model[pk], verb))
        expected = bool(target) and self.may(who, verb)
        try:
            move(Parcel(pk=pk), verb, by=self.actor(who))
        except Refused:
            assert not expected
        else:
            assert expected
            self.model[pk] = target
            self.moves[pk].append(verb)

    @rule(verb=st.sampled_from(VERBS), who=st.sampled_from(["sender", "other", "clerk"]))
    def try_all(self, verb, who):
        moved = move_all(Parcel.objects.filter(pk__in=self.model), verb, by=self.actor(who))
        expected = {
            pk for pk, s in self.model.items() if (s, verb) in LEGAL and self.may(who, verb)
        }
        assert {row.pk for row in moved.rows} == expected
        assert len(moved.refused) == len(self.model) - len(expected)
        for pk in expected:
            self.model[pk] = LEGAL[self.model[pk], verb]
            self.moves[pk].append(verb)

    @rule(pk=parcels, who=st.sampled_from(["sender", "other", "clerk"]))
    def buttons_are_what_the_door_accepts(self, pk, who):
        offered = {t.verb for t in available_moves(Parcel.objects.get(pk=pk), self.actor(who))}
        assert offered == {v for v in VERBS if (self.model[pk], v) in LEGAL and self.may(who, v)}

    @invariant()
    def database_agrees(self):
        found = dict(Parcel.objects.filter(pk__in=self.model).values_list("pk", "status"))
        assert found == self.model

    @invariant()
    def trail_holds_each_move_once(self):
        for pk, verbs in self.moves.items():
            entries = Entry.objects.filter(table="toy.parcel", object_id=pk).order_by("id")
            assert list(entries.values_list("verb", flat=True)) == verbs

    def teardown(self):
        assert list(verify_trail()) == []


@pytest.mark.django_db
def test_no_order_of_verbs_gets_past_the_door():
    run_state_machine_as_test(
        Door,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
