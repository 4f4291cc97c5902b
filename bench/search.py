"""`search`: the page's whole search (hits, their number, facets, the first page in order), ours
beside `ILIKE` and `pg_trgm`.

Listings are laid down by set, past the door: this database is a bench's own, and only its reading
is measured. Their texts are sentences of the demo, mixed; their titles are invented. The peers find
by one column of all the text and do the rest of the work as ours does, newest first.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice

from django.db import connection
from django.db.models.expressions import RawSQL

from bench import texts
from bench.database import order_as_owner, settle
from bench.listings import lay_down
from bench.measuring import percentiles, server_facts, timed_each
from bench.results import Figures, Result
from bench.synthetic import SEED
from foundation.search.finding import CAP, Found, ask
from foundation.text import fold
from projects.models import Listing
from projects.queries import listings_of, shown_rows
from showcase.queries import found_by

QUERIES, OF_PEERS = 200, 40
PAGE = 20
_PIECE = 2_000
Searching = Callable[[str], Found]


def run(size: int) -> Result:
    sheets = lay_down(size)
    queries = texts.queries(sheets, QUERIES)
    settle()
    ours = _search(_ours, queries) | {"mib": _mib("listing_search") + _mib("listing_head")}
    ours["recall"] = _recall(sheets, queries)
    some = queries[:: QUERIES // OF_PEERS]
    _index_texts(sheets)
    peers = {"ilike": _search(_ilike, some)}
    order_as_owner("create index bench_trigrams on bench_texts using gin (text gin_trgm_ops)")
    settle()
    peers["pg_trgm"] = _search(_ilike, some) | {"mib": _mib("bench_trigrams")}
    return Result(
        params={
            "listings": size,
            "queries": QUERIES,
            "of_peers": OF_PEERS,
            "cap": CAP,
            "seed": SEED,
            "compared": "p95_ms",
            **server_facts(),
        },
        ours=ours,
        peers=peers,
        ratios={name: peer["p95_ms"] / ours["p95_ms"] for name, peer in peers.items()},
    )


def _search(searching: Searching, queries: Sequence[str]) -> Figures:
    """Each query once: all that the page asks of the search, and the rows it shows."""

    def ask_for(query: str) -> None:
        listings_of(searching(query).keys[:PAGE])

    ask_for(queries[0])
    return percentiles(timed_each(lambda query=query: ask_for(query) for query in queries))


def _ours(query: str) -> Found:
    return found_by({"q": query, "sort": ""})


def _ilike(query: str) -> Found:
    hit = "exists (select from bench_texts b where b.project_id = {} and b.text ilike %s)"
    column = f"{connection.ops.quote_name(Listing._meta.db_table)}.project_id"
    rows = shown_rows()
    for word in query.split():
        held = RawSQL(hit.format(column), [f"%{word}%"])  # noqa: S611 -- the query is a parameter
        rows = rows.alias(hit=held).filter(hit=True)
    return ask(rows, [])


def _recall(sheets: Sequence[texts.Sheet], queries: Sequence[str]) -> dict[str, float]:
    """By length, of what holds the query as a substring; a single character is looked for in what
    names a sheet. Of huge sets as many as are counted."""
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    whole = [fold(sheet.whole) for sheet in sheets]
    names = [fold(sheet.names) for sheet in sheets]
    shares: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        words = [fold(word) for word in query.split()]
        among = names if len(query) == 1 else whole
        truth = {pk for pk, text in zip(ids, among, strict=True) if all(w in text for w in words)}
        found = truth.intersection(_ours(query).keys)
        length = "words" if len(words) > 1 else str(len(query))
        if truth:
            shares[length].append(min(1.0, len(found) / min(len(truth), CAP)))
    return {length: sum(of) / len(of) for length, of in sorted(shares.items())}


def _mib(index: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("select pg_relation_size(%s::regclass) / 1048576.0", [index])
        (mib,) = cursor.fetchone()
    return float(mib)


def _index_texts(sheets: Sequence[texts.Sheet]) -> None:
    order_as_owner("create extension if not exists pg_trgm")
    order_as_owner("create table bench_texts (project_id bigint primary key, text text not null)")
    order_as_owner("grant all on bench_texts to ztc_app")
    ids = iter(Listing.objects.order_by("pk").values_list("pk", flat=True).iterator())
    rows = ((pk, sheet.whole) for pk, sheet in zip(ids, sheets, strict=True))
    while piece := list(islice(rows, _PIECE)):
        keys, whole = zip(*piece, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into bench_texts select * from unnest(%s::bigint[], %s::text[])",
                [list(keys), list(whole)],
            )
