"""What of achievements waits for somebody, and what they handed in and wait for themselves."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.cycles import current_cycle
from accounts.states import Role, Scope
from projects.models import Claim, Correction, Evaluation, Opinion, Project
from projects.queries.corrections import corrections_waiting
from projects.queries.duplicates import asked_of
from projects.queries.evaluation import to_take_up
from projects.queries.faults import unread
from projects.queries.filing import in_custody_of
from projects.queries.proofreadings import proofreadings
from projects.states import (
    ClaimStatus,
    CorrectionStatus,
    EvaluationStatus,
    LibraryFault,
    OpinionStatus,
    ProjectStatus,
)
from records.actors import Actor
from records.waiting import Place, ToCount


def waiting_for(by: Actor) -> list[ToCount]:
    """At the desk of the role acted in: what is to be counted."""
    if by.role == Role.HOLDER and by.is_person:
        return list(_for_holder(by))
    if by.role in Role.of_unit:
        lead = _for_lead(by) if by.role == Role.UNIT_LEAD else ()
        return [*lead, *_in_custody(by)]
    if by.role == Role.AGENCY and by.unit:
        return [*_in_custody(by), *_to_evaluate(by)]
    return list(_for_centre(by)) if by.role in Role.of_centre else []


def handed_in_by(by: Actor) -> list[ToCount]:
    if by.role == Role.HOLDER and by.is_person:
        return list(_of_holder(by))
    if by.role in Role.of_unit:
        return [*_of_unit(by), _invited(by)]
    if by.role == Role.AGENCY and by.unit:
        return [*_with_others(in_custody_of(by), "unit_projects", by_state=True), _invited(by)]
    return list(_of_centre()) if by.role in Role.of_centre else []


def _for_holder(by: Actor) -> Iterator[ToCount]:
    own = Project.objects.filter(holder=by.user_id)
    yield from _unfinished(own, "my_projects")
    invited = Claim.objects.filter(claimant=by.user_id, status=ClaimStatus.INVITED)
    yield ToCount(invited, Place("请你认领的成果", "my_claims"), since="opened_at")
    yield from _corrections_of(own, "my_projects")


def _in_custody(by: Actor) -> Iterator[ToCount]:
    own = in_custody_of(by)
    yield from _unfinished(own, "unit_projects", by_state=True)
    yield from _corrections_of(own, "unit_projects")


def _for_lead(by: Actor) -> Iterator[ToCount]:
    """Persons are compared: what is one's own waits for another."""
    queue = Project.objects.filter(unit=by.unit, status=ProjectStatus.SUBMITTED)
    others = queue.exclude(submitted_by=by.user_id).exclude(holder=by.user_id)
    place = Place("待初审的成果", "unit_projects", "state=submitted")
    yield ToCount(others, place, since="submitted_at")
    place = Place("待审核的更正", "unit_corrections")
    yield ToCount(corrections_waiting(by), place, since="proposed_at")
    asked = Claim.objects.filter(project__unit=by.unit, status=ClaimStatus.REQUESTED)
    place = Place("待确认的认领", "unit_claims")
    yield ToCount(asked.exclude(claimant=by.user_id), place, since="opened_at")
    disputed = Evaluation.objects.filter(
        project__unit=by.unit, status=EvaluationStatus.DISPUTED
    ).exclude(project__holder=by.user_id)
    place = Place("分歧大、待复议的评价", "unit_evaluations", "show=disputed")
    yield ToCount(disputed, place, since="opened_at")
    place = Place("待核实的疑似重复", "unit_projects")
    yield ToCount(asked_of(by.unit), place, since="ruled_at")


def _to_evaluate(by: Actor) -> Iterator[ToCount]:
    if Scope.EVALUATE not in by.scopes:
        return
    here = Q(evaluation__project__unit=by.unit, status=OpinionStatus.TAKEN)
    own = Opinion.objects.filter(here, evaluator=by.user_id)
    place = Place("没有提交的评价", "unit_evaluations", "show=mine")
    yield ToCount(own, place, since="taken_at")
    place = Place("可以承接的评价", "unit_evaluations")
    yield ToCount(to_take_up(by, current_cycle()), place, since="listed_at")


def _for_centre(by: Actor) -> Iterator[ToCount]:
    involved = Q(submitted_by=by.user_id) | Q(holder=by.user_id) | Q(accepted_by=by.user_id)
    accepted = Project.objects.filter(status=ProjectStatus.ACCEPTED)
    place = Place("待入库的成果", "center_library", "state=accepted")
    yield ToCount(accepted.exclude(involved), place, since="submitted_at")
    own = proofreadings().filter(version=OuterRef("standing"), reader=by.user_id)
    to_read = unread(current_cycle().readings).exclude(involved).exclude(Exists(own))
    place = Place("待审读的成果", "center_faults", f"kind={LibraryFault.UNREAD}")
    yield ToCount(to_read, place, since="submitted_at")


def _unfinished(
    own: QuerySet[Project], url_name: str, *, by_state: bool = False
) -> Iterator[ToCount]:
    """What came back, and what was never handed in."""
    returned, draft = ("state=returned", "state=draft") if by_state else ("", "")
    place = Place("退回修改的成果", url_name, returned)
    yield ToCount(own.filter(status=ProjectStatus.RETURNED), place, due="due_on")
    place = Place("没有提交的成果", url_name, draft)
    yield ToCount(own.filter(status=ProjectStatus.DRAFT), place, since="opened_at")


def _corrections_of(own: QuerySet[Project], url_name: str) -> Iterator[ToCount]:
    corrections = Correction.objects.filter(project__in=own)
    returned = corrections.filter(status=CorrectionStatus.RETURNED)
    place = Place("退回修改的更正", url_name)
    yield ToCount(returned, place, since="proposed_at", due="due_on")
    begun = corrections.filter(status=CorrectionStatus.OPEN)
    yield ToCount(begun, Place("没有提交的更正", url_name), since="began_at")


def _of_holder(by: Actor) -> Iterator[ToCount]:
    own = Project.objects.filter(holder=by.user_id)
    yield from _with_others(own, "my_projects")
    proposed = Correction.objects.filter(
        project__holder=by.user_id, status=CorrectionStatus.PROPOSED
    )
    place = Place("更正：等推荐单位审核", "my_projects")
    yield ToCount(proposed, place, since="proposed_at")
    asked = Claim.objects.filter(claimant=by.user_id, status=ClaimStatus.REQUESTED)
    place = Place("认领：等推荐单位确认", "my_claims")
    yield ToCount(asked, place, since="opened_at")


def _of_unit(by: Actor) -> Iterator[ToCount]:
    here = Project.objects.filter(unit=by.unit)
    if by.role != Role.UNIT_LEAD:
        submitted = here.filter(status=ProjectStatus.SUBMITTED)
        place = Place("成果：等本单位审核人初审", "unit_projects", "state=submitted")
        yield ToCount(submitted, place, since="submitted_at")
    accepted = here.filter(status=ProjectStatus.ACCEPTED)
    place = Place("成果：等火炬中心入库", "unit_projects", "state=accepted")
    yield ToCount(accepted, place, since="submitted_at")
    returned = here.filter(status=ProjectStatus.RETURNED, holder__isnull=False)
    place = Place("成果：等持有人修改", "unit_projects", "state=returned")
    yield ToCount(returned, place, due="due_on")


def _of_centre() -> Iterator[ToCount]:
    queue = Project.objects.filter(status=ProjectStatus.SUBMITTED)
    place = Place("成果：等推荐单位初审", "center_library", "state=submitted")
    yield ToCount(queue, place, since="submitted_at")


def _with_others(
    own: QuerySet[Project], url_name: str, *, by_state: bool = False
) -> Iterator[ToCount]:
    for status, label in (
        (ProjectStatus.SUBMITTED, "成果：等推荐单位初审"),
        (ProjectStatus.ACCEPTED, "成果：等火炬中心入库"),
    ):
        place = Place(label, url_name, f"state={status}" if by_state else "")
        yield ToCount(own.filter(status=status), place, since="submitted_at")


def _invited(by: Actor) -> ToCount:
    invited = Claim.objects.filter(project__in=in_custody_of(by), status=ClaimStatus.INVITED)
    place = Place("认领：等持有人答复", "unit_projects", "state=listed")
    return ToCount(invited, place, since="opened_at")
