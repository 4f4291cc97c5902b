"""What titles mean, kept: read beside the texts, and which records still lack it."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from django.db import connection

from matching import semantic
from matching.models import Embedding
from matching.scoring import Text

_LACKING = """
select i.sort, i.key, i.revision from matching_indexed i
where i.counted is not null and not exists (
    select from matching_embedding e where e.sort = i.sort and e.key = i.key
        and e.model = %s and e.revision >= i.revision)
order by i.revision desc, i.sort, i.key limit %s
"""
_KEEP = """
insert into matching_embedding (sort, key, model, sha256, vector, revision)
select %s, key, %s, sha, vector, revision
from unnest(%s::bigint[], %s::text[], %s::bytea[], %s::bigint[]) as t (key, sha, vector, revision)
on conflict (sort, key) do update set model = excluded.model, sha256 = excluded.sha256,
    vector = excluded.vector, revision = excluded.revision
"""
_FORGET = """
delete from matching_embedding e where not exists (
    select from matching_indexed i where i.sort = e.sort and i.key = e.key)
"""

Known = dict[int, tuple[str, bytes]]  # key → digest of the title, vector


def with_meaning(sort: str, texts: Sequence[Text]) -> list[Text]:
    """Each with its vector, where the one that is kept is of this title; no query where the extra
    is not installed."""
    if not (texts and semantic.is_on()):
        return list(texts)
    known = kept(sort, [text.key for text in texts])
    found = []
    for text in texts:
        digest, vector = known.get(text.key, ("", b""))
        is_its = digest == digest_of(text.title)
        facts = replace(text.facts, vector=vector) if is_its else text.facts
        found.append(replace(text, facts=facts))
    return found


def kept(sort: str, keys: Sequence[int]) -> Known:
    rows = Embedding.objects.filter(sort=sort, key__in=keys, model=semantic.MODEL)
    found = rows.values_list("key", "sha256", "vector")
    return {key: (digest, bytes(vector)) for key, digest, vector in found}


def keep(sort: str, embedded: Known, revisions: dict[int, int]) -> None:
    keys = sorted(embedded)
    digests, vectors = zip(*(embedded[key] for key in keys), strict=True) if keys else ((), ())
    at = [revisions[key] for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [sort, semantic.MODEL, keys, list(digests), list(vectors), at])


def lacking(most: int) -> list[tuple[str, int, int]]:
    """Sort, key and revision of records that changed since their title was last read, the newest
    first."""
    with connection.cursor() as cursor:
        cursor.execute(_LACKING, [semantic.MODEL, most])
        return cursor.fetchall()


def forget_gone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)


def digest_of(title: str) -> str:
    return sha256(title.encode(errors="replace")).hexdigest()
