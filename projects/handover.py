"""转交: a project goes to the unit it belongs to, with all that was done to it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.models import Unit
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.listings import cut_anew
from projects.models import Project
from projects.remarking import drop_remarks
from projects.states import ProjectStatus
from records.actors import Actor
from records.workflow import Moved, move, move_all


class HandoverProblem(TextChoices):
    NO_REASON = "no_reason", "请写明转交的理由，持有人和对方单位会看到"
    SAME_UNIT = "same_unit", "这项成果已经由{found}推荐，请选另一个单位"


@transaction.atomic
def hand_over(project: Project, unit: Unit, *, by: Actor, reason: str) -> Project:
    """Its code stays; what was in the unit's own custody goes into the new one's. What the unit
    noted of single columns and did not send is not for the new one.

    Raises Refused: not the lead of its unit (403); the same unit, no reason (422).
    """
    refuse_if(_problems(unit, project.unit_id, reason))

    def write(row: Project) -> None:
        _hand_over_rows([row], unit)

    handed = move(project, "hand_over", by=by, note=reason, write=write)
    _follow([handed])
    return handed


@transaction.atomic
def hand_over_all(projects: QuerySet[Project], unit: Unit, *, by: Actor, reason: str) -> Moved:
    """All of `by`'s unit. Raises Refused (422): the same unit, no reason."""
    refuse_if(_problems(unit, by.unit, reason))

    def write(rows: Sequence[Project]) -> None:
        _hand_over_rows(rows, unit)

    moved = move_all(projects, "hand_over", by=by, note=reason, write=write)
    _follow(moved.rows)
    return moved


def _follow(handed: Sequence[Project]) -> None:
    """What is in force is found under the new unit. Of what is accepted it is the centre that
    reads."""
    cut_anew(handed)
    drop_remarks([project for project in handed if project.status != ProjectStatus.ACCEPTED])


def _problems(unit: Unit, now_of: str, reason: str) -> list[Problem]:
    is_same, code = unit.pk == now_of, HandoverProblem.SAME_UNIT
    same = [Problem(code, "unit", found=unit.name)] if is_same else []
    return same if reason else [*same, Problem(HandoverProblem.NO_REASON, "reason")]


def _hand_over_rows(rows: Sequence[Project], unit: Unit) -> None:
    before = {row.unit_id for row in rows}
    own = dict(Unit.objects.filter(pk__in=before).values_list("pk", "organisation"))
    now = clock.now()
    for row in rows:
        if row.custodian_id == own[row.unit_id]:
            row.custodian_id = unit.organisation_id
        row.unit, row.handed_at = unit, now
