"""转交: a project goes to the unit it belongs to, with all that was done to it."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Unit
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.models import Listing, Project
from projects.remarking import drop_remarks
from projects.states import ProjectStatus
from records.actors import Actor
from records.workflow import move


class HandoverProblem(TextChoices):
    SAME_UNIT = "same_unit", "这项成果已经由{found}推荐，请选另一个单位"


@transaction.atomic
def hand_over(project: Project, unit: Unit, *, by: Actor, reason: str) -> Project:
    """Its code stays; what was in the unit's own custody goes into the new one's. What the unit
    noted of single columns and did not send is not for the new one.

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

    handed = move(project, "hand_over", by=by, note=reason, write=write)
    if handed.status != ProjectStatus.ACCEPTED:  # then it is the centre that reads
        drop_remarks([handed])
    return handed
