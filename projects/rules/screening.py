"""Who may say something of single columns of what was submitted."""

from accounts.rules import is_portal
from projects.models import FieldRemark, Project
from projects.rules.corrections import pending_correction
from projects.rules.projects import is_of_centre, is_of_unit
from projects.states import CorrectionStatus, ProjectStatus
from records.actors import Actor


def reads_what_waits(by: Actor, project: Project) -> bool:
    """Both persons of a unit what was submitted to it, and what is to be corrected; the centre what
    the unit has accepted; none of them what is their own, or what they proposed themselves."""
    is_at_desk = is_of_centre if project.status == ProjectStatus.ACCEPTED else is_of_unit
    return is_at_desk(by, project) and by.user_id not in _proposers(project)


def _proposers(project: Project) -> tuple[int | None, ...]:
    """Of what waits: of a project in the library that is its correction alone, as `may_decide`
    compares persons."""
    correction = pending_correction(project)
    proposed_by = correction.proposed_by_id if correction else project.submitted_by_id
    return (proposed_by, project.holder_id)


def is_waiting(project: Project) -> bool:
    """For a decision on what it says."""
    correction = pending_correction(project)
    if correction is not None:
        return correction.status == CorrectionStatus.PROPOSED
    return project.status in (ProjectStatus.SUBMITTED, ProjectStatus.ACCEPTED)


def may_note_remarks(by: Actor, project: Project) -> bool:
    """Now: nobody remarks on what they proposed."""
    return is_waiting(project) and reads_what_waits(by, project)


def may_remark(by: Actor, remark: FieldRemark) -> bool:
    return reads_what_waits(by, remark.project)


def may_send_remark(by: Actor, remark: FieldRemark) -> bool:
    """Whoever returns the project; in what state it is then is the return's question."""
    project = remark.project
    is_at_desk = is_of_unit(by, project) or is_of_centre(by, project)
    return is_at_desk and by.user_id not in _proposers(project)


def may_drop_remark(by: Actor, remark: FieldRemark) -> bool:
    """The portal, where nothing is left to mend or another unit is to read."""
    return may_send_remark(by, remark) or is_portal(by, remark)


FIELD_REMARK_RULES = {
    **dict.fromkeys(("note", "change"), may_remark),
    "send": may_send_remark,
    "drop": may_drop_remark,
}
