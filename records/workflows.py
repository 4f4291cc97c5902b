"""What the door knows of each audited table: its moves, its rules, its personal columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models

from foundation.errors import Problem
from records.actors import Actor
from records.states import NOTHING, Transition

Rule = Callable[[Actor, Any], bool]
Check = Callable[[Any], Iterable[Problem]]
Tell = Callable[[Any], Iterable[int]]
Gather = Callable[[Sequence[Any]], None]


@dataclass(frozen=True)
class Workflow:
    """By verb: `rules` say who may order it (without a rule nobody may), `checks` what keeps a
    record from it, `tells` gives the ids of the users who must hear of it; of `urgent` ones they
    hear by e-mail at once, whatever they chose. `gathers` reads at once, for a set of rows, what
    `tells` ask of each. `personal` maps a column to a SQL expression over
    `t` that names its person's key: `'user:' || t.holder_id`. `outside` are columns that change
    without a move, such as the hash of a password; neither entries nor digests hold them. `veils`
    make of what an entry says of a column what may be read by who verifies the trail.
    """

    model: type[models.Model]
    transitions: tuple[Transition, ...]
    rules: Mapping[str, Rule]
    checks: Mapping[str, Check] = field(default_factory=dict)
    tells: Mapping[str, Tell] = field(default_factory=dict)
    gathers: Gather | None = None
    urgent: frozenset[str] = frozenset()
    personal: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    veils: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.model._meta.label_lower

    @property
    def has_status(self) -> bool:
        return any(f.name == "status" for f in self.model._meta.concrete_fields)

    def status_of(self, obj: models.Model) -> str:
        return str(getattr(obj, "status", ""))

    def find(self, verb: str, source: str | None) -> Transition | None:
        matches = (t for t in self.transitions if t.verb == verb and t.source == source)
        return next(matches, None)

    def beginning(self, verb: str) -> Transition | None:
        return self.find(verb, NOTHING)

    def label_of(self, verb: str) -> str:
        return next((t.staff_label for t in self.transitions if t.verb == verb), verb)

    def status_label(self, status: str) -> str:
        if not self.has_status:
            return status
        field = cast("models.Field[Any, Any]", self.model._meta.get_field("status"))
        return str(dict(field.flatchoices).get(status, status))

    def problems_of(self, verb: str, obj: models.Model) -> tuple[Problem, ...]:
        check = self.checks.get(verb)
        return tuple(check(obj)) if check is not None else ()

    def allows(self, verb: str, by: Actor, obj: models.Model) -> bool:
        rule = self.rules.get(verb)
        return rule is not None and rule(by, obj)


_REGISTERED: dict[type[models.Model], Workflow] = {}


def register(workflow: Workflow) -> None:
    """Called once for each audited model, from its app's `ready`."""
    _REGISTERED[workflow.model] = workflow


def workflow_of(model: type[models.Model]) -> Workflow:
    """Raises LookupError for a model that is not audited."""
    return _REGISTERED[model]


def all_workflows() -> list[Workflow]:
    return sorted(_REGISTERED.values(), key=lambda workflow: workflow.table)
