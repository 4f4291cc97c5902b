"""搜索订阅: people subscribe to what they search. `digesting` tells them of what is new in it."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import User
from foundation.errors import Problem, refuse_if
from foundation.search.narrowing import Wanted
from matching.models import SavedSearch
from matching.queries.searches import own_search, plain, searches_of
from records.actors import Actor

MOST = 20  # of one person
_LONGEST = SavedSearch._meta.get_field("title").max_length or 0


class SubscriptionProblem(TextChoices):
    MANY = "subscriptions_many", "最多订阅 {expected} 个搜索，请先在“订阅和关注”里退订不用的"


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


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
