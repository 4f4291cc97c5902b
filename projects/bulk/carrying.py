"""The worker's part: a piece of an order is one transaction, with what became of each project."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from structlog.contextvars import bound_contextvars

from accounts.acting import still_acting
from accounts.models import Unit
from foundation.errors import Problem, Refused
from foundation.sql import update_rows
from projects.bulk.problems import BulkProblem, sentences_of
from projects.bulk.verbs import verb_of
from projects.models import BulkOrder, Project
from projects.states import BulkOutcome
from records.messages import keep_messages

PIECE = 250  # projects moved in one transaction; larger pieces are no faster
DONE = "projects.bulkorder.done"  # the words of the message


@dataclass(frozen=True)
class Told:
    """For the words of messages."""

    ref: str
    facts: dict[str, str]


def carry_out(order: BulkOrder) -> int:
    """The step of the work: the next piece, with what became of each of it, in one transaction."""
    waiting = order.items.filter(outcome=BulkOutcome.WAITING).order_by("pk")
    items = list(waiting[:PIECE])
    with bound_contextvars(request_id=order.ref):
        reasons = _order_piece(order, [item.project_id for item in items])
    for item in items:
        item.reasons = reasons.get(item.project_id, [])
        item.outcome = BulkOutcome.REFUSED if item.reasons else BulkOutcome.DONE
    if items:
        update_rows(items, ["outcome", "reasons"])
    if len(items) == PIECE and order.progress + PIECE < order.total:
        return order.progress + PIECE
    if order.total > PIECE:
        _tell(order)
    return order.total


def _order_piece(order: BulkOrder, ids: Sequence[int]) -> dict[int, list[str]]:
    """By project, why it was left alone. The right is asked anew, for it may have ended."""
    by = still_acting(
        order.by, role=order.role, unit=order.unit_id or "", organisation=order.organisation
    )
    if by is None:
        return _refused(ids, [Problem(BulkProblem.ROLE_ENDED)])
    try:
        with transaction.atomic():
            moved = verb_of(order).order(
                Project.objects.filter(pk__in=ids), by=by, **_taken(order.wishes)
            )
    except Refused as refusal:
        return _refused(ids, refusal.problems)
    return {project.pk: sentences_of(problems) for project, problems in moved.refused}


def _refused(ids: Sequence[int], problems: Iterable[Problem]) -> dict[int, list[str]]:
    return {pk: sentences_of(problems) for pk in ids}


def _tell(order: BulkOrder) -> None:
    refused = order.items.filter(outcome=BulkOutcome.REFUSED).count()
    facts = {
        "title": verb_of(order).title,
        "done": str(order.total - refused),
        "refused": str(refused),
        "desk": "unit" if order.unit_id else "center",
    }
    keep_messages(DONE, [(Told(order.ref, facts), [order.by_id])])


def _taken(wishes: Mapping[str, Any]) -> dict[str, Any]:
    """Back from JSON."""
    return {
        name: _TYPES[name](value) if name in _TYPES else value for name, value in wishes.items()
    }


_TYPES: dict[str, Callable[[str], Any]] = {
    "due_on": date.fromisoformat,
    "unit": lambda abbr: Unit.objects.get(abbr=abbr),
}
