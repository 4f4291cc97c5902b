"""What an order would do, looked at before it is confirmed."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from foundation.errors import refuse_if
from projects.bulk.problems import MOST, sentences_of, size_problems
from projects.bulk.verbs import BulkVerb, refuse_unoffered
from projects.models import Project
from records.actors import Actor

SHOWN = 50  # projects named beforehand


@dataclass
class Preview:
    """What an order would do: how many it would move, by status; the first of them and of those
    left alone, with the sentences that say why; how often each reason. `seen` names the set."""

    total: int = 0
    count: int = 0
    moved: list[Project] = field(default_factory=list)
    left: list[tuple[Project, list[str]]] = field(default_factory=list)
    by_status: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seen: str = ""


def preview(verb: BulkVerb, projects: QuerySet[Project], *, by: Actor) -> Preview:
    """Raises Refused: not offered to them (403); none, or more than one order takes (422)."""
    refuse_unoffered(verb, by)
    refuse_if(size_problems(projects.order_by()[: MOST + 1].count()))
    shown, ids = Preview(), []
    for project, problems in verb.looked_at(projects, by):
        ids.append(project.pk)
        reasons = sentences_of(problems)
        shown.reasons.update(reasons)
        if reasons:
            shown.left += [(project, reasons)] if len(shown.left) < SHOWN else []
        else:
            shown.count += 1
            shown.by_status[project.status] += 1
            shown.moved += [project] if len(shown.moved) < SHOWN else []
    shown.total, shown.seen = len(ids), named(ids)
    return shown


def named(ids: Sequence[int]) -> str:
    """The same for the same set, by its keys in their order."""
    return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()
