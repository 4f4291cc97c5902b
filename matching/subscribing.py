"""搜索订阅: people subscribe to what they search, and hear once a day of what is new in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, TextChoices, Window

from accounts.models import User
from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.search.narrowing import Wanted
from matching.models import SavedSearch
from matching.queries.searches import new_in, own_search, plain, searches_of
from records.actors import Actor
from records.messages import keep_messages

MOST = 20  # of one person
_NAMED = 5  # in a message
# A transaction that takes this long may show what is as old as its beginning; that is told later.
_SETTLED = timedelta(minutes=30)
_LONGEST = SavedSearch._meta.get_field("title").max_length or 0


class SubscriptionProblem(TextChoices):
    MANY = "subscriptions_many", "最多订阅 {expected} 个搜索，请先在“订阅的搜索”里退订不用的"


@dataclass(frozen=True)
class _Told:
    """For the words of messages."""

    ref: str
    facts: dict[str, str]


@transaction.atomic
def subscribe(kind: str, wanted: Wanted, *, title: str, by: Actor) -> SavedSearch:
    """From now on. What is subscribed to already stays as it is. Raises Refused (422): too many."""
    # One after the other, so that a double click is one subscription.
    User.objects.select_for_update(no_key=True).get(pk=by.person_id)
    if saved := own_search(kind, wanted, by):
        return saved
    if searches_of(by).count() >= MOST:
        refuse_if([Problem(SubscriptionProblem.MANY, expected=str(MOST))])
    return SavedSearch.objects.create(
        person_id=by.person_id, kind=kind, wanted=plain(wanted), title=_cut(title)
    )


def unsubscribe(search: SavedSearch) -> None:
    """Undone by subscribing again."""
    search.delete()


def forget_searches(user_id: int) -> None:
    """A person leaves."""
    SavedSearch.objects.filter(person=user_id).delete()


def tell_all() -> int:
    """Each in a transaction of its own. Returns how many messages."""
    until = clock.now() - _SETTLED
    searches = SavedSearch.objects.filter(told_until__lt=until, person__is_active=True)
    return sum(_tell(pk, until) for pk in searches.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int, until: datetime) -> bool:
    """Whether there was news. Whom another beat is telling, it tells."""
    rows = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True)
    search = rows.filter(pk=pk, told_until__lt=until).first()
    if search is None:
        return False
    news = new_in(search).filter(fresh__lte=until).order_by("-fresh", "-pk")
    numbered = news.annotate(total=Window(Count("*"))).values_list("title", "total")
    named = list(numbered[:_NAMED])
    if not named:
        return False
    search.told_until = until
    search.save(update_fields=["told_until"])
    _keep_message(search, [title for title, _ in named], named[0][1])
    return True


def _keep_message(search: SavedSearch, titles: list[str], total: int) -> None:
    rest = [f"等 {total} {search.measure}"] if total > len(titles) else []
    facts = {"title": search.title, "count": str(total), "titles": "\n".join([*titles, *rest])}
    told = _Told(search.ref, {**search.facts, **facts})
    keep_messages("matching.savedsearch.tell", [(told, [search.person_id])])


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
