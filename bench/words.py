"""The peer `jieba-words`: an index of words alone, as Chinese search is usually built.

Cut finely when stored and coarsely when asked, every word of the query required, single
characters kept, so that it finds as much as such an index can.
"""

from collections.abc import Sequence

import rjieba
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bench.database import order_as_owner
from foundation.text import fold
from projects.models import Listing

INDEX = "bench_words_index"
_TABLE = """
create table bench_words (
    project_id bigint primary key references projects_listing, words tsvector not null
)
"""
_HIT = "{} in (select project_id from bench_words where words @@ %s::tsquery)"
_RANK = "(select ts_rank(w.words, %s::tsquery) from bench_words w where w.project_id = {})"
_CHUNK = 2_000


def index(titles: Sequence[str], summaries: Sequence[str]) -> None:
    """One row for each listing, whose order is that of the texts."""
    order_as_owner(_TABLE)
    ids = Listing.objects.order_by("pk").values_list("pk", flat=True)
    vectors = (_vector(texts) for texts in zip(titles, summaries, strict=True))
    rows = list(zip(ids, vectors, strict=True))
    for start in range(0, len(rows), _CHUNK):
        _store(rows[start : start + _CHUNK])
    order_as_owner(f"create index {INDEX} on bench_words using gin (words)")


def matching(listings: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    query = " & ".join(_quoted(word) for word in rjieba.cut(fold(text)) if word.strip())
    column = f"{connection.ops.quote_name(Listing._meta.db_table)}.project_id"
    hit = RawSQL(_HIT.format(column), [query])  # noqa: S611 -- the query is a parameter
    rank = RawSQL(_RANK.format(column), [query])  # noqa: S611 -- as above
    return listings.alias(hit=hit).filter(hit=True).order_by(rank.desc(), "-listed_at", "-pk")


def _store(rows: Sequence[tuple[int, str]]) -> None:
    ids, vectors = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into bench_words select i, v::tsvector from unnest(%s, %s) as r(i, v)",
            [list(ids), list(vectors)],
        )


def _vector(texts: Sequence[str]) -> str:
    found = {word for text in texts for word in rjieba.cut_for_search(fold(text)) if word.strip()}
    return " ".join(_quoted(word) for word in sorted(found))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
