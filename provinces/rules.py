"""Who may do what with a plan and what hangs on it: each predicate one question, the tables the
law."""

from accounts.models import Unit
from accounts.rules import is_portal
from accounts.states import Role
from provinces.models import (
    Approval,
    Assignment,
    Exemption,
    Expert,
    FormalCheck,
    HostApplication,
    HostCall,
    HostDecision,
    Matter,
    Objection,
    PlanEvent,
    PlanVersion,
    Scan,
    Score,
    Submission,
    Tie,
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


def may_check(by: Actor, check: FormalCheck) -> bool:
    """Nobody checks what they handed in themselves, in whatever other role."""
    return is_of_centre(by, check) and by.user_id != check.submission.filed_by_id


def is_expert(by: Actor, expert: Expert) -> bool:
    return by.is_person and by.role == Role.EXPERT and by.user_id == expert.user_id


def is_same_person(by: Actor, expert: Expert) -> bool:
    """In whatever role: who leaves acts as themselves."""
    return by.is_person and by.user_id == expert.user_id


def is_tied(by: Actor, tie: Tie) -> bool:
    return is_same_person(by, tie.expert)


def is_leaving(by: Actor, assignment: Assignment) -> bool:
    return is_same_person(by, assignment.expert)


def may_change_expert(by: Actor, expert: Expert) -> bool:
    return is_expert(by, expert) or is_of_centre(by, expert)


def may_declare(by: Actor, tie: Tie) -> bool:
    return may_change_expert(by, tie.expert)


def is_reviewer(by: Actor, assignment: Assignment) -> bool:
    """The set form is `queries.review.assignments_of`."""
    return is_expert(by, assignment.expert)


def may_score(by: Actor, score: Score) -> bool:
    return is_reviewer(by, score.assignment)


def may_withhold(by: Actor, assignment: Assignment) -> bool:
    """Follows from a tie that is declared, whoever declares it."""
    return may_change_expert(by, assignment.expert)


def may_withhold_score(by: Actor, score: Score) -> bool:
    return may_withhold(by, score.assignment)


def is_centre_lead(by: Actor, obj: object) -> bool:
    return by.is_person and by.role == Role.CENTRE_LEAD


def may_approve(by: Actor, approval: Approval) -> bool:
    """Nobody approves what they handed in themselves, in whatever other role."""
    return is_centre_lead(by, approval) and by.user_id != approval.submission.filed_by_id


def is_proposer(by: Actor, decision: HostDecision) -> bool:
    return is_of_centre(by, decision) and by.user_id == decision.proposed_by_id


def may_decide(by: Actor, decision: HostDecision) -> bool:
    """Persons are compared, never roles: who proposes does not decide."""
    return is_centre_lead(by, decision) and by.user_id != decision.proposed_by_id


def may_object(by: Actor, objection: Objection) -> bool:
    """Anyone verified: nobody logs in without a verified e-mail."""
    return by.is_person and by.user_id == objection.filed_by_id


def may_answer_objection(by: Actor, objection: Objection) -> bool:
    return is_of_centre(by, objection) and by.user_id != objection.filed_by_id


def may_raise(by: Actor, matter: Matter) -> bool:
    return is_of_unit(by, matter.plan)


def may_answer_matter(by: Actor, matter: Matter) -> bool:
    return is_of_centre(by, matter) and by.user_id != matter.raised_by_id


PLAN_RULES = {
    "open": may_call,
    "freeze": is_of_unit,
    "submit": is_lead,
    "take_back": is_lead,
    **dict.fromkeys(("remind", "return", "accept", "recheck"), is_of_centre),
}
EVENT_RULES = {
    **dict.fromkeys(("add", "drop"), may_change_events),
    "reset": is_of_centre,
}
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
CHECK_RULES = dict.fromkeys(("accept", "return", "extend", "reverse"), may_check)
EXPERT_RULES = {
    **dict.fromkeys(("enter", "change"), may_change_expert),
    "declare": is_expert,
    **dict.fromkeys(("rest", "return"), is_of_centre),
    "forget": is_same_person,
}
TIE_RULES = {"declare": may_declare, "lift": is_of_centre, "forget": is_tied}
ROUND_RULES = {
    **dict.fromkeys(("open", "change", "close"), is_of_centre),
    **dict.fromkeys(("reopen", "release"), is_centre_lead),
}
ROUND_PLAN_RULES = dict.fromkeys(("enter", "leave"), is_of_centre)
ASSIGNMENT_RULES = {
    **dict.fromkeys(("assign", "replace", "remind"), is_of_centre),
    **dict.fromkeys(("leave", "forget"), is_leaving),
    **dict.fromkeys(("decline", "file"), is_reviewer),
    "abstain": may_withhold,
    "reopen": is_centre_lead,
}
SCORE_RULES = {"file": may_score, "reopen": is_centre_lead, "abstain": may_withhold_score}
APPROVAL_RULES = {"decide": may_approve, "reopen": is_centre_lead}
HOST_DECISION_RULES = {
    **dict.fromkeys(("propose", "withdraw"), is_proposer),
    **dict.fromkeys(("decide", "refuse"), may_decide),
    **dict.fromkeys(("show", "settle", "reopen"), is_centre_lead),
}
DISPLAY_RULES = dict.fromkeys(("open", "settle"), is_centre_lead)
OBJECTION_RULES = {
    **dict.fromkeys(("file", "withdraw"), may_object),
    **dict.fromkeys(("uphold", "reject"), may_answer_objection),
}
RESULT_LETTER_RULES = {"issue": is_centre_lead}
MATTER_RULES = {
    **dict.fromkeys(("raise", "withdraw"), may_raise),
    **dict.fromkeys(("defer", "answer"), may_answer_matter),
}
