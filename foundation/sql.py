"""Sets of rows in one statement each: what Django's ORM does row by row or by giant CASEs.

Rows travel as one JSON parameter; `jsonb_populate_recordset` gives PostgreSQL's own types back.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, models


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` fresh primary keys from the table's own sequence, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model, primary keys already taken; columns with a database
    default that was left alone are filled in by the database."""
    model = type(rows[0])
    fields = [f for f in model._meta.concrete_fields if not _is_left_to_database(rows[0], f)]
    columns = ", ".join(_quoted(field.column) for field in fields)
    _run(f"insert into {{table}} ({columns}) select {columns} from {{source}}", rows, fields)


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named fields of rows of one model, by primary key."""
    meta = type(rows[0])._meta
    fields = [meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(f.column)} = r.{_quoted(f.column)}" for f in fields)
    statement = f"update {{table}} t set {sets} from {{source}} r where t.{{key}} = r.{{key}}"  # noqa: S608 -- names come from model metadata
    _run(statement, rows, [meta.pk, *fields])


def _run(statement: str, rows: Sequence[models.Model], fields: Sequence[Any]) -> None:
    table = _quoted(type(rows[0])._meta.db_table)
    source = f"jsonb_populate_recordset(null::{table}, %s::jsonb)"
    payload = [{f.column: _plain(f, getattr(row, f.attname)) for f in fields} for row in rows]
    text = json.dumps(payload, default=_text, ensure_ascii=False)
    key = _quoted(type(rows[0])._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, source=source, key=key), [text])


def _text(value: Any) -> str:
    """Moments to the microsecond (Django's own encoder cuts them to milliseconds)."""
    return str(value.isoformat()) if isinstance(value, date) else str(value)


def _plain(field: Any, value: Any) -> Any:
    """JSON keeps JSON; bytes become PostgreSQL's hex form; the rest is the encoder's work."""
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    return field.to_python(value) if value is not None else None


def _is_left_to_database(row: models.Model, field: Any) -> bool:
    return field.has_db_default() and isinstance(
        getattr(row, field.attname), models.expressions.DatabaseDefault
    )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
