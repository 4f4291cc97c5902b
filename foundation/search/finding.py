"""Rows found, counted and put in order in one statement.

Of sets that are huge the newest are looked at, `CAP` of each kind of hit, and whoever shows a count
says so. Rows are put in order twice: all of them by what their heads say, the first few hundred by
their whole texts. Those are also held to what was typed in one piece; neighbouring characters that
all stand there, but apart, are rare enough to count beyond.
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
from django.db.models.expressions import RawSQL

from foundation.search.asking import Step

CAP = 10_000  # hits that are counted
FEW = 20  # fewer, and it is also looked for in other ways
_DEEP = 400  # hits whose whole texts are read
_NEAR = 2_000  # heads compared with another one: some 10 µs each
_WEIGHTS = "{0.05, 0.2, 0.5, 1.0}"  # of D, C, B, A
_IN_HEAD, _IN_TEXT, _IN_ONE_PIECE = 3.0, 1.0, 0.5
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The `keys` of what was found, in order, `CAP` at most. `counts` is facet → how many of them
    have it. The first `whole` of those in order of rank hold all that was asked; the rest was found
    by the later of the `steps`."""

    keys: Sequence[int] = ()
    whole: int = 0
    is_capped: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    steps: Sequence[Step] = ()

    @property
    def total(self) -> int:
        return len(self.keys)

    @property
    def by(self) -> str:
        """How the last of them was found."""
        return self.steps[-1].by if self.steps else ""

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


def ask(rows: Rows, steps: Sequence[Step], *, sort_by: Any = None, by_rank: bool = True) -> Found:
    """By all of the steps at once, as `find`."""
    rows = rows.annotate(sort_by=Value(None, IntegerField()) if sort_by is None else sort_by)
    legs = list(_legs(rows, steps, by_rank=by_rank)) if steps else [_all(rows)]
    reads = [_read(rows, step, tier) for tier, step in enumerate(steps)]
    legs_sql, legs_params = _union(legs)
    reads_sql, reads_params = _union(reads) if reads else (_NOTHING_READ, [])
    order = _BY_RANK if by_rank and steps else _BY_KEY
    statement = _STATEMENT.format(legs=legs_sql, reads=reads_sql, order=order)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*legs_params, _DEEP, *reads_params, CAP, CAP])
        [(total, whole, keys, counts)] = cursor.fetchall()
    return Found(keys or (), min(whole, CAP), total > CAP, counts or {}, steps)


def alike(rows: Rows, query: str) -> Rows:
    """Rows as of `find` whose heads hold any of what the tsquery literal names, of many the newest,
    `_NEAR` at most: those that hold most of it first, then the newest."""
    newest = rows.filter(_matches("head", query)).order_by("-fresh", "-pk")[:_NEAR]
    scored = rows.filter(pk__in=newest.values("pk")).annotate(score=_rank("head", query))
    return scored.order_by("-score", "-fresh", "-pk")


def _legs(rows: Rows, steps: Sequence[Step], *, by_rank: bool) -> Iterator[Rows]:
    """What the heads hold is never crowded out by what only the texts hold."""
    order = ("-fresh", "-pk") if by_rank else _ORDER
    for tier, step in enumerate(steps):
        score = _rank("head", step.rank) * Value(_IN_HEAD) + F("boost")
        scored = rows.annotate(tier=Value(tier), score=score)
        for column in ["head"] if step.in_head else ["head", "search"]:
            hit = _matches(column, step.pairs)
            yield _values(scored.filter(hit).order_by(*order))[: CAP + 1]


_ORDER = (F("sort_by").desc(nulls_last=True), "-fresh", "-pk")


def _all(rows: Rows) -> Rows:
    plain = rows.annotate(tier=Value(0), score=Value(0.0))
    return _values(plain.order_by(*_ORDER))[: CAP + 1]


def _values(rows: Rows) -> Rows:
    return rows.values_list("pk", "tier", "score", "sort_by", "fresh", "facets")


def _read(rows: Rows, step: Step, tier: int) -> Rows:
    """Of the first: whether they hold it, and what their texts add."""
    column = "head" if step.in_head else "search"
    first = RawSQL("select id from first where tier = %s", [tier])
    deep = _rank("search", step.rank) * Value(_IN_TEXT)
    piece = Func(
        F("head"),
        Value(step.exact),
        template=f"case when %(expressions)s::tsquery then {_IN_ONE_PIECE} else 0 end",
        arg_joiner=" @@ ",
        output_field=FloatField(),
    )
    read = rows.filter(pk__in=first).annotate(
        holds=_matching(column, step.exact), deep=deep + piece
    )
    return read.order_by().values_list("pk", "holds", "deep")


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


_BY_RANK = "tier, score desc, fresh desc, id desc"
_BY_KEY = "tier, sort_by desc nulls last, fresh desc, id desc"
_NOTHING_READ = "select null::bigint, true, 0::float where false"
_STATEMENT = """
with legs (id, tier, score, sort_by, fresh, facets) as ({legs}),
hits as materialized (
  select distinct on (id) * from legs order by id, tier
),
first as materialized (
  select id, tier from hits order by tier, score desc, fresh desc, id desc limit %s
),
read (id, holds, deep) as materialized ({reads}),
kept as materialized (
  select id, tier, score + coalesce(deep, 0) as score, sort_by, fresh, facets
  from hits left join read using (id) where coalesce(holds, true)
),
counted as (
  select facet, count(*) as n
  from (select facets from kept limit %s) as held, unnest(facets) facet group by facet
)
select
  (select count(*) from kept),
  (select count(*) from kept where tier = 0),
  (select array_agg(id) from (select id from kept order by {order} limit %s) page),
  (select json_object_agg(facet, n) from counted)
"""
