"""Sets of rows in one statement each: what Django's ORM does row by row or by giant CASEs.

Rows travel as one JSON parameter; `json_populate_recordset` gives PostgreSQL's own types back.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import orjson
from django.db import connection, models

_PIECE = 500

M = TypeVar("M", bound=models.Model)


def lock_rows(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """They, locked until commit, in the order of their keys. Read in a second statement: the one
    that waits for a lock sees all but the locked rows as they were before it waited."""
    keys = rows.model._base_manager.filter(pk__in=rows.values("pk")).order_by("pk")
    # Rows that refer to them may be written meanwhile: their keys never change.
    ids = list(keys.select_for_update(no_key=True).values_list("pk", flat=True))
    return rows.filter(pk__in=ids).order_by("pk")


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` fresh primary keys from the table's own sequence, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(sequence) from generate_series(1, %s),"
            " (select pg_get_serial_sequence(%s, 'id')::regclass as sequence offset 0) s",
            [count, model._meta.db_table],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model, primary keys already taken; columns with a database
    default that was left alone are filled in by the database."""
    fields = type(rows[0])._meta.concrete_fields
    kept = [field for field in fields if not _is_left_to_database(rows[0], field)]
    insert_values(type(rows[0]), _payload(rows, kept))


def insert_values(
    model: type[models.Model],
    rows: Sequence[dict[str, Any]],
    *,
    common: dict[str, Any] | None = None,
) -> None:
    """Insert rows given as {column: value}, all with the same columns; `common` holds the
    columns whose value is the same for all, sent once."""
    common = common or {}
    columns = ", ".join(_quoted(column) for column in [*rows[0], *common])
    values = [f"r.{_quoted(column)}" for column in rows[0]]
    values += [f"c.{_quoted(column)}" for column in common]
    statement = (
        f"insert into {{table}} ({columns}) select {', '.join(values)} from {{source}} r,"  # noqa: S608 -- names come from code
        " json_populate_record(null::{table}, %s::json) c"
    )
    _run(model, statement, rows, common)


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named fields of rows of one model, by primary key."""
    model = type(rows[0])
    key_field: Any = model._meta.pk
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    key = _quoted(key_field.column)
    sets = ", ".join(f"{_quoted(f.column)} = r.{_quoted(f.column)}" for f in fields)
    statement = f"update {{table}} t set {sets} from {{source}} r where t.{key} = r.{key}"  # noqa: S608 -- names come from model metadata
    _run(model, statement, _payload(rows, [key_field, *fields]))


def rows_of(queryset: models.QuerySet[Any], *names: str) -> Iterable[dict[str, Any]]:
    """The named columns of every row, fetched in pieces as they are asked for."""
    return queryset.values(*names).iterator(chunk_size=_PIECE)


def _payload(rows: Sequence[models.Model], fields: Sequence[Any]) -> list[dict[str, Any]]:
    columns = [field.column for field in fields]
    # With one name alone it would give the bare value.
    values_of = attrgetter(*(field.attname for field in fields), "pk")
    return [dict(zip(columns, values_of(row), strict=False)) for row in rows]


def _run(model: type[models.Model], statement: str, *values: Any) -> None:
    table = _quoted(model._meta.db_table)
    source = f"json_populate_recordset(null::{table}, %s::json)"
    texts = [orjson.dumps(value, default=_text).decode() for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, source=source), texts)


def _text(value: Any) -> str:
    """What JSON has no type for, in PostgreSQL's own spelling; moments go in by themselves."""
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    return str(value)


def _is_left_to_database(row: models.Model, field: Any) -> bool:
    return field.has_db_default() and isinstance(
        getattr(row, field.attname), models.expressions.DatabaseDefault
    )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
