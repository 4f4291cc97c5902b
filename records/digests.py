"""Fingerprints: of an audited row, by PostgreSQL; of an entry and a seal, under the audit key.

A row's digest is SHA-256 over the JSON of its columns (personal columns replaced by HMACs under
their person's key). The digest itself is covered by the entry's HMAC, whose key the database
never sees: whoever owns the database can change a row, but not unseen.
"""

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, models

from records.keys import ensure_keys
from records.models import Seal
from records.workflows import Workflow, workflow_of

_SEAL_COLUMNS = ("first_id", "last_id", "ranges", "root", "previous", "at")


def entry_mac(values: dict[str, Any]) -> str:
    """HMAC over all columns of an entry but the HMAC itself, which `values` do not hold."""
    return _mac(values)


def seal_mac(seal: Seal) -> str:
    return _mac({name: getattr(seal, name) for name in _SEAL_COLUMNS})


def _mac(values: dict[str, Any]) -> str:
    """Over JSON with sorted keys; moments as RFC 3339 in UTC, to the microsecond."""
    key = settings.AUDIT_KEY.encode()
    return hmac.digest(key, orjson.dumps(values, option=orjson.OPT_SORT_KEYS), "sha256").hex()


def merkle_root(leaves: Sequence[str]) -> str:
    """Root over texts, hex; leaves and nodes are told apart as in RFC 6962, and an odd one out
    moves up unpaired."""
    level = [hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest()
            for at in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def row_digests(
    workflow: Workflow, ids: Sequence[int], *, without: Sequence[str] = ()
) -> dict[int, tuple[str, dict[str, str]]]:
    """Per primary key: the row's digest, and the HMACs of its personal columns.

    `without` leaves out columns that are younger than the digest to compare with.
    """
    with connection.cursor() as cursor:
        cursor.execute(_digest_sql(workflow), [[*without, *workflow.outside], list(ids)])
        rows = cursor.fetchall()
    if not workflow.personal:
        return {pk: (digest, {}) for pk, digest, _ in rows}
    return {pk: (digest, orjson.loads(personal)) for pk, digest, personal in rows}


def keep_personal_keys(workflow: Workflow, ids: Sequence[int]) -> None:
    """See that every person whose values these rows hold has a key."""
    for subject in set(workflow.personal.values()):
        table = connection.ops.quote_name(workflow.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"select distinct {subject} from {table} t"  # noqa: S608 -- both come from code
                f" left join records_personkey k on k.subject = {subject}"
                f" where t.id = any(%s) and {subject} is not null and k.subject is null",
                [list(ids)],
            )
            ensure_keys(name for (name,) in cursor.fetchall())


@lru_cache
def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The columns a digest is taken over."""
    outside = workflow_of(model).outside
    columns = {str(field.column) for field in model._meta.concrete_fields}
    return tuple(sorted(columns - outside))


@lru_cache
def shape_of(model: type[models.Model]) -> str:
    """Name of the present set of columns of a table."""
    return shape_name(model._meta.label_lower, columns_of(model))


def shape_name(table: str, columns: Sequence[str]) -> str:
    return hashlib.sha256(f"{table}:{','.join(map(str, columns))}".encode()).hexdigest()[:16]


def _digest_sql(workflow: Workflow) -> str:
    """`jsonb` sorts keys and normalises numbers; Django keeps every session in UTC."""
    quote = connection.ops.quote_name
    subjects = sorted(set(workflow.personal.values()))
    keys = {subject: f"k{number}" for number, subject in enumerate(subjects)}
    joins = "".join(
        f" left join records_personkey {key} on {key}.subject = {subject}"
        for subject, key in keys.items()
    )
    personal = "jsonb_build_object({})".format(
        ", ".join(
            f"'{column}', ztc_personal({key}.inner, {key}.outer, t.{quote(column)}::text)"
            for column, subject in sorted(workflow.personal.items())
            for key in [keys[subject]]
        )
    )
    # `offset 0` keeps the planner from computing the HMACs once for each mention.
    return (
        "select id, encode(sha256(convert_to("  # noqa: S608 -- names come from model metadata
        "((facts || personal) - %s::text[])::text, 'UTF8')), 'hex'), personal::text "
        f"from (select t.id, to_jsonb(t) as facts, {personal} as personal "
        f"from {quote(workflow.model._meta.db_table)} t{joins} "
        "where t.id = any(%s) offset 0) row"
    )
