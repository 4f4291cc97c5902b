"""What the models and the tables of moves may not be."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import models

from records.states import NOTHING, Transition
from tests.architecture.house import ROOMS


def upward_relations(model: type[models.Model]) -> Iterator[str]:
    """Relations to a room above one's own; the user alone may be known from `records`."""
    own = model._meta.app_label
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        target = field.related_model._meta
        is_user = target.label == settings.AUTH_USER_MODEL and own == "records"
        if own in ROOMS and _is_above(target.app_label, own) and not is_user:
            yield f"{model._meta.label}.{field.name} points up to {target.label}"


def _is_above(other: str, own: str) -> bool:
    """What is not ours (auth, contenttypes) lies below the ground."""
    return other in ROOMS and ROOMS.index(other) < ROOMS.index(own)


def table_faults(
    transitions: Iterable[Transition], statuses: Iterable[str], rules: Mapping[str, Any]
) -> Iterator[str]:
    """A table of moves must speak of known statuses, reach them all, and each verb have a rule."""
    moves, known = list(transitions), set(statuses)
    for move in moves:
        if not {move.source, move.target} <= known | {NOTHING}:
            yield f"{move.verb}: unknown status in {move.source!r} → {move.target!r}"
        if not (move.verb and move.staff_label and move.public_label):
            yield f"{move.verb}: a label is missing"
    yield from (f"{status}: is never reached" for status in sorted(known - _reached(moves)))
    yield from (f"{verb}: has no rule" for verb in sorted({m.verb for m in moves} - set(rules)))
    yield from (
        f"{verb}: a rule, but no move" for verb in sorted(set(rules) - {m.verb for m in moves})
    )
    ways = [(move.verb, move.source) for move in moves]
    yield from (
        f"{way}: leads two ways" for way in sorted({w for w in ways if ways.count(w) > 1}, key=str)
    )


def _reached(moves: list[Transition]) -> set[str | None]:
    reached: set[str | None] = {NOTHING}
    for _ in moves:
        reached |= {move.target for move in moves if move.source in reached}
    return reached
