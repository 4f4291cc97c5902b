"""Entries are appended here, by the door, in the transaction of the change they tell of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from django.db import connection, models

from foundation.sql import insert_values
from records.actors import Actor
from records.digests import columns_of, entry_mac, keep_personal_keys, row_digests, shape_of
from records.models import Entry
from records.states import Transition
from records.workflows import Workflow

# In one statement, for it runs at every change of anything.
_NUMBER = """
with kept as (
  insert into records_shape (name, "table", columns)
  values (%(name)s, %(table)s, %(columns)s::jsonb)
  on conflict do nothing
)
select nextval(sequence), at
from
  generate_series(1, %(count)s),
  (
    select pg_get_serial_sequence('records_entry', 'id')::regclass as sequence, ztc_now() as at
    offset 0
  ) once
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A row after its change, the transition it took, and the columns that became different."""

    row: Any
    transition: Transition
    values: dict[str, Any]


def append_entries(
    workflow: Workflow, changes: Sequence[Change], *, by: Actor, note: str = ""
) -> None:
    """One INSERT for any number of changes, each entry with its row's digest and its own HMAC."""
    ids = [change.row.pk for change in changes]
    if workflow.personal:
        keep_personal_keys(workflow, ids)
    digests = row_digests(workflow, ids)
    numbers, at = _number(workflow.model, len(changes))
    common = {"at": at, **_common(workflow, by, note)}
    entries = []
    for pk, change in zip(numbers, changes, strict=True):
        digest, personal = digests[change.row.pk]
        watched = {n: v for n, v in change.values.items() if n not in workflow.outside}
        entry = {"id": pk, "digest": digest, **_of_change(change, watched, personal)}
        entries.append({**entry, "mac": entry_mac(common | entry)})
    insert_values(Entry, entries, common=common)


def _number(model: type[models.Model], count: int) -> tuple[list[int], datetime]:
    """Fresh primary keys and the time; the shape of the rows is kept for later verification."""
    facts: dict[str, Any] = {
        "name": shape_of(model),
        "table": model._meta.label_lower,
        "columns": json.dumps(columns_of(model)),
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, facts)
        rows = cursor.fetchall()
    return [pk for pk, _ in rows], rows[0][1]


def _common(workflow: Workflow, by: Actor, note: str) -> dict[str, Any]:
    return {
        "actor_id": by.user_id,
        "actor_role": by.role,
        "actor_unit": by.unit,
        "actor_organisation": by.organisation_id,
        "table": workflow.table,
        "note": note,
        "request_id": str(structlog.contextvars.get_contextvars().get("request_id", ""))[:40],
        "shape": shape_of(workflow.model),
    }


def _of_change(change: Change, values: dict[str, Any], personal: dict[str, str]) -> dict[str, Any]:
    return {
        "object_id": change.row.pk,
        "object_ref": getattr(change.row, "ref", ""),
        "verb": change.transition.verb,
        "source": change.transition.source or "",
        "target": change.transition.target,
        "changes": {name: personal.get(name, _plain(value)) for name, value in values.items()},
    }


def _plain(value: Any) -> Any:
    """JSON values that read back from the database as they were written."""
    if value is None or isinstance(value, str | int | list | dict):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
