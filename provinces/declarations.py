"""What this room tells the door and the workers of: its audited tables, kinds of work, files."""

from collections.abc import Iterable

from django.db.models import Count, Q

from provinces.experts import LEFT
from provinces.models import (
    Approval,
    Assignment,
    CallFile,
    Display,
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
    Printing,
    ResultLetter,
    ReviewRound,
    RoundPlan,
    Scan,
    ScanReading,
    Score,
    Submission,
    Tie,
    WorkPlan,
)
from provinces.printing import print_out
from provinces.queries import (
    both_sides_of,
    people_of,
    people_of_centre,
    people_of_units,
)
from provinces.queries.decisions import known_approvals
from provinces.queries.scoring import FEWEST
from provinces.rules import (
    APPROVAL_RULES,
    ASSIGNMENT_RULES,
    CALL_FILE_RULES,
    CHECK_RULES,
    DISPLAY_RULES,
    EVENT_RULES,
    EXEMPTION_RULES,
    EXPERT_RULES,
    HOST_APPLICATION_RULES,
    HOST_CALL_RULES,
    HOST_DECISION_RULES,
    MATTER_RULES,
    OBJECTION_RULES,
    PLAN_RULES,
    PLAN_VERSION_RULES,
    RESULT_LETTER_RULES,
    ROUND_PLAN_RULES,
    ROUND_RULES,
    SCAN_RULES,
    SCORE_RULES,
    SUBMISSION_RULES,
    TIE_RULES,
)
from provinces.scanning import TARGET, read, take_document
from provinces.states import (
    APPROVAL_TRANSITIONS,
    ASSIGNMENT_TRANSITIONS,
    CALL_FILE_TRANSITIONS,
    CHECK_TRANSITIONS,
    DISPLAY_TRANSITIONS,
    EVENT_TRANSITIONS,
    EXEMPTION_TRANSITIONS,
    EXPERT_TRANSITIONS,
    HOST_APPLICATION_TRANSITIONS,
    HOST_CALL_TRANSITIONS,
    HOST_DECISION_TRANSITIONS,
    MATTER_TRANSITIONS,
    OBJECTION_TRANSITIONS,
    PLAN_TRANSITIONS,
    PLAN_VERSION_TRANSITIONS,
    RESULT_LETTER_TRANSITIONS,
    ROUND_PLAN_TRANSITIONS,
    ROUND_TRANSITIONS,
    SCAN_TRANSITIONS,
    SCORE_TRANSITIONS,
    SUBMISSION_TRANSITIONS,
    TIE_TRANSITIONS,
    ApprovalStatus,
    HostApplicationStatus,
    RoundPlanStatus,
    ScoreStatus,
)
from records.receiving import register_target
from records.workflows import Workflow, register
from records.working import register_work

# Who has left has no key any more, and nothing left that would need one.
_OF_CONTACT = " or ".join(f"t.{name} <> ''" for name in HostApplication.CONTACT)
_OF_APPLICANT = f"case when {_OF_CONTACT} then 'user:' || t.applied_by_id end"

_OF_KNOWN = "case when t.employer <> '' then 'user:' || t.user_id end"
# Why somebody declined is theirs; why the centre took a task back hangs on a key that stays.
_OF_DECLINED = (
    f"case when t.reason = '' then null when t.status = 'declined' and t.reason <> '{LEFT}'"  # noqa: S608 -- all of it comes from code
    " then (select 'user:' || e.user_id from provinces_expert e where e.id = t.expert_id)"
    " else 'review:' end"
)
_OF_EXPERT = "(select 'user:' || e.user_id from provinces_expert e where e.id = t.expert_id)"


def exempted(exemption: Exemption) -> Iterable[int]:
    return people_of_units([exemption.unit_id])


def applicants_of(call: HostCall) -> Iterable[int]:
    """Who waits for its end."""
    waiting = call.applications.filter(status=HostApplicationStatus.APPLIED)
    return waiting.values_list("applied_by", flat=True)


def applicant_of(application: HostApplication) -> Iterable[int]:
    return [application.applied_by_id]


def unit_of(application: HostApplication) -> Iterable[int]:
    return people_of(application.call.plan)


def unit_of_plan(row: FormalCheck | Matter | ResultLetter) -> Iterable[int]:
    return people_of(row.plan)


def centre_of(_: object) -> Iterable[int]:
    return people_of_centre()


def reviewer_of(assignment: Assignment) -> Iterable[int]:
    return [assignment.expert.user_id]


def unit_that_knew(approval: Approval) -> Iterable[int]:
    """Of an approval that was neither shown nor written to it, a unit hears nothing."""
    known = known_approvals(Approval.objects.filter(pk=approval.pk)).exists()
    return people_of(approval.plan) if known else ()


def unit_shown(decision: HostDecision) -> Iterable[int]:
    """What falls with its approval is told with that."""
    falls = decision.approval.status == ApprovalStatus.REVERSED
    return people_of(decision.plan) if decision.display_id and not falls else ()


def proposer_of(decision: HostDecision) -> Iterable[int]:
    return [decision.proposed_by_id]


def units_reviewed_in(row: ReviewRound) -> Iterable[int]:
    """Those of whose plans something is told (`queries.scoring.remarks_on`)."""
    scored = Q(assignments__scores__status=ScoreStatus.STANDING)
    counted = row.round_plans.annotate(given=Count("assignments__scores", filter=scored))
    entered = counted.filter(status=RoundPlanStatus.ENTERED, given__gte=FEWEST)
    return people_of_units(entered.values_list("plan__unit", flat=True))


def objector_of(objection: Objection) -> Iterable[int]:
    return [objection.filed_by_id]


register(
    Workflow(
        WorkPlan,
        PLAN_TRANSITIONS,
        PLAN_RULES,
        tells={"submit": both_sides_of, "take_back": both_sides_of, "remind": people_of},
        urgent=frozenset({"submit", "remind"}),
    )
)
register(Workflow(PlanEvent, EVENT_TRANSITIONS, EVENT_RULES))
register(
    Workflow(
        PlanVersion,
        PLAN_VERSION_TRANSITIONS,
        PLAN_VERSION_RULES,
        # Its SHA-256 stands for it; the names of those in charge stay out of the trail.
        outside=frozenset({"content", "typed"}),
    )
)
register(Workflow(Scan, SCAN_TRANSITIONS, SCAN_RULES))
register(Workflow(Submission, SUBMISSION_TRANSITIONS, SUBMISSION_RULES))
register(Workflow(CallFile, CALL_FILE_TRANSITIONS, CALL_FILE_RULES))
register(
    Workflow(
        Exemption,
        EXEMPTION_TRANSITIONS,
        EXEMPTION_RULES,
        tells=dict.fromkeys(("grant", "revoke"), exempted),
    )
)
register(
    Workflow(
        HostCall,
        HOST_CALL_TRANSITIONS,
        HOST_CALL_RULES,
        tells=dict.fromkeys(("change", "close"), applicants_of),
    )
)
register(
    Workflow(
        HostApplication,
        HOST_APPLICATION_TRANSITIONS,
        HOST_APPLICATION_RULES,
        tells={
            **dict.fromkeys(("apply", "withdraw"), unit_of),
            **dict.fromkeys(("pick", "decline"), applicant_of),
        },
        personal=dict.fromkeys(HostApplication.CONTACT, _OF_APPLICANT),
    )
)
register(
    Workflow(
        FormalCheck,
        CHECK_TRANSITIONS,
        CHECK_RULES,
        tells=dict.fromkeys(("accept", "return", "extend", "reverse"), unit_of_plan),
        urgent=frozenset({"return"}),
    )
)
register(
    Workflow(
        Expert,
        EXPERT_TRANSITIONS,
        EXPERT_RULES,
        personal=dict.fromkeys(("employer", "fields"), _OF_KNOWN),
    )
)
register(
    Workflow(
        Tie,
        TIE_TRANSITIONS,
        TIE_RULES,
        personal={"reason": f"case when t.reason <> '' then {_OF_EXPERT} end"},
    )
)
register(
    Workflow(ReviewRound, ROUND_TRANSITIONS, ROUND_RULES, tells={"release": units_reviewed_in})
)
register(Workflow(RoundPlan, ROUND_PLAN_TRANSITIONS, ROUND_PLAN_RULES))
register(
    Workflow(
        Assignment,
        ASSIGNMENT_TRANSITIONS,
        ASSIGNMENT_RULES,
        tells={
            # Who is asked for several, or reminded of them, hears of all in one (`assigning`).
            **dict.fromkeys(("replace", "reopen"), reviewer_of),
            **dict.fromkeys(("decline", "leave", "abstain"), centre_of),
        },
        personal={"reason": _OF_DECLINED},
    )
)
register(Workflow(Score, SCORE_TRANSITIONS, SCORE_RULES))
register(Workflow(Approval, APPROVAL_TRANSITIONS, APPROVAL_RULES, tells={"reopen": unit_that_knew}))
register(
    Workflow(
        HostDecision,
        HOST_DECISION_TRANSITIONS,
        HOST_DECISION_RULES,
        tells={**dict.fromkeys(("show", "reopen"), unit_shown), "refuse": proposer_of},
    )
)
register(Workflow(Display, DISPLAY_TRANSITIONS, DISPLAY_RULES))
register(
    Workflow(
        Objection,
        OBJECTION_TRANSITIONS,
        OBJECTION_RULES,
        tells={
            **dict.fromkeys(("file", "withdraw"), centre_of),
            **dict.fromkeys(("uphold", "reject"), objector_of),
        },
    )
)
register(
    Workflow(
        ResultLetter,
        RESULT_LETTER_TRANSITIONS,
        RESULT_LETTER_RULES,
        tells={"issue": unit_of_plan},
        urgent=frozenset({"issue"}),
    )
)
register(
    Workflow(
        Matter,
        MATTER_TRANSITIONS,
        MATTER_RULES,
        tells={
            **dict.fromkeys(("raise", "withdraw"), centre_of),
            **dict.fromkeys(("defer", "answer"), unit_of_plan),
        },
    )
)
register_work(Printing, print_out)
register_work(ScanReading, read)
register_target(TARGET, take_document)
