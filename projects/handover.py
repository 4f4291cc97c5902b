"""转交: a project goes to the unit it belongs to, with all that was done to it."""

from django.db.models import TextChoices

from accounts.models import Unit
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.models import Listing, Project
from records.actors import Actor
from records.workflow import move


class HandoverProblem(TextChoices):
    SAME_UNIT = "same_unit", "这项成果已经由{found}推荐，请选另一个单位"


def hand_over(project: Project, unit: Unit, *, by: Actor, reason: str) -> Project:
    """Its code stays; what was in the unit's own custody goes into the new one's.

    Raises Refused: not the lead of its unit (403), the same unit (422).
    """
    if unit.pk == project.unit_id:
        refuse_if([Problem(HandoverProblem.SAME_UNIT, "unit", found=unit.name)])
    own = project.unit.organisation_id

    def write(row: Project) -> None:
        if row.custodian_id == own:
            row.custodian_id = unit.organisation_id
        row.unit, row.handed_at = unit, clock.now()
        Listing.objects.filter(project=row).update(unit=unit)

    return move(project, "hand_over", by=by, note=reason, write=write)
