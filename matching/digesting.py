"""每日摘要: once a day each person hears, in one message, what is new by all that they subscribed
to and follow, and why each is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from accounts.models import User
from foundation import clock
from matching.models import Follow, SavedSearch
from matching.queries.news import Item, News, Reason, news_of
from records.messages import keep_messages

log = structlog.get_logger(__name__)

KIND = "matching.digest.tell"
_LISTED = 10
# A transaction that takes this long may show what is as old as its beginning; that is told later.
_SETTLED = timedelta(minutes=30)


@dataclass(frozen=True)
class Digest:
    """For the words of messages."""

    news: News
    reasons: Sequence[Reason]

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "title": self.news.items[0].title,
            "count": str(self.news.count),
            "items": [self._told(item) for item in self.news.items],
            "more": self._more,
        }

    def _told(self, item: Item) -> dict[str, str]:
        """An anonymous one by what it calls itself."""
        called = f"（{item.called}）" if item.called else ""
        why = "，".join(one.why for one in self.reasons if one.reason in item.reasons)
        told = f"{item.label}：{item.title}{called}"
        return {"told": told, "why": f"因为你{why}", "label": item.label, "path": item.path}

    @property
    def _more(self) -> list[dict[str, str]]:
        """What each reason brings beyond what is listed."""
        listed = [reason for item in self.news.items for reason in item.reasons]
        rest = [
            (one, self.news.counts.get(one.reason, 0) - listed.count(one.reason))
            for one in self.reasons
        ]
        return [{"why": one.why, "count": str(n), "path": one.path} for one, n in rest if n > 0]


def tell_all() -> int:
    """Each person in a transaction of their own; whom it fails for, the others do not wait for.
    Returns how many messages."""
    until = clock.now() - _SETTLED
    waiting = {"told_until__lt": until, "person__is_active": True}
    people = SavedSearch.objects.filter(**waiting).values_list("person", flat=True)
    followers = Follow.objects.filter(**waiting).values_list("person", flat=True)
    return sum(_try_to_tell(person, until) for person in sorted(people.union(followers)))


def _try_to_tell(person_id: int, until: datetime) -> bool:
    """What failed is as new tomorrow."""
    try:
        return _tell(person_id, until)
    except Exception:
        log.exception("digest_failed", person=person_id)
        return False


@transaction.atomic
def _tell(person_id: int, until: datetime) -> bool:
    """Whether there was news. Whom another beat is telling, it tells."""
    people = User.objects.select_for_update(no_key=True, skip_locked=True)
    if not people.filter(pk=person_id, is_active=True).values_list("pk").first():
        return False
    reasons = _reasons_of(person_id, until)
    news = news_of(reasons, until=until, most=_LISTED)
    if not news.items:
        return False
    keep_messages(KIND, [(Digest(news, reasons), [person_id])])
    for model in (SavedSearch, Follow):
        told = [one.pk for one in reasons if isinstance(one, model) and one.reason in news.counts]
        model.objects.filter(pk__in=told).update(told_until=until)
    return True


def _reasons_of(person_id: int, until: datetime) -> list[Reason]:
    """The oldest first, searches before follows."""
    waiting = {"person": person_id, "told_until__lt": until}
    follows = Follow.objects.filter(**waiting).select_related("organisation", "field")
    searches = SavedSearch.objects.filter(**waiting)
    return [*searches.order_by("pk"), *follows.order_by("pk")]
