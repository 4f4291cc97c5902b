"""Who may say something of single columns of what was submitted."""

from accounts.rules import is_portal
from projects.models import FieldRemark, Project
from projects.rules.projects import is_of_centre, is_of_unit, is_second_person
from projects.states import CorrectionStatus, ProjectStatus
from records.actors import Actor


def reads_what_waits(by: Actor, project: Project) -> bool:
    """Both persons of a unit what was submitted to it, the centre what the unit has accepted; none
    of them what is their own."""
    is_at_desk = is_of_centre if project.status == ProjectStatus.ACCEPTED else is_of_unit
    return is_at_desk(by, project) and is_second_person(by, project)


def is_waiting(project: Project) -> bool:
    """For a decision on what it says; of a project read `with_correction`."""
    if project.status == ProjectStatus.LISTED:
        return project.correction_status == CorrectionStatus.PROPOSED  # type: ignore[attr-defined]  # -- annotated
    return project.status in (ProjectStatus.SUBMITTED, ProjectStatus.ACCEPTED)


def may_note_remarks(by: Actor, project: Project) -> bool:
    """Now, of a project read `with_correction`: nobody remarks on what they proposed."""
    is_second = by.user_id != project.correction_by  # type: ignore[attr-defined]  # -- annotated
    return is_waiting(project) and is_second and reads_what_waits(by, project)


def may_remark(by: Actor, remark: FieldRemark) -> bool:
    return reads_what_waits(by, remark.project)


def may_send_remark(by: Actor, remark: FieldRemark) -> bool:
    """Whoever returns the project; in what state it is then is the return's question."""
    project = remark.project
    return (is_of_unit(by, project) or is_of_centre(by, project)) and is_second_person(by, project)


def may_drop_remark(by: Actor, remark: FieldRemark) -> bool:
    """The portal, where nothing is left to mend or another unit is to read."""
    return may_send_remark(by, remark) or is_portal(by, remark)


FIELD_REMARK_RULES = {
    **dict.fromkeys(("note", "change"), may_remark),
    "send": may_send_remark,
    "drop": may_drop_remark,
}
