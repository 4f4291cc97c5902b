"""Rows found, counted and put in order in one statement.

Of sets that are huge the newest are looked at, `CAP` of each kind of hit, and whoever shows a count
says so. The first few hundred are put in order by what they say, and held to what was typed in one
piece: neighbouring characters that all stand there, but apart, are rare enough to count beyond.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable, RawSQL

from foundation.search.asking import Step

CAP = 10_000  # hits that are counted
FEW = 20  # fewer, and it is also looked for in other ways
_DEEP = 500  # hits whose texts are read
_NEAR = 1_000  # heads compared with another one: some 10 µs each, and as many more are passed
_WEIGHTS = "{0.05, 0.2, 0.5, 1.0}"  # of D, C, B, A
_IN_HEAD, _IN_ONE_PIECE = 3.0, 0.5
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The `keys` of what was found, in order, `CAP` at most. `counts` is facet → how many of them
    have it; of a condition in use ("unit") those under all others, and `capped` says whether there
    are more than were counted. `by_step` is place among the `steps` → how many were found by it:
    the first of those in order hold all that was asked."""

    keys: Sequence[int] = ()
    is_capped: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    by_step: Mapping[int, int] = field(default_factory=dict)
    capped: Mapping[str, bool] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.keys)

    @property
    def whole(self) -> int:
        """How many hold all that was asked."""
        return self.by_step.get(0, 0)

    @property
    def further(self) -> list[tuple[Step, int]]:
        """The later steps by which any more were found, each with how many."""
        return [
            (step, n) for at, step in enumerate(self.steps) if at and (n := self.by_step.get(at))
        ]

    def is_count_capped(self, condition: str) -> bool:
        """Whether its counts are of the first `CAP` alone."""
        return self.capped.get(condition, self.is_capped)

    @property
    def pieces(self) -> list[str]:
        """What is marked in what was found."""
        return list(dict.fromkeys(piece for step in self.steps for piece in step.shown))


def find(rows: Rows, steps: Sequence[Step], *, sort_by: Any = None, by_rank: bool = True) -> Found:
    """Of rows with the columns `head`, `search` (vectors), `facets`, `fresh` (when they appeared)
    and `boost` (points beside what their texts say); all of them where there are no steps. The next
    step is taken while what was found is few. What is most telling comes first where `by_rank`,
    then the greatest `sort_by`, then the newest."""
    found = ask(rows, steps[:1], sort_by=sort_by, by_rank=by_rank)
    for count in range(2, len(steps) + 1):
        if found.total >= FEW:
            break
        found = ask(rows, steps[:count], sort_by=sort_by, by_rank=by_rank)
    return found


def ask(
    rows: Rows,
    steps: Sequence[Step],
    *,
    sort_by: Any = None,
    by_rank: bool = True,
    most: int | None = None,
) -> Found:
    """By all of the steps at once, as `find`; of each kind of hit the newest `most`, or `CAP`."""
    most = CAP if most is None else most
    is_ranked = by_rank and bool(steps)
    kept, params = _kept(rows, steps, most, sort_by=sort_by, by_rank=by_rank, is_weighed=is_ranked)
    page = _PAGE.format(order=_BY_RANK if is_ranked else _BY_KEY)
    with connection.cursor() as cursor:
        cursor.execute(kept + page, [*params, most])
        [(total, counts, tiers, keys)] = cursor.fetchall()
    by_step = {int(tier): min(n, most) for tier, n in (tiers or {}).items()}
    return Found(keys or (), total > most, counts or {}, steps, by_step)


def count_facets(rows: Rows, steps: Sequence[Step]) -> tuple[Mapping[str, int], bool]:
    """The counts that `ask` would give, and whether there are more rows; none is put in order."""
    kept, params = _kept(rows, steps, CAP)
    with connection.cursor() as cursor:
        cursor.execute(kept, params)
        [(total, counts)] = cursor.fetchall()
    return counts or {}, total > CAP


def holding(rows: Rows, step: Step) -> Rows:
    """Those that hold all that the step asks, in one piece."""
    return rows.filter(Q(_matching(_column(step), step.exact)))


def alike(rows: Rows, query: str) -> Rows:
    """Rows as of `find` whose heads hold any of what the tsquery literal names, of many the newest,
    `_NEAR` at most: those that hold most of it first, then the newest."""
    newest = rows.filter(_matches("head", query)).order_by("-fresh", "-pk")[:_NEAR]
    scored = rows.filter(pk__in=newest.values("pk")).annotate(score=_rank("head", query))
    return scored.order_by("-score", "-fresh", "-pk")


def _kept(
    rows: Rows,
    steps: Sequence[Step],
    most: int,
    *,
    sort_by: Any = None,
    by_rank: bool = True,
    is_weighed: bool = False,
) -> tuple[str, list[Any]]:
    """The statement as far as how many are `kept` (of each kind of hit one beyond `most`, which
    tells that there are more) and the counts of their facets; who wants more of them reads on."""
    rows = rows.annotate(sort_by=Value(None, IntegerField()) if sort_by is None else sort_by)
    legs, legs_params = _legs(rows, steps, most + 1, by_rank=by_rank)
    reads = [_read(rows, step, tier, is_weighed=is_weighed) for tier, step in enumerate(steps)]
    reads_sql, reads_params = _union(reads) if reads else (_NOTHING_READ, [])
    first = _HEADS_FIRST if by_rank and steps else _BY_KEY
    sql = _STATEMENT.format(
        legs=legs, hits=_ONCE if steps else _AS_FOUND, first=first, reads=reads_sql
    )
    return sql, [*legs_params, _DEEP, *reads_params, most]


def _legs(rows: Rows, steps: Sequence[Step], most: int, *, by_rank: bool) -> tuple[str, list[Any]]:
    """What is found by each step, `most` of it at once, as tables of which the last are `legs`."""
    if not steps:
        sql, params = _all(rows).query.sql_with_params()
        return f"legs ({_LEG}) as ({sql} limit {most})", list(params)
    tables: list[str] = []
    names: list[str] = []
    params_of_all: list[Any] = []
    for name, leg, limit in _kinds_of_hits(rows, steps, most, by_rank=by_rank):
        sql, params = leg.query.sql_with_params()
        tables.append(f"{name} ({_LEG}) as materialized ({sql} limit {limit})")
        names.append(name)
        params_of_all += params
    union = " union all ".join(f"table {name}" for name in names)
    return ", ".join([*tables, f"legs as ({union})"]), params_of_all


def _kinds_of_hits(
    rows: Rows, steps: Sequence[Step], most: int, *, by_rank: bool
) -> Iterator[tuple[str, Rows, str]]:
    """What the heads hold is never crowded out by what only the texts hold; where the heads alone
    are as many as are counted, texts are not looked at."""
    newest = (_unwalked("fresh").desc(), "-pk")
    order = newest if by_rank else (_unwalked("sort_by").desc(nulls_last=True), *newest)
    for tier, step in enumerate(steps):
        told = rows.annotate(tier=Value(tier), in_head=Value(0)).order_by(*order)
        looks_at_heads = by_rank or step.in_head
        if looks_at_heads:
            heads = told.annotate(in_head=Value(1)).filter(_matches("head", step.pairs))
            yield f"heads_{tier}", _values(heads), str(most)
        if not step.in_head:
            texts = told.filter(_matches("search", step.pairs))
            limit = _REST.format(most=most, tier=tier) if looks_at_heads else str(most)
            yield f"texts_{tier}", _values(texts), limit


def _unwalked(name: str) -> Func:
    """To order by what an index cannot give: else it would be walked, and the texts of every row
    on the way unpacked to see whether they match."""
    return Func(F(name), function="greatest")


def _all(rows: Rows) -> Rows:
    plain = rows.annotate(tier=Value(0), in_head=Value(0))
    return _values(plain.order_by(F("sort_by").desc(nulls_last=True), "-fresh", "-pk"))


def _values(rows: Rows) -> Rows:
    return rows.values_list("pk", "tier", "in_head", "sort_by", "fresh", "facets")


def _read(rows: Rows, step: Step, tier: int, *, is_weighed: bool) -> Rows:
    """Of the first: whether they hold it, and where it is weighed what it weighs there."""
    first = RawSQL("select id from first where tier = %s", [tier])
    weight = _weight(step) if is_weighed else Value(0.0)
    read = rows.filter(pk__in=first).annotate(
        holds=_matching(_column(step), step.exact), score=weight
    )
    return read.order_by().values_list("pk", "holds", "score")


def _weight(step: Step) -> Combinable:
    piece = Func(
        F("head"),
        Value(step.exact),
        template=f"case when %(expressions)s::tsquery then {_IN_ONE_PIECE} else 0 end",
        arg_joiner=" @@ ",
        output_field=FloatField(),
    )
    ranks = _rank("head", step.rank) * Value(_IN_HEAD) + _rank("search", step.rank)
    return ranks + piece + F("boost")


def _column(step: Step) -> str:
    """Which tells whether a step is held."""
    return "head" if step.in_head else "search"


def _matches(column: str, query: str) -> Q:
    return Q(_matching(column, query))


def _matching(column: str, query: str) -> Func:
    return Func(
        F(column),
        Value(query),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _rank(column: str, query: str) -> Func:
    literal = Func(Value(query), template="%(expressions)s::tsquery", output_field=TextField())
    weights = Func(Value(_WEIGHTS), template="%(expressions)s::real[]", output_field=TextField())
    return Func(weights, F(column), literal, function="ts_rank", output_field=FloatField())


def _union(parts: Sequence[Rows]) -> tuple[str, list[Any]]:
    compiled = [part.query.sql_with_params() for part in parts]
    sql = " union all ".join(f"({one})" for one, _ in compiled)
    return sql, [param for _, params in compiled for param in params]


_LEG = "id, tier, in_head, sort_by, fresh, facets"
_REST = "(select case when count(*) < {most} then {most} else 0 end from heads_{tier})"
_HEADS_FIRST = "tier, in_head desc, fresh desc, id desc"
_BY_RANK = "tier, score desc nulls last, in_head desc, fresh desc, id desc"
_BY_KEY = "tier, sort_by desc nulls last, fresh desc, id desc"
_NOTHING_READ = "select null::bigint, true, 0::float where false"
_ONCE = "select distinct on (id) * from legs order by id, tier, in_head desc"
_AS_FOUND = "select * from legs"
_STATEMENT = """
with {legs},
hits as materialized ({hits}),
first as materialized (
  select id, tier from hits order by {first} limit %s
),
read (id, holds, score) as materialized ({reads}),
kept as materialized (
  select id, tier, in_head, score, sort_by, fresh, facets
  from hits left join read using (id) where coalesce(holds, true)
),
counted as (
  select facet, count(*) as n
  from (select facets from kept limit %s) as held, unnest(facets) facet group by facet
)
select
  (select count(*) from kept),
  (select json_object_agg(facet, n) from counted)
"""
_PAGE = """,
  (select json_object_agg(tier, n) from (select tier, count(*) n from kept group by tier) tiers),
  (select array_agg(id) from (select id from kept order by {order} limit %s) page)
"""
