"""In whatever order people and the clock act: contacts are visible only where both agreements stand
and are older than ten minutes."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from foundation import clock
from foundation.errors import Refused
from introductions.introducing import introduce_due
from introductions.models import Introduction
from introductions.queries.talks import contact_of
from matching.agreeing import agree, ask_back, decline, reply, withdraw
from matching.interests import take_back
from matching.models import Interest
from matching.queries.interests import as_told
from matching.states import InterestReason
from records.models import Message
from records.retracting import WITHIN
from tests.introductions.making import answerer_of, asker_of, sent

pytestmark = pytest.mark.django_db

ORDERS = {
    "agree": lambda row, sides: agree(row, by=sides["answerer"]),
    "withdraw": lambda row, sides: withdraw(row, by=sides["answerer"]),
    "decline": lambda row, sides: decline(row, InterestReason.OTHER, by=sides["answerer"]),
    "ask_back": lambda row, sides: ask_back(row, "用途？", by=sides["answerer"]),
    "reply": lambda row, sides: reply(row, "客车", by=sides["asker"]),
    "take_back": lambda row, sides: take_back(row, by=sides["asker"]),
    "introduce": lambda *_: introduce_due(),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(ORDERS)), st.integers(min_value=0, max_value=12)),
    min_size=1,
    max_size=8,
)


@given(steps)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_contacts_are_visible_only_after_both_agreements_stood_ten_minutes(steps):
    with transaction.atomic():
        play(steps)
        transaction.set_rollback(True)


def play(steps):
    interest = sent()
    sides = {"asker": asker_of(interest), "answerer": answerer_of(interest)}
    minutes, agreed_at = 0, None
    for name, wait in steps:
        minutes += wait
        with clock.shift(timedelta(minutes=minutes)):
            try:
                ORDERS[name](interest, sides)
            except Refused:
                pass
            else:
                agreed_at = follow(name, agreed_at)
            look(interest, sides, agreed_at)


def follow(name, agreed_at):
    """When the agreement that stands was given, as the steps themselves say."""
    if name == "agree":
        return clock.now()
    return None if name in ("withdraw", "take_back", "decline") else agreed_at


def look(interest, sides, agreed_at):
    row = as_told(Interest.objects.filter(pk=interest.pk)).get()
    talk = Introduction.objects.filter(interest=row).first()
    visible = talk is not None and contact_of(talk, sides["asker"]) is not None
    if visible:
        assert agreed_at is not None
        assert clock.now() - agreed_at >= WITHIN
        assert contact_of(talk, sides["answerer"]) is not None
    else:
        assert row.told != "introduced"
        assert not Message.objects.filter(kind="matching.interest.introduce").exists()
    if row.status == "agreed":
        assert row.told == "sent"
