"""What this room tells the door: its audited tables, their moves, their rules."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from accounts.models import Membership
from accounts.states import Role
from projects import bulk, entitlements
from projects.attaching import TARGET, closed_problems, take_document
from projects.correcting import proposing_problems
from projects.evaluating import reopening_problems, resting_problems
from projects.importing import ordering
from projects.importing.achievements import ProjectSubject
from projects.importing.carrying import carry_out
from projects.importing.subjects import register_subject
from projects.intake import problems_of, taking_back_problems
from projects.models import (
    Attachment,
    AttachmentGrant,
    BulkOrder,
    Claim,
    Correction,
    DuplicateRuling,
    Evaluation,
    EvaluationReport,
    FieldRemark,
    ImportWork,
    OnePager,
    Opinion,
    Project,
    Proofreading,
    Recommendation,
    Service,
    Version,
)
from projects.models.sheet import PERSONAL
from projects.one_pagers import typeset_one_pager
from projects.proofreading import unread_problems
from projects.queries import (
    answerers_of,
    answerers_of_correction,
    ask_together,
    filers_of,
    is_told_of,
    leads_of,
)
from projects.reports import typeset_report
from projects.rules import (
    ATTACHMENT_RULES,
    CLAIM_RULES,
    CORRECTION_RULES,
    EVALUATION_RULES,
    FIELD_REMARK_RULES,
    GRANT_RULES,
    OPINION_RULES,
    PROJECT_RULES,
    PROOFREADING_RULES,
    RECOMMENDATION_RULES,
    RULING_RULES,
    SERVICE_RULES,
    VERSION_RULES,
)
from projects.states import (
    ATTACHMENT_TRANSITIONS,
    CLAIM_TRANSITIONS,
    CORRECTION_TRANSITIONS,
    EVALUATION_TRANSITIONS,
    FIELD_REMARK_TRANSITIONS,
    GRANT_TRANSITIONS,
    OPINION_TRANSITIONS,
    PROJECT_TRANSITIONS,
    PROOFREADING_TRANSITIONS,
    RECOMMENDATION_TRANSITIONS,
    RULING_TRANSITIONS,
    SERVICE_TRANSITIONS,
    VERSION_TRANSITIONS,
    Source,
)
from projects.urging import reminding_problems
from records.receiving import register_target
from records.workflows import Workflow, register
from records.working import register_work

# Whose sheet names nobody has no key, and nothing that would need one.
_ANYBODY = " or ".join(
    [*(f"t.{name} <> ''" for name in PERSONAL if name != "members"), "t.members <> '[]'"]
)
_OF_PROJECT = f"case when {_ANYBODY} then 'project:' || t.id end"


_OF_CORRECTED = "case when t.sheet <> '{}' then 'project:' || t.project_id end"


def ask_of_projects(rows: Sequence[Any]) -> None:
    """For what hangs on a project."""
    prefetch_related_objects(rows, "project")
    ask_together([row.project for row in rows])


def hearers_of(project: Project) -> Iterable[int]:
    return answerers_of(project) if is_told_of(project) else []


def screeners_of(project: Project) -> Iterable[int]:
    """The leads of its unit; an import is not told of row by row."""
    return [] if project.source == Source.IMPORT else leads_of(project)


def both_of(project: Project) -> Iterable[int]:
    """A project handed over is told of to its holder and to its new unit."""
    return [*hearers_of(project), *screeners_of(project)]


def deciders_of(correction: Correction) -> Iterable[int]:
    return leads_of(correction.project)


def collectors_of(project: Project) -> Iterable[int]:
    """The people of the agency that brought it."""
    people = Membership.objects.valid_now().filter(role=Role.AGENCY)
    return people.filter(organisation=project.collected_by_id).values_list("user", flat=True)


def both_leads_of(ruling: DuplicateRuling) -> Iterable[int]:
    return {*leads_of(ruling.first), *leads_of(ruling.second)}


def claimant_of(claim: Claim) -> Iterable[int]:
    return [claim.claimant_id]


def confirmers_of(claim: Claim) -> Iterable[int]:
    return leads_of(claim.project)


def other_side_of(claim: Claim) -> Iterable[int]:
    """Who filed the project hears what the invited answered, the claimant what the unit did."""
    return {claim.claimant_id, *filers_of(claim.project)}


def holder_of_recommended(recommendation: Recommendation) -> Iterable[int]:
    return hearers_of(recommendation.project)


def leads_over(evaluation: Evaluation) -> Iterable[int]:
    return leads_of(evaluation.project)


def everybody_about(evaluation: Evaluation) -> Iterable[int]:
    """Who asked for it, and whose project it is of."""
    return [*leads_of(evaluation.project), *hearers_of(evaluation.project)]


def evaluator_of(opinion: Opinion) -> Iterable[int]:
    return [opinion.evaluator_id]


def members_of(grant: AttachmentGrant) -> Iterable[int]:
    """Who may read it now."""
    members = Membership.objects.valid_now().filter(organisation=grant.organisation_id)
    return members.values_list("user", flat=True)


_TOLD = ("accept", "return", "decline", "list", "withdraw", "restore", "remind")

register(
    Workflow(
        Project,
        PROJECT_TRANSITIONS,
        PROJECT_RULES,
        checks={
            "submit": problems_of,
            "take_back": taking_back_problems,
            **dict.fromkeys(("list", "restore"), unread_problems),
            "remind": reminding_problems,
        },
        tells={
            **dict.fromkeys(_TOLD, hearers_of),
            "submit": screeners_of,
            "hand_over": both_of,
            "take_over": collectors_of,
        },
        gathers=ask_together,
        personal=dict.fromkeys(PERSONAL, _OF_PROJECT),
    )
)
register(Workflow(Version, VERSION_TRANSITIONS, VERSION_RULES))
register(
    Workflow(
        Claim,
        CLAIM_TRANSITIONS,
        CLAIM_RULES,
        tells={
            "invite": claimant_of,
            "request": confirmers_of,
            "confirm": other_side_of,
            "decline": other_side_of,
        },
        gathers=ask_of_projects,
    )
)
register(
    Workflow(
        Recommendation,
        RECOMMENDATION_TRANSITIONS,
        RECOMMENDATION_RULES,
        tells=dict.fromkeys(("recommend", "withdraw"), holder_of_recommended),
        gathers=ask_of_projects,
    )
)
register(Workflow(Service, SERVICE_TRANSITIONS, SERVICE_RULES))
register(
    Workflow(
        Correction,
        CORRECTION_TRANSITIONS,
        CORRECTION_RULES,
        checks={"propose": proposing_problems},
        tells={
            "propose": deciders_of,
            **dict.fromkeys(("accept", "return", "decline"), answerers_of_correction),
        },
        gathers=ask_of_projects,
        # Contacts stand in one, names of files in the other; nothing does once it has ended.
        personal={"sheet": _OF_CORRECTED, "before": _OF_CORRECTED},
    )
)
register(Workflow(DuplicateRuling, RULING_TRANSITIONS, RULING_RULES, tells={"ask": both_leads_of}))
register(Workflow(FieldRemark, FIELD_REMARK_TRANSITIONS, FIELD_REMARK_RULES))
register(
    Workflow(
        Evaluation,
        EVALUATION_TRANSITIONS,
        EVALUATION_RULES,
        checks=dict.fromkeys(("reopen", "void"), resting_problems),
        tells={"dispute": leads_over, "conclude": everybody_about},
        gathers=ask_of_projects,
    )
)
register(
    Workflow(
        Opinion,
        OPINION_TRANSITIONS,
        OPINION_RULES,
        checks={"reopen": reopening_problems},
        tells=dict.fromkeys(("reopen", "release"), evaluator_of),
    )
)
register(Workflow(Proofreading, PROOFREADING_TRANSITIONS, PROOFREADING_RULES))
register(
    Workflow(
        Attachment,
        ATTACHMENT_TRANSITIONS,
        ATTACHMENT_RULES,
        checks=dict.fromkeys(("revise", "place", "remove", "restore"), closed_problems),
        personal={"title": "'project:' || t.project_id"},  # people name files after people
    )
)
register(Workflow(AttachmentGrant, GRANT_TRANSITIONS, GRANT_RULES, tells={"grant": members_of}))
register_target(TARGET, take_document)
register_target(entitlements.TARGET, entitlements.take_document)
register_target(ordering.TARGET, ordering.take_document)
register_work(ImportWork, carry_out)
register_work(BulkOrder, bulk.carry_out)
register_work(EvaluationReport, typeset_report, may_wait=True)
register_work(OnePager, typeset_one_pager)
register_subject(ProjectSubject())
