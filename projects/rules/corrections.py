"""Who may correct a project in the library, and who decides on it."""

from accounts.rules import is_portal
from projects.models import Correction
from projects.rules.projects import is_lead_of_unit, is_own, may_edit
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


def is_holder_of_corrected(by: Actor, correction: Correction) -> bool:
    return is_own(by, correction.project)


CORRECTION_RULES = {
    **dict.fromkeys(("begin", "propose", "take_back"), may_correct),
    **dict.fromkeys(("accept", "return", "decline"), may_decide),
    "withdraw": may_give_up_correction,
    "forget": is_holder_of_corrected,
}
