"""Searches people have subscribed to, and what is new in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, Q, QuerySet, Value

from foundation.search.narrowing import Wanted, holding_all
from matching.models import Posting, SavedSearch
from matching.queries.finding import searchable
from matching.queries.postings import owned_now_by, shown_postings
from matching.states import SearchKind
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


def new_counts(searches: Sequence[SavedSearch]) -> dict[int, int]:
    """Key of a search → how many are new in it; all of them one person's."""
    if not searches:
        return {}
    postings = shown_postings(Actor(searches[0].person_id))
    first, *others = [_counted(search, postings) for search in searches]
    return dict(first.union(*others, all=True))


def new_in(search: SavedSearch, postings: QuerySet[Posting] | None = None) -> QuerySet[Any]:
    """Rows with `fresh`, when each appeared, that hold all that is asked, were not told of, and
    are not the person's own. `postings` are those they may find."""
    rows = _of_others(search, postings).filter(fresh__gt=search.told_until)
    return holding_all(rows, search.wanted)


def _of_others(search: SavedSearch, postings: QuerySet[Posting] | None) -> QuerySet[Any]:
    if search.kind == SearchKind.PROJECT:
        return shown_rows().exclude(project__holder=search.person_id)
    found = postings if postings is not None else shown_postings(Actor(search.person_id))
    own = Q(author=search.person_id) | Q(pk__in=owned_now_by(search.person_id).values("pk"))
    return searchable(found.filter(kind=search.kind).exclude(own))


def _counted(search: SavedSearch, postings: QuerySet[Posting]) -> QuerySet[Any]:
    named = new_in(search, postings).order_by().annotate(of=Value(search.pk, IntegerField()))
    return named.values("of").annotate(n=Count("pk")).values_list("of", "n")
