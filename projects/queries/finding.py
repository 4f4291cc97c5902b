"""What is shown, found by texts and conditions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.expressions import Case, When

from foundation.search.asking import By, shared_query, steps_of, telling_words
from foundation.search.finding import Found, alike, ask
from foundation.search.narrowing import Wanted, find_narrowed
from projects.models import Listing
from projects.queries.projects import for_page, shown
from projects.queries.words import known_words

_RECOMMENDED = 0.3  # points of rank
_READ_FOR_EACH = 3  # that is shown as alike
_NEWER = "(extract(epoch from %(expressions)s - timestamptz '2026-01-01Z') / 3e8)"  # 0.1 a year


def shown_rows() -> QuerySet[Listing]:
    """All that the public may find, as the search reads them."""
    recommended = Case(When(has_recommendation=True, then=Value(_RECOMMENDED)), default=Value(0.0))
    newer = Func(F("listed_at"), template=_NEWER, output_field=FloatField())
    return shown().annotate(fresh=F("listed_at"), boost=recommended + newer)


def find_listings(
    rows: QuerySet[Listing], wanted: Wanted, *, sort_by: Any = None, by_rank: bool = True
) -> Found:
    """Keys of `shown_rows`, or some of them, by the text `q` and by conditions."""
    steps = steps_of(wanted["q"], spell=known_words)
    return find_narrowed(rows, steps, wanted, sort_by=sort_by, by_rank=by_rank)


def find_named(text: str, most: int) -> Found:
    """What `text`, or the name of whose it is by pinyin or initials, names: of the newest `most`
    that it does, nothing of their whole texts. In one statement."""
    steps = steps_of(text, spell=lambda _word: ())
    heads = [replace(one, in_head=True) for one in steps if one.by in (By.ALL, By.READING)]
    return ask(shown_rows(), heads, most=most) if heads else Found()


def listings_of(keys: Sequence[int]) -> list[Listing]:
    """In the order of the keys, with all that a list shows of them; what is shown no more is left
    out."""
    found = {listing.pk: listing for listing in for_page(shown().filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def listings_alike(listing: Listing, count: int) -> list[Listing]:
    """Others that are shown and share the most words of its title and keywords, in two statements:
    two words, or one and the field; one word alone is a coincidence."""
    said = _words_naming(listing)
    if not said:
        return []
    others = alike(shown_rows().exclude(pk=listing.pk), shared_query(said))
    read = listings_of(list(others.values_list("pk", flat=True)[: count * _READ_FOR_EACH]))
    near = [one for one in read if _shared(one, said) + (one.field_id == listing.field_id) > 1]
    return near[:count]


def _words_naming(listing: Listing) -> list[str]:
    content = listing.version.content
    return telling_words([content["title"], *content.get("keywords", [])])


def _shared(listing: Listing, said: Sequence[str]) -> int:
    return len(set(said).intersection(_words_naming(listing)))
