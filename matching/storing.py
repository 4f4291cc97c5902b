"""Suggestions as rows: whole lists of one side replaced, and what they move in lists of the other.

Whoever calls holds the lists (`locking.take_lists`). Each step is one statement for all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from matching.comparing import other_keys, own_keys, pairs_of, places, plain_scores
from matching.models import PLACES
from matching.scoring import Ranking
from matching.states import Sort

Pairs = set[tuple[int, int]]  # own, other
Standing = dict[tuple[int, int], tuple[float, int | None]]
_EXACT = 4  # decimals of points
_LAST = 32_767  # a place to be put in order at once: behind all others


@dataclass(frozen=True)
class Names:
    """The columns of `matching_suggestion` as one sort sees them. Postings stand in a project's
    list by kind."""

    own: str
    other: str
    place: str
    other_place: str

    def fill(self, statement: str) -> str:
        return statement.format(
            own=self.own, other=self.other, place=self.place, other_place=self.other_place
        )


_OF_POSTING = Names("posting_id", "project_id", "place", "place_of_project")
_OF_PROJECT = Names("project_id", "posting_id", "place_of_project", "place")

# A pair whose own place is not said keeps it; the other side's place is never taken from it here.
_PUT = """
insert into matching_suggestion as s
    (posting_id, project_id, score, plain, parts, terms, {place}, {other_place}, matched_at)
select posting, project, score, plain, parts::float8[], string_to_array(terms, ' '),
    own_place, %s::smallint, ztc_now()
from unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::float8[], %s::text[], %s::text[],
    %s::smallint[]) as t (posting, project, score, plain, parts, terms, own_place)
order by posting, project
on conflict (posting_id, project_id) do update set
    score = excluded.score, plain = excluded.plain, parts = excluded.parts, terms = excluded.terms,
    {place} = coalesce(excluded.{place}, s.{place}),
    {other_place} = coalesce(s.{other_place}, excluded.{other_place}),
    matched_at = excluded.matched_at
"""
_LISTED = """
select {own}, {other}, {other_place} is null from matching_suggestion
where {own} = any(%s) and {place} is not null
"""
_STEP_DOWN = """
update matching_suggestion s set {place} = null
from unnest(%s::bigint[], %s::bigint[]) as t (own, other)
where s.{own} = t.own and s.{other} = t.other
"""
_FORGET = """
delete from matching_suggestion s using unnest(%s::bigint[], %s::bigint[]) as t (own, other)
where s.{own} = t.own and s.{other} = t.other
"""
_IN_ORDER = """
with listed as (
    select s.id, row_number() over (
        partition by s.{other}, p.kind order by s.score desc, s.{own}
    ) as now
    from matching_suggestion s join matching_posting p on p.id = s.posting_id
    where s.{other} = any(%s) and s.{other_place} is not null
)"""
_DROP = (
    _IN_ORDER
    + """
delete from matching_suggestion s using listed l
where l.id = s.id and l.now > %s and s.{place} is null
"""
)
_PLACE = (
    _IN_ORDER
    + """
update matching_suggestion s set {other_place} = case when l.now <= %s then l.now end
from listed l
where l.id = s.id and s.{other_place} is distinct from case when l.now <= %s then l.now end
"""
)
_STANDING = """
select {own}, {other}, score, {other_place} from matching_suggestion where {own} = any(%s)
"""


def names_of(sort: str) -> Names:
    return _OF_PROJECT if sort == Sort.PROJECT else _OF_POSTING


def replace_lists(sort: str, keys: Sequence[int], rankings: Sequence[Ranking]) -> int:
    """The lists of `keys` are the pairs of `rankings`, each of one sort on the other side and in
    order, and no others. Returns how many there are."""
    names = names_of(sort)
    pairs = {pair for ranking in rankings for pair in pairs_of(ranking, sort)}
    _leave(names, keys, pairs)
    for ranking in rankings:
        _put(names, ranking, (places(own_keys(ranking, sort)) + 1).tolist(), None)
    return len(pairs)


def _leave(names: Names, keys: Sequence[int], kept: Pairs) -> None:
    """Whatever else stands in these lists does so no longer; in the other side's it may."""
    left = [row for row in _rows(names.fill(_LISTED), list(keys)) if row[:2] not in kept]
    alone = [(own, other) for own, other, is_alone in left if is_alone]
    listed = [(own, other) for own, other, is_alone in left if not is_alone]
    for statement, pairs in ((_FORGET, alone), (_STEP_DOWN, listed)):
        if pairs:
            _run(names.fill(statement), *map(list, zip(*pairs, strict=True)))


def spread_pairs(sort: str, ranking: Ranking) -> None:
    """These pairs as candidates of the other side's lists, which are then put in order; what their
    own lists say of them stays."""
    _put(names_of(sort), ranking, [None] * len(ranking.scores), _LAST)
    order_lists(sort, np.unique(other_keys(ranking, sort)).tolist())


def drop_pairs(sort: str, ranking: Ranking) -> None:
    """None of these stands anywhere any more."""
    if len(ranking.scores):
        own, other = own_keys(ranking, sort), other_keys(ranking, sort)
        _run(names_of(sort).fill(_FORGET), own.tolist(), other.tolist())
        order_lists(sort, np.unique(other).tolist())


def order_lists(sort: str, others: Sequence[int]) -> None:
    """Number the other side's lists anew, best first, and cut them."""
    names = names_of(sort)
    _run(names.fill(_DROP), list(others), PLACES)
    _run(names.fill(_PLACE), list(others), PLACES, PLACES)


def standing_pairs(sort: str, keys: Sequence[int]) -> Standing:
    """(own, other) → score and place in the other's list, of all that is stored of `keys`."""
    rows = _rows(names_of(sort).fill(_STANDING), list(keys))
    return {(own, other): (score, place) for own, other, score, place in rows}


def _put(
    names: Names, ranking: Ranking, numbers: Sequence[int | None], other_place: int | None
) -> None:
    if len(ranking.scores):
        _run(names.fill(_PUT), other_place, *_values(ranking), _numbers(numbers))


def _values(ranking: Ranking) -> tuple[str, ...]:
    """The columns of each pair as arrays in PostgreSQL's own spelling: a list of ten thousand would
    be an expression of as many parts, which takes it twice as long to read."""
    parts = ranking.parts.astype(np.float64).round(_EXACT).tolist()
    return (
        _numbers(ranking.posting_keys.tolist()),
        _numbers(ranking.project_keys.tolist()),
        _numbers(ranking.scores.astype(np.float64).round(_EXACT).tolist()),
        _numbers(plain_scores(ranking).astype(np.float64).round(_EXACT).tolist()),
        _texts(map(_numbers, parts)),
        _texts(ranking.terms),
    )


def _numbers(values: Iterable[float | None]) -> str:
    return "{" + ",".join("null" if value is None else repr(value) for value in values) + "}"


def _texts(values: Iterable[str]) -> str:
    """None of them has a quote or a backslash: numbers, and words of letters."""
    return '{"' + '","'.join(values) + '"}'


def _run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
