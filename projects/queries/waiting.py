"""What of achievements waits for somebody, and what they handed in and wait for themselves."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from accounts.cycles import current_cycle
from accounts.states import Role, Scope
from projects.models import Claim, Correction, Evaluation, Opinion, Project
from projects.queries.evaluation import to_take_up
from projects.states import (
    ClaimStatus,
    CorrectionStatus,
    EvaluationStatus,
    OpinionStatus,
    ProjectStatus,
    Source,
)
from records.actors import Actor
from records.waiting import Kind, Place, Waiting, count_each, count_waiting

_WITH_OTHERS = (ProjectStatus.SUBMITTED, ProjectStatus.RETURNED, ProjectStatus.ACCEPTED)


def waiting_for(by: Actor) -> list[Waiting]:
    """At the desk of the role acted in; a fixed number of queries for each."""
    if by.role == Role.HOLDER and by.is_person:
        return list(_for_holder(by))
    if by.role in Role.of_unit:
        return list(_for_unit(by))
    if by.role == Role.AGENCY and by.unit:
        return list(_for_agency(by))
    return list(_for_centre(by)) if by.role in Role.of_centre else []


def handed_in_by(by: Actor) -> list[Waiting]:
    if by.role == Role.HOLDER and by.is_person:
        return list(_of_holder(by))
    if by.role in Role.of_unit:
        return list(_of_unit(by))
    if by.role == Role.AGENCY and by.unit:
        return list(_of_agency(by))
    return list(_of_centre()) if by.role in Role.of_centre else []


def _for_holder(by: Actor) -> Iterator[Waiting]:
    own = Project.objects.filter(holder=by.user_id)
    yield from _unfinished(own, "my_projects")
    invited = Claim.objects.filter(claimant=by.user_id, status=ClaimStatus.INVITED)
    yield count_waiting(invited, Place("请你认领的成果", "my_claims"), since="opened_at")
    yield from _corrections_of(Q(project__holder=by.user_id), "my_projects")


def _for_unit(by: Actor) -> Iterator[Waiting]:
    here = Project.objects.filter(unit=by.unit)
    if by.role == Role.UNIT_LEAD:
        yield from _for_lead(by)
    own = here.filter(holder=None).exclude(source=Source.AGENCY)
    yield from _unfinished(own, "unit_projects", by_state=True)
    in_custody = Q(project__unit=by.unit, project__holder=None)
    yield from _corrections_of(in_custody & ~Q(project__source=Source.AGENCY), "unit_projects")


def _for_lead(by: Actor) -> Iterator[Waiting]:
    """Persons are compared: what is one's own waits for another."""
    queue = Project.objects.filter(unit=by.unit, status=ProjectStatus.SUBMITTED)
    others = queue.exclude(submitted_by=by.user_id).exclude(holder=by.user_id)
    place = Place("待初审的成果", "unit_projects", "state=submitted")
    yield count_waiting(others, place, since="submitted_at")
    proposed = Correction.objects.filter(project__unit=by.unit, status=CorrectionStatus.PROPOSED)
    theirs = proposed.exclude(proposed_by=by.user_id).exclude(project__holder=by.user_id)
    place = Place("待审核的更正", "unit_corrections")
    yield count_waiting(theirs, place, since="proposed_at")
    asked = Claim.objects.filter(project__unit=by.unit, status=ClaimStatus.REQUESTED)
    place = Place("待确认的认领", "unit_claims")
    yield count_waiting(asked.exclude(claimant=by.user_id), place, since="opened_at")
    disputed = Evaluation.objects.filter(
        project__unit=by.unit, status=EvaluationStatus.DISPUTED
    ).exclude(project__holder=by.user_id)
    place = Place("分歧大、待复议的评价", "unit_evaluations", "show=disputed")
    yield count_waiting(disputed, place, since="opened_at")


def _for_agency(by: Actor) -> Iterator[Waiting]:
    in_custody = Q(custodian=by.organisation_id, holder=None)
    if Scope.COLLECT in by.scopes:
        own = Project.objects.filter(in_custody, unit=by.unit)
        yield from _unfinished(own, "unit_projects", by_state=True)
    if Scope.EVALUATE in by.scopes:
        yield from _to_evaluate(by)


def _to_evaluate(by: Actor) -> Iterator[Waiting]:
    here = Q(evaluation__project__unit=by.unit, status=OpinionStatus.TAKEN)
    own = Opinion.objects.filter(here, evaluator=by.user_id)
    place = Place("没有提交的评价", "unit_evaluations", "show=mine")
    yield count_waiting(own, place, since="taken_at")
    place = Place("可以承接的评价", "unit_evaluations")
    yield count_waiting(to_take_up(by, current_cycle()), place, since="listed_at")


def _for_centre(by: Actor) -> Iterator[Waiting]:
    accepted = Project.objects.filter(status=ProjectStatus.ACCEPTED)
    others = accepted.exclude(
        Q(submitted_by=by.user_id) | Q(holder=by.user_id) | Q(accepted_by=by.user_id)
    )
    place = Place("待入库的成果", "center_library", "state=accepted")
    yield count_waiting(others, place, since="submitted_at")


def _unfinished(
    own: QuerySet[Project], url_name: str, *, by_state: bool = False
) -> Iterator[Waiting]:
    """What came back, and what was never handed in."""
    returned, draft = ("state=returned", "state=draft") if by_state else ("", "")
    yield from count_each(
        own.filter(status__in=ProjectStatus.editable),
        Kind(
            Place("退回修改的成果", url_name, returned),
            Q(status=ProjectStatus.RETURNED),
            due="due_on",
        ),
        Kind(
            Place("没有提交的成果", url_name, draft),
            Q(status=ProjectStatus.DRAFT),
            since="opened_at",
        ),
    )


def _corrections_of(own: Q, url_name: str) -> Iterator[Waiting]:
    returned, begun = Q(status=CorrectionStatus.RETURNED), Q(status=CorrectionStatus.OPEN)
    yield from count_each(
        Correction.objects.filter(own, status__in=CorrectionStatus.editable),
        Kind(Place("退回修改的更正", url_name), returned, since="proposed_at", due="due_on"),
        Kind(Place("没有提交的更正", url_name), begun, since="began_at"),
    )


def _of_holder(by: Actor) -> Iterator[Waiting]:
    own = Project.objects.filter(holder=by.user_id)
    yield from _with_others(own, "my_projects")
    proposed = Correction.objects.filter(
        project__holder=by.user_id, status=CorrectionStatus.PROPOSED
    )
    place = Place("更正：等推荐单位审核", "my_projects")
    yield count_waiting(proposed, place, since="proposed_at")
    asked = Claim.objects.filter(claimant=by.user_id, status=ClaimStatus.REQUESTED)
    place = Place("认领：等推荐单位确认", "my_claims")
    yield count_waiting(asked, place, since="opened_at")


def _of_unit(by: Actor) -> Iterator[Waiting]:
    screened, *others = count_each(
        Project.objects.filter(unit=by.unit, status__in=_WITH_OTHERS),
        Kind(
            Place("成果：等本单位审核人初审", "unit_projects", "state=submitted"),
            Q(status=ProjectStatus.SUBMITTED),
            since="submitted_at",
        ),
        Kind(
            Place("成果：等火炬中心入库", "unit_projects", "state=accepted"),
            Q(status=ProjectStatus.ACCEPTED),
            since="submitted_at",
        ),
        Kind(
            Place("成果：等持有人修改", "unit_projects", "state=returned"),
            Q(status=ProjectStatus.RETURNED, holder__isnull=False),
            due="due_on",
        ),
    )
    yield from others if by.role == Role.UNIT_LEAD else (screened, *others)
    yield from _invited(Q(project__unit=by.unit) & ~Q(project__source=Source.AGENCY))


def _of_agency(by: Actor) -> Iterator[Waiting]:
    own = Project.objects.filter(custodian=by.organisation_id, unit=by.unit, holder=None)
    yield from _with_others(own, "unit_projects", by_state=True)
    yield from _invited(Q(project__custodian=by.organisation_id, project__unit=by.unit))


def _of_centre() -> Iterator[Waiting]:
    queue = Project.objects.filter(status=ProjectStatus.SUBMITTED)
    place = Place("成果：等推荐单位初审", "center_library", "state=submitted")
    yield count_waiting(queue, place, since="submitted_at")


def _with_others(
    own: QuerySet[Project], url_name: str, *, by_state: bool = False
) -> Iterator[Waiting]:
    submitted, accepted = ("state=submitted", "state=accepted") if by_state else ("", "")
    yield from count_each(
        own.filter(status__in=(ProjectStatus.SUBMITTED, ProjectStatus.ACCEPTED)),
        Kind(
            Place("成果：等推荐单位初审", url_name, submitted),
            Q(status=ProjectStatus.SUBMITTED),
            since="submitted_at",
        ),
        Kind(
            Place("成果：等火炬中心入库", url_name, accepted),
            Q(status=ProjectStatus.ACCEPTED),
            since="submitted_at",
        ),
    )


def _invited(where: Q) -> Iterator[Waiting]:
    invited = Claim.objects.filter(where, status=ClaimStatus.INVITED)
    place = Place("认领：等持有人答复", "unit_projects", "state=listed")
    yield count_waiting(invited, place, since="opened_at")
