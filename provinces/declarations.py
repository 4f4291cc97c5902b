"""What this room tells the door and the workers of: its audited tables, kinds of work, files."""

from collections.abc import Iterable

from provinces.models import (
    CallFile,
    Exemption,
    HostApplication,
    HostCall,
    PlanEvent,
    PlanVersion,
    Printing,
    Scan,
    ScanReading,
    Submission,
    WorkPlan,
)
from provinces.printing import print_out
from provinces.queries import both_sides_of, people_of, people_of_units
from provinces.rules import (
    CALL_FILE_RULES,
    EVENT_RULES,
    EXEMPTION_RULES,
    HOST_APPLICATION_RULES,
    HOST_CALL_RULES,
    PLAN_RULES,
    PLAN_VERSION_RULES,
    SCAN_RULES,
    SUBMISSION_RULES,
)
from provinces.scanning import TARGET, read, take_document
from provinces.states import (
    CALL_FILE_TRANSITIONS,
    EVENT_TRANSITIONS,
    EXEMPTION_TRANSITIONS,
    HOST_APPLICATION_TRANSITIONS,
    HOST_CALL_TRANSITIONS,
    PLAN_TRANSITIONS,
    PLAN_VERSION_TRANSITIONS,
    SCAN_TRANSITIONS,
    SUBMISSION_TRANSITIONS,
    HostApplicationStatus,
)
from records.receiving import register_target
from records.workflows import Workflow, register
from records.working import register_work

# Who has left has no key any more, and nothing left that would need one.
_OF_CONTACT = " or ".join(f"t.{name} <> ''" for name in HostApplication.CONTACT)
_OF_APPLICANT = f"case when {_OF_CONTACT} then 'user:' || t.applied_by_id end"


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
        outside=frozenset({"content"}),
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
register_work(Printing, print_out)
register_work(ScanReading, read)
register_target(TARGET, take_document)
