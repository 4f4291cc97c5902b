"""Subscriptions, and the mornings after."""

from datetime import timedelta

from foundation import clock
from matching.states import SearchKind
from matching.subscribing import subscribe, tell_all
from records.models import Message

KIND = "matching.savedsearch.tell"


def subscribed(by, q="", kind=SearchKind.PROJECT, **conditions):
    return subscribe(kind, {"q": q, "sort": "newest", **conditions}, title=q or "全部", by=by)


def told_tomorrow(days=1):
    """How many messages the beat makes."""
    with clock.shift(timedelta(days=days)):
        return tell_all()


def told_of(by):
    """The titles in each message to a person."""
    told = Message.objects.filter(kind=KIND, to=by.user_id).order_by("pk")
    return [message.context["titles"].splitlines() for message in told]
