"""Subscriptions and follows, and the mornings after."""

from datetime import timedelta

from accounts.models import Field
from accounts.registering import Stated, register_all
from accounts.states import OrganisationKind
from foundation import clock
from matching.digesting import KIND, tell_all
from matching.following import follow
from matching.models import Follow, SavedSearch
from matching.queries.news import news_of
from matching.states import SearchKind
from matching.subscribing import subscribe
from records.actors import PORTAL
from records.models import Message

__all__ = ["KIND"]


def subscribed(by, q="", kind=SearchKind.PROJECT, **conditions):
    return subscribe(kind, {"q": q, "sort": "newest", **conditions}, title=q or "全部", by=by)


def followed(by, *some):
    """Organisations, and fields by their code."""
    named = (Field.objects.get(code=one) if isinstance(one, str) else one for one in some)
    return [follow(one, by=by) for one in named]


def reasons_of(by):
    searches, follows = (model.objects.filter(person=by.user_id) for model in (SavedSearch, Follow))
    return [*searches.order_by("pk"), *follows.order_by("pk")]


def new_to(by):
    """How many are new by each reason, in their order."""
    reasons = reasons_of(by)
    counts = news_of(reasons).counts
    return [counts.get(reason.reason, 0) for reason in reasons]


def told_tomorrow(days=1):
    """How many messages the beat makes."""
    with clock.shift(timedelta(days=days)):
        return tell_all()


def messages_to(by):
    return Message.objects.filter(kind=KIND, to=by.user_id).order_by("pk")


def told_of(by):
    """What is listed in each message to a person, without its kind."""
    return [
        [item["told"].partition("：")[2] for item in message.context["items"]]
        for message in messages_to(by)
    ]


def why_told(by):
    """Title, and what a digest says of why, of each message's items."""
    return [
        [(item["told"].partition("：")[2], item["why"]) for item in message.context["items"]]
        for message in messages_to(by)
    ]


def make_houses(count):
    """Of which nothing is known but their names."""
    kind = OrganisationKind.ACADEMIC
    return register_all([Stated(f"第{n}研究所", "", kind) for n in range(count)], by=PORTAL)
