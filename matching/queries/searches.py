"""Searches people have subscribed to, and what may be new in each."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from foundation.search.narrowing import Wanted, holding_all
from matching.models import Posting, SavedSearch
from matching.queries.finding import searchable
from matching.queries.postings import owned_now_by, shown_postings
from matching.states import SearchKind
from projects.models import Listing
from projects.queries import shown_rows
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Subscribing:
    """What a page of a search says of subscribing to it: `saved` is the reader's subscription."""

    kind: str
    query: str
    is_person: bool
    saved: SavedSearch | None


def plain(wanted: Wanted) -> dict[str, Any]:
    """What is asked, in whatever order it was said."""
    asked = {name: value for name, value in wanted.items() if value and name != "sort"}
    return {n: sorted(value) if isinstance(value, list) else value for n, value in asked.items()}


def query_of(wanted: Wanted) -> str:
    """Of an address, what is asked."""
    return urlencode(plain(wanted), doseq=True)


def subscribing_to(kind: str, wanted: Wanted, by: Actor) -> Subscribing:
    saved = own_search(kind, wanted, by) if by.is_person else None
    return Subscribing(kind, query_of(wanted), by.is_person, saved)


def searches_of(by: Actor) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=by.person_id).order_by("-created_at", "-pk")


def own_search(kind: str, wanted: Wanted, by: Actor) -> SavedSearch | None:
    return searches_of(by).filter(kind=kind, wanted=plain(wanted)).first()


def new_in(search: SavedSearch, postings: QuerySet[Posting]) -> QuerySet[Any]:
    """Rows with `fresh`, when each appeared, that hold all that is asked and were not told of;
    `postings` are those that are news to the person."""
    is_project = search.kind == SearchKind.PROJECT
    rows: QuerySet[Any] = listings_for(search.person_id) if is_project else postings
    if not is_project:
        rows = rows.filter(kind=search.kind)
    return holding_all(rows.filter(fresh__gt=search.told_until), search.wanted)


def listings_for(person_id: int) -> QuerySet[Listing]:
    """What may be news to somebody: shown, and not their own."""
    return shown_rows().exclude(project__holder=person_id)


def postings_for(person_id: int) -> QuerySet[Posting]:
    """As `listings_for`. Asks what day it is: made once for all that is asked of it."""
    own = Q(author=person_id) | Q(pk__in=owned_now_by(person_id).values("pk"))
    return searchable(shown_postings(Actor(person_id)).exclude(own))
