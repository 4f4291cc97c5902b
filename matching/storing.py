"""Suggestions as rows: whole lists of one side replaced, and what they move in lists of the other.

Whoever calls holds the lists (`locking.take_lists`). Each step is one statement for all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from matching.comparing import other_keys, own_keys, pairs_of, places
from matching.models import PLACES
from matching.scoring import Ranking
from matching.scoring.ranking import plain_scores
from matching.states import Sort

Pairs = set[tuple[int, int]]  # own, other
Standing = dict[tuple[int, int], list[tuple[float, int | None]]]
_EXACT = 4  # decimals of points
_LAST = 32_767  # a place to be put in order at once: behind all others


@dataclass(frozen=True)
class Names:
    """The columns of `matching_suggestion` as one sort sees them: of the places in its own lists
    and in the other side's, by the score that orders these. Postings stand in a project's list by
    kind."""

    own: str
    other: str
    places: dict[str, str]
    other_places: dict[str, str]

    def fill(self, statement: str) -> str:
        places, others = self.places, self.other_places
        ranks = (
            f"row_number() over (partition by s.{self.other}, p.kind"
            f" order by s.{by} desc, s.{self.own}) as {name}"
            for name, by in others.items()
        )
        return statement.format(
            own=self.own,
            other=self.other,
            is_alone=" and ".join(f"s.{name} is null" for name in others),
            is_listed=" or ".join(f"s.{name} is not null" for name in places),
            is_listed_there=" or ".join(f"s.{name} is not null" for name in others),
            is_beyond=" and ".join(f"l.{name} > {PLACES}" for name in others),
            step_down=", ".join(f"{name} = null" for name in places),
            ranks=", ".join(ranks),
            theirs=", ".join(f"s.{name}" for name in others),
            said=", ".join(f"{name} = excluded.{name}" for name in places),
            kept=", ".join(f"{name} = coalesce(s.{name}, excluded.{name})" for name in others),
            placed=", ".join(f"{name} = {_cut(name)}" for name in others),
            is_moved=" or ".join(f"s.{name} is distinct from {_cut(name)}" for name in others),
        )


def _cut(place: str) -> str:
    return f"case when l.{place} <= {PLACES} then l.{place} end"


_OF_POSTING = Names(
    *("posting_id", "project_id"),
    {"place": "score", "plain_place": "plain"},
    {"place_of_project": "plain"},
)
_OF_PROJECT = Names("project_id", "posting_id", _OF_POSTING.other_places, _OF_POSTING.places)
_PLACES = ("place", "plain_place", "place_of_project")

_PUT = """
insert into matching_suggestion as s
    (posting_id, project_id, score, plain, parts, terms, place, plain_place, place_of_project,
    matched_at)
select posting, project, score, plain, parts::float8[], string_to_array(terms, ' '),
    place, plain_place, place_of_project, ztc_now()
from unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::float8[], %s::text[], %s::text[],
    %s::smallint[], %s::smallint[], %s::smallint[])
    as t (posting, project, score, plain, parts, terms, place, plain_place, place_of_project)
order by posting, project
on conflict (posting_id, project_id) do update set
    score = excluded.score, plain = excluded.plain, parts = excluded.parts, terms = excluded.terms,
    matched_at = excluded.matched_at, """
_LIST = _PUT + "{said}"
_SPREAD = _PUT + "{kept}"
_LISTED = """
select {own}, {other}, {is_alone} from matching_suggestion s
where {own} = any(%s) and ({is_listed})
"""
_STEP_DOWN = """
update matching_suggestion s set {step_down}
from unnest(%s::bigint[], %s::bigint[]) as t (own, other)
where s.{own} = t.own and s.{other} = t.other
"""
_FORGET = """
delete from matching_suggestion s using unnest(%s::bigint[], %s::bigint[]) as t (own, other)
where s.{own} = t.own and s.{other} = t.other
"""
_IN_ORDER = """
with listed as (
    select s.id, {ranks}
    from matching_suggestion s join matching_posting p on p.id = s.posting_id
    where s.{other} = any(%s) and ({is_listed_there})
)"""
_DROP = (
    _IN_ORDER
    + """
delete from matching_suggestion s using listed l
where l.id = s.id and {is_beyond} and not ({is_listed})
"""
)
_PLACE = (
    _IN_ORDER
    + """
update matching_suggestion s set {placed} from listed l where l.id = s.id and ({is_moved})
"""
)
_STANDING = """
select {own}, {other}, score, plain, {theirs} from matching_suggestion s where {own} = any(%s)
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
        numbers = {
            name: [one if one <= PLACES else None for one in found.tolist()]
            for name, found in places(ranking, sort).items()
        }
        _put(names.fill(_LIST), ranking, numbers)
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
    names, size = names_of(sort), len(ranking.scores)
    _put(names.fill(_SPREAD), ranking, {name: [_LAST] * size for name in names.other_places})
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
    _run(names.fill(_DROP), list(others))
    _run(names.fill(_PLACE), list(others))


def standing_pairs(sort: str, keys: Sequence[int]) -> Standing:
    """(own, other) → score and place in each order of the other's list, of all that is stored of
    `keys`."""
    names = names_of(sort)
    by = list(names.other_places.values())
    return {
        (own, other): [
            (score if column == "score" else plain, place)
            for column, place in zip(by, there, strict=True)
        ]
        for own, other, score, plain, *there in _rows(names.fill(_STANDING), list(keys))
    }


def _put(statement: str, ranking: Ranking, numbers: Mapping[str, Sequence[int | None]]) -> None:
    """A place that is not said is null in a new row; in another it stays as it is."""
    if len(ranking.scores):
        said = (_numbers(numbers.get(name, ())) for name in _PLACES)
        _run(statement, *_values(ranking), *said)


def _values(ranking: Ranking) -> tuple[str, ...]:
    """The columns of each pair as arrays in PostgreSQL's own spelling: a list of ten thousand would
    be an expression of as many parts, which takes it twice as long to read."""
    parts = ranking.parts.astype(np.float64).round(_EXACT).tolist()
    return (
        _numbers(ranking.posting_keys.tolist()),
        _numbers(ranking.project_keys.tolist()),
        _numbers(ranking.scores.astype(np.float64).round(_EXACT).tolist()),
        _numbers(plain_scores(ranking.parts).astype(np.float64).round(_EXACT).tolist()),
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
