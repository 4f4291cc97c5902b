"""Who may do what with a plan and what hangs on it: each predicate one question, the tables the
law."""

from accounts.models import Unit
from accounts.rules import is_portal
from accounts.states import Role
from provinces.models import (
    Exemption,
    HostApplication,
    HostCall,
    PlanEvent,
    PlanVersion,
    Scan,
    Submission,
    WorkPlan,
)
from records.actors import Actor

# In which roles organisations that are no unit apply to host.
HOSTS = (Role.AGENCY, Role.PARTNER, Role.ENTERPRISE, Role.INVESTOR)


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


def may_call_for_hosts(by: Actor, call: HostCall) -> bool:
    return is_lead(by, call.plan)


def is_host(by: Actor) -> bool:
    """Acts for an organisation that may host."""
    return by.is_person and by.role in HOSTS and by.organisation_id is not None


def is_of_applicant(by: Actor, application: HostApplication) -> bool:
    """The set form is `queries.applications_of`."""
    return is_host(by) and by.organisation_id == application.organisation_id


def may_host(by: Actor) -> bool:
    """Whoever asks for hosts does not host."""
    return is_host(by) and not Unit.objects.filter(organisation=by.organisation_id).exists()


def may_apply(by: Actor, application: HostApplication) -> bool:
    return is_of_applicant(by, application) and may_host(by)


def may_reach(by: Actor, application: HostApplication) -> bool:
    return is_lead(by, application.call.plan)


def may_choose(by: Actor, application: HostApplication) -> bool:
    """Nobody decides on what they filed themselves, in whatever other role."""
    return may_reach(by, application) and by.user_id != application.applied_by_id


def is_filed_by(by: Actor, application: HostApplication) -> bool:
    return by.is_person and by.user_id == application.applied_by_id


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
CALL_FILE_RULES = dict.fromkeys(("attach", "remove"), may_call)
EXEMPTION_RULES = dict.fromkeys(("grant", "revoke"), may_exempt)
HOST_CALL_RULES = dict.fromkeys(("open", "change", "close"), may_call_for_hosts)
HOST_APPLICATION_RULES = {
    "apply": may_apply,
    "withdraw": is_of_applicant,
    **dict.fromkeys(("pick", "decline"), may_choose),
    "reveal": may_reach,
    "forget": is_filed_by,
}
