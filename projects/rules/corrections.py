"""Who may correct a project in the library, and who decides on it; whether its sheet is open."""

from django.db.models import Prefetch, prefetch_related_objects

from accounts.rules import is_portal
from projects.models import Correction, Project
from projects.rules.projects import is_lead_of_unit, may_edit
from projects.states import CorrectionStatus, ProjectStatus
from records.actors import Actor


def may_correct(by: Actor, correction: Correction) -> bool:
    """Who answers for the project: its holder, before one has claimed it those who brought it."""
    return may_edit(by, correction.project)


def may_decide(by: Actor, correction: Correction) -> bool:
    """Persons are compared: nobody accepts what they proposed, or what is their own."""
    involved = (correction.proposed_by_id, correction.project.holder_id)
    return is_lead_of_unit(by, correction.project) and by.user_id not in involved


def may_give_up_correction(by: Actor, correction: Correction) -> bool:
    """The portal, where the project leaves the library."""
    return may_correct(by, correction) or is_portal(by, correction)


def with_pending(lookup: str = "corrections") -> "Prefetch[str]":
    """For projects of which is asked what correction of them is pending: all in one query."""
    pending = Correction.objects.filter(status__in=CorrectionStatus.pending)
    return Prefetch(lookup, pending, to_attr="pending_corrections")


def pending_correction(project: Project) -> Correction | None:
    """Asked of the database once each time the project was read, and only of one in the library."""
    if project.status != ProjectStatus.LISTED:
        return None
    prefetch_related_objects([project], with_pending())
    pending: list[Correction] = project.pending_corrections  # type: ignore[attr-defined]  # -- prefetched
    return pending[0] if pending else None


def is_open(project: Project) -> bool:
    """Whether its sheet may be filled in: before it is submitted, when it came back, and while a
    correction of it is worked on."""
    if project.status in ProjectStatus.editable:
        return True
    correction = pending_correction(project)
    return correction is not None and correction.status in CorrectionStatus.editable


CORRECTION_RULES = {
    **dict.fromkeys(("begin", "save", "propose", "take_back"), may_correct),
    **dict.fromkeys(("accept", "return", "decline"), may_decide),
    "withdraw": may_give_up_correction,
}
