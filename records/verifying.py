"""Verification: recompute everything the trail claims, and name the very row that lies."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, models, transaction

from records.digests import (
    columns_of,
    entry_mac,
    merkle_root,
    row_digests,
    seal_mac,
    shape_name,
    shape_of,
)
from records.models import Entry, Seal, Shape
from records.sealing import GENESIS, as_ranges
from records.workflows import Workflow, all_workflows

_CHUNK = 2_000  # rows in memory at a time


class Fault(models.TextChoices):
    """What a verification may find."""

    ENTRY_CHANGED = "entry_changed", "留痕被改动"
    ENTRY_MISSING = "entry_missing", "留痕被删除"
    ENTRY_ADDED = "entry_added", "封存之后补写的留痕"
    SEAL_CHANGED = "seal_changed", "封存被改动"
    SEAL_BROKEN = "seal_broken", "封存前后不相接"
    ROW_CHANGED = "row_changed", "记录被绕过办理改动"
    ROW_MISSING = "row_missing", "记录被绕过办理删除"
    ROW_ADDED = "row_added", "记录被绕过办理写入"
    SHAPE_UNKNOWN = "shape_unknown", "摘要结构缺失或被改动"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that does not agree with the trail."""

    fault: Fault
    table: str
    pk: int
    ref: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.fault.label}：{self.table} #{self.pk} {self.ref}".strip()


Part = Callable[[], Iterator[Finding]]


@contextmanager
def one_moment() -> Iterator[None]:
    """One read-only snapshot: what is moved meanwhile must not look like a lie. For
    `verify_trail` on a portal that is at work; to be entered outside any transaction."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def verify_trail() -> Iterator[Finding]:
    """Everything that is wrong, in the order entries, seals, shapes, audited rows. Read-only."""
    for part in parts():
        yield from part()


def parts() -> list[Part]:
    """The verification in pieces, each of which may be done by itself."""
    rows = [partial(verify_rows, workflow) for workflow in all_workflows()]
    return [_verify_entries, _verify_seals, _verify_shapes, *rows]


def confirmed(part: Part) -> list[Finding]:
    """What a piece finds twice. A piece reads in several statements; on a portal that is at work
    a row moved between two of them looks like a lie once, a lie does so both times."""
    first = list(part())
    if not first:
        return []
    again = set(part())
    return [finding for finding in first if finding in again]


def _verify_entries() -> Iterator[Finding]:
    for row in Entry.objects.order_by("id").values().iterator(chunk_size=_CHUNK):
        entry: dict[str, Any] = {**row}
        if entry.pop("mac") != entry_mac(entry):
            yield Finding(Fault.ENTRY_CHANGED, "records.entry", entry["id"], entry["object_ref"])


def _verify_seals() -> Iterator[Finding]:
    newest: Seal | None = None
    for seal in Seal.objects.order_by("first_id").iterator(chunk_size=100):
        if seal.mac != seal_mac(seal):
            yield Finding(Fault.SEAL_CHANGED, "records.seal", seal.pk)
        else:
            yield from _verify_chain(newest, seal)
            yield from _verify_sealed(seal)
        newest = seal


def _verify_chain(newest: Seal | None, seal: Seal) -> Iterator[Finding]:
    expected = (newest.last_id + 1, newest.root) if newest else (1, GENESIS)
    if (seal.first_id, seal.previous) != expected:
        yield Finding(Fault.SEAL_BROKEN, "records.seal", seal.pk)


def _verify_sealed(seal: Seal) -> Iterator[Finding]:
    inside = Entry.objects.filter(id__gte=seal.first_id, id__lte=seal.last_id).order_by("id")
    leaves = list(inside.values_list("id", "mac"))
    ids = [pk for pk, _ in leaves]
    if ids and [list(pair) for pair in as_ranges(ids)] == seal.ranges:
        if merkle_root([mac for _, mac in leaves]) != seal.root:
            yield Finding(Fault.SEAL_BROKEN, "records.seal", seal.pk)
        return
    sealed = {pk for first, last in seal.ranges for pk in range(first, last + 1)}
    for pk in sorted(sealed - set(ids)):
        yield Finding(Fault.ENTRY_MISSING, "records.entry", pk)
    for pk in sorted(set(ids) - sealed):
        yield Finding(Fault.ENTRY_ADDED, "records.entry", pk)


def _verify_shapes() -> Iterator[Finding]:
    """A shape is named by the hash of what it says."""
    for shape in Shape.objects.order_by("name"):
        if shape.name != shape_name(shape.table, shape.columns):
            yield Finding(Fault.SHAPE_UNKNOWN, "records.shape", 0, shape.name)


def verify_rows(workflow: Workflow) -> Iterator[Finding]:
    """Of one table, each against the last entry about it."""
    model = workflow.model
    last_entries = Entry.objects.filter(table=workflow.table).order_by("object_id", "-id")
    last_entries = last_entries.distinct("object_id")
    seen = 0
    chunk: list[Entry] = []
    for entry in last_entries.iterator(chunk_size=_CHUNK):
        chunk.append(entry)
        if len(chunk) == _CHUNK:
            yield from _verify_chunk(workflow, chunk)
            seen, chunk = seen + len(chunk), []
    yield from _verify_chunk(workflow, chunk)
    if model._base_manager.count() > 0:
        yield from _rows_without_entry(workflow)


def _verify_chunk(workflow: Workflow, entries: Sequence[Entry]) -> Iterator[Finding]:
    by_shape: dict[str, list[Entry]] = {}
    for entry in entries:
        by_shape.setdefault(entry.shape, []).append(entry)
    for name, group in by_shape.items():
        yield from _verify_shape(workflow, name, group)


def _verify_shape(workflow: Workflow, name: str, entries: Sequence[Entry]) -> Iterator[Finding]:
    younger = _younger_columns(workflow, name)
    if younger is None:
        for entry in entries:
            yield Finding(Fault.SHAPE_UNKNOWN, workflow.table, entry.object_id, entry.object_ref)
        return
    digests = row_digests(workflow, [entry.object_id for entry in entries], without=younger)
    for entry in entries:
        found = digests.get(entry.object_id)
        if found is None:
            yield Finding(Fault.ROW_MISSING, workflow.table, entry.object_id, entry.object_ref)
        elif found[0] != entry.digest:
            yield Finding(Fault.ROW_CHANGED, workflow.table, entry.object_id, entry.object_ref)


def _younger_columns(workflow: Workflow, name: str) -> list[str] | None:
    """Columns the table has gained since that shape; None when it cannot be compared any more."""
    present = columns_of(workflow.model)
    if name == shape_of(workflow.model):
        return []
    shape = Shape.objects.filter(name=name, table=workflow.table).first()
    if shape is None or not set(shape.columns) <= set(present):
        return None
    return sorted(set(present) - set(shape.columns))


def _rows_without_entry(workflow: Workflow) -> Iterator[Finding]:
    table = connection.ops.quote_name(workflow.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select t.id from {table} t where not exists ("  # noqa: S608 -- model metadata
            "select from records_entry e where e.object_id = t.id and e.table = %s) order by t.id",
            [workflow.table],
        )
        rows = cursor.fetchall()
    for (pk,) in rows:
        yield Finding(Fault.ROW_ADDED, workflow.table, pk)
