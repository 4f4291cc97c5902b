"""Who may do what with a plan and what hangs on it: each predicate one question, the tables the
law."""

from accounts.rules import is_portal
from accounts.states import Role
from provinces.models import Exemption, PlanEvent, PlanVersion, Scan, Submission, WorkPlan
from records.actors import Actor


def is_of_unit(by: Actor, plan: WorkPlan) -> bool:
    return by.is_person and by.role in Role.of_unit and by.unit == plan.unit_id


def is_lead(by: Actor, plan: WorkPlan) -> bool:
    return is_of_unit(by, plan) and by.role == Role.UNIT_LEAD


def is_of_centre(by: Actor, plan: object) -> bool:
    return by.is_person and by.role in Role.of_centre


def may_see(by: Actor, plan: WorkPlan) -> bool:
    """The set form is `queries.visible_to`."""
    return is_of_unit(by, plan) or is_of_centre(by, plan)


def may_call(by: Actor, obj: object) -> bool:
    """Publishing the call makes a plan for each unit; what it hedges is granted by the same."""
    return is_portal(by, obj) or (by.is_person and by.role == Role.CENTRE_LEAD)


def may_change_events(by: Actor, event: PlanEvent) -> bool:
    return is_of_unit(by, event.plan)


def may_freeze(by: Actor, version: PlanVersion) -> bool:
    return is_of_unit(by, version.plan)


def may_file_scan(by: Actor, scan: Scan) -> bool:
    return is_of_unit(by, scan.plan)


def may_hand_in(by: Actor, submission: Submission) -> bool:
    return is_lead(by, submission.plan)


def may_exempt(by: Actor, exemption: Exemption) -> bool:
    return may_call(by, exemption)


PLAN_RULES = {
    "open": may_call,
    "freeze": is_of_unit,
    "submit": is_lead,
    "take_back": is_lead,
    "remind": is_of_centre,
}
EVENT_RULES = dict.fromkeys(("add", "drop"), may_change_events)
PLAN_VERSION_RULES = {"freeze": may_freeze}
SCAN_RULES = dict.fromkeys(("file", "replace"), may_file_scan)
SUBMISSION_RULES = dict.fromkeys(("file", "replace", "take_back"), may_hand_in)
EXEMPTION_RULES = dict.fromkeys(("grant", "revoke"), may_exempt)
