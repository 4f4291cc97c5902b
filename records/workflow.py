"""The one door for every change of state.

`move`, `move_all` and `begin`, `begin_all` are called by stage functions only. In one
transaction the door locks and re-reads; asks whether `by` may do it, whether the move is legal
from here and whether anything is wrong; lets the stage write; appends an Entry with the row's
fingerprint; keeps Messages for those who must hear of it. Workers are rung after commit.
Refusals change nothing, record nothing, send nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from operator import attrgetter
from typing import Any, TypeVar

from django.db import models, transaction

from foundation.errors import Problem, Refused, refuse_if
from foundation.sql import insert_rows, lock_rows, take_ids, update_rows
from records.actors import Actor
from records.entries import Change, append_entries
from records.messages import keep_messages
from records.states import MoveProblem, Transition
from records.workflows import Workflow, workflow_of

M = TypeVar("M", bound=models.Model)
Write = Callable[[Any], None]
WriteSet = Callable[[Sequence[Any]], None]


@dataclass
class Moved:
    """What a set move did: the rows it moved, and why it left others alone."""

    rows: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, tuple[Problem, ...]]] = field(default_factory=list)


@transaction.atomic
def move(
    obj: M,
    verb: str,
    *,
    by: Actor,
    note: str = "",
    write: Write | None = None,
) -> M:
    """Move one record and return it as it now stands.

    `write` is the stage's own: it sets other fields of the locked row and begins records that
    hang on it.
    Raises Refused: 403 not yours, 409 not from here, 410 gone, 422 something is wrong.
    """
    row = _lock(obj)
    workflow = workflow_of(type(row))
    before = _values(row)
    transition = _open_door(workflow, verb, by, row)
    if write is not None:
        write(row)
    _set_status([row], transition)
    row.save()
    _record(workflow, [(row, transition, _changed(before, row))], by, note)
    _tell(workflow, [row], verb, note)
    return row


@transaction.atomic
def move_all(
    queryset: models.QuerySet[Any],
    verb: str,
    *,
    by: Actor,
    note: str = "",
    write: WriteSet | None = None,
) -> Moved:
    """Move every row of the set that may be moved, in a fixed number of statements.

    A row that is refused stays as it was and is reported with its reasons.
    """
    workflow = workflow_of(queryset.model)
    moved = Moved()
    before, transitions = {}, {}
    for row in lock_rows(queryset):
        before[row.pk] = _values(row)
        try:
            transitions[row.pk] = _open_door(workflow, verb, by, row)
        except Refused as refusal:
            moved.refused.append((row, refusal.problems))
        else:
            moved.rows.append(row)
    if moved.rows:
        _write_set(workflow, moved.rows, transitions, before, write)
        changes = [(row, transitions[row.pk], _changed(before[row.pk], row)) for row in moved.rows]
        _record(workflow, changes, by, note)
        _tell(workflow, moved.rows, verb, note)
    return moved


def begin(obj: M, verb: str, *, by: Actor, note: str = "") -> M:
    """Make one record. Raises Refused as `move` does."""
    begin_all([obj], verb, by=by, note=note)
    obj.refresh_from_db()
    return obj


@transaction.atomic
def begin_all(rows: Sequence[Any], verb: str, *, by: Actor, note: str = "") -> None:
    """Make unsaved records of one model, all or none, in a fixed number of statements.

    They get their primary keys; columns filled by the database are not read back.
    """
    if not rows:
        return
    workflow = workflow_of(type(rows[0]))
    transition = workflow.beginning(verb)
    if transition is None:
        raise Refused([Problem(MoveProblem.UNKNOWN_VERB, found=verb)])
    for row in rows:
        _require_right(workflow, verb, by, row)
    _set_status(rows, transition)
    for row, pk in zip(rows, take_ids(workflow.model, len(rows)), strict=True):
        row.pk = pk
    insert_rows(rows)
    _record(workflow, [(row, transition, _given(row)) for row in rows], by, note)
    _tell(workflow, rows, verb, note)


def available_moves(obj: models.Model, by: Actor) -> list[Transition]:
    """The verbs the door would accept from `by` now, in the order of the table: the buttons.

    What `check` would find wrong is shown when the verb is tried, so that people learn why.
    """
    workflow = workflow_of(type(obj))
    status = workflow.status_of(obj)
    return [
        transition
        for transition in workflow.transitions
        if transition.source == status and workflow.allows(transition.verb, by, obj)
    ]


def refusal_of(obj: models.Model, verb: str, by: Actor) -> tuple[Problem, ...]:
    """Why the door would not let it through from `by` now; () where it would. Nothing is locked
    or changed: for showing beforehand what an order would leave alone."""
    try:
        _open_door(workflow_of(type(obj)), verb, by, obj)
    except Refused as refusal:
        return refusal.problems
    return ()


def _lock(obj: M) -> M:
    manager = type(obj)._base_manager
    # Rows that refer to it may be written meanwhile: its key never changes.
    row = manager.select_for_update(of=("self",), no_key=True).filter(pk=obj.pk).first()
    if row is None:
        raise Refused([Problem(MoveProblem.GONE)], status=HTTPStatus.GONE)
    return row


def _open_door(workflow: Workflow, verb: str, by: Actor, row: models.Model) -> Transition:
    """Right first, so that a stranger learns nothing of the record's state from the refusal."""
    _require_right(workflow, verb, by, row)
    status = workflow.status_of(row)
    transition = workflow.find(verb, status)
    if transition is None:
        found = workflow.status_label(status)
        raise Refused([Problem(MoveProblem.NOT_FROM_HERE, expected=verb, found=found)])
    refuse_if(workflow.problems_of(verb, row))
    return transition


def _require_right(workflow: Workflow, verb: str, by: Actor, row: models.Model) -> None:
    if not workflow.allows(verb, by, row):
        problem = Problem(MoveProblem.NOT_YOURS, expected=workflow.label_of(verb))
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)


def _set_status(rows: Sequence[Any], transition: Transition) -> None:
    if transition.target:
        for row in rows:
            row.status = transition.target


def _write_set(
    workflow: Workflow,
    rows: Sequence[Any],
    transitions: dict[int, Transition],
    before: dict[int, dict[str, Any]],
    write: WriteSet | None,
) -> None:
    if write is not None:
        write(rows)
    for row in rows:
        _set_status([row], transitions[row.pk])
    changed = {name for row in rows for name in _changed(before[row.pk], row)}
    names = [f.name for f in workflow.model._meta.concrete_fields if f.attname in changed]
    if names:
        update_rows(rows, names)


def _values(row: models.Model) -> dict[str, Any]:
    names, values_of = _reading(type(row))
    return dict(zip(names, values_of(row), strict=True))


@lru_cache
def _reading(model: type[models.Model]) -> tuple[list[str], Callable[[Any], Any]]:
    """All columns of a row in one call: sets of rows of 85 columns are read over and over."""
    names = [field.attname for field in model._meta.concrete_fields]
    return names, attrgetter(*names)


def _changed(before: dict[str, Any], row: models.Model) -> dict[str, Any]:
    after = _values(row)
    return {name: value for name, value in after.items() if value != before[name]}


def _given(row: models.Model) -> dict[str, Any]:
    """What a new record was given: the fields that are neither empty nor the database's."""
    values = _values(row)
    default = models.expressions.DatabaseDefault
    return {n: v for n, v in values.items() if v not in (None, "", []) and type(v) is not default}


def _record(
    workflow: Workflow,
    rows: Sequence[tuple[Any, Transition, dict[str, Any]]],
    by: Actor,
    note: str,
) -> None:
    changes = [Change(row, transition, values) for row, transition, values in rows]
    append_entries(workflow, changes, by=by, note=note)


def _tell(workflow: Workflow, rows: Sequence[Any], verb: str, note: str) -> None:
    tell = workflow.tells.get(verb)
    if tell is not None:
        if workflow.gathers is not None:
            workflow.gathers(rows)
        kind = f"{workflow.table}.{verb}"
        told = [(row, tell(row)) for row in rows]
        keep_messages(kind, told, note=note, is_urgent=verb in workflow.urgent)
