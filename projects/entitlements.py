"""已享服务: what a listed project has enjoyed is written down, shown by evidence, voided where it
was wrong."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from accounts.acting import still_sending
from accounts.models import Organisation
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from projects.listings import tell_anew
from projects.models import Project, Service
from projects.rules import may_note
from projects.states import ProjectStatus, ServiceKind, ServiceStatus
from records.actors import VISITOR, Actor
from records.models import Document, Upload
from records.states import MoveProblem
from records.workflow import begin, move

TARGET = "projects.service"


class ServiceProblem(TextChoices):
    NOT_LISTED = "not_listed", "只有已入库的成果可以登记服务，现在的状态是“{found}”"
    FUTURE = "future", "服务日期不能晚于今天"
    TWICE = "twice", "这一天的这项服务已经登记过"
    VOID = "void", "这条登记已经作废，不能再补凭证。请重新登记"
    NO_REASON = "no_reason", "请写明作废的理由"


@dataclass(frozen=True, slots=True)
class Said:
    """What else is known of a service: whose house gave it, and what was done."""

    organisation: Organisation | None = None
    detail: str = ""


@transaction.atomic
def note_service(
    project: Project,
    kind: ServiceKind,
    *,
    provider: str,
    on: date,
    by: Actor,
    said: Said = Said(),
) -> Service:
    """Raises Refused: not listed, in the future, noted already (422)."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    service = Service(
        project=locked,
        kind=kind,
        provider=provider,
        organisation=said.organisation,
        detail=said.detail,
        enjoyed_on=on,
    )
    refuse_if(_problems(service))
    noted = begin(service, "note", by=by)
    tell_anew([locked])
    return noted


def refuse_unprovable(service: Service, *, by: Actor) -> None:
    """Before anything is sent. Raises Refused: 403 not theirs to prove, 422 void."""
    if not may_note(by, service):
        problem = Problem(MoveProblem.NOT_YOURS, expected="补充凭证")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    refuse_if([Problem(ServiceProblem.VOID)] if service.status == ServiceStatus.VOID else [])


def take_document(upload: Upload, document: Document) -> Service:
    """What came for a service becomes its evidence, if whoever sent it may still do so."""
    service = Service.objects.select_related("project").get(ref=upload.about)
    return prove(service, document, by=still_sending(upload) or VISITOR)


@transaction.atomic
def prove(service: Service, document: Document, *, by: Actor) -> Service:
    """In place of what was there before. Raises Refused as `refuse_unprovable`."""
    locked = Service.objects.select_for_update(of=("self",)).select_related("project")
    refuse_unprovable(locked.get(pk=service.pk), by=by)

    def write(row: Service) -> None:
        row.evidence = document

    return move(service, "prove", by=by, write=write)


@transaction.atomic
def void(service: Service, *, by: Actor, reason: str) -> Service:
    """It counts nowhere from this commit on. Raises Refused: not theirs (403), void already (409),
    no reason (422)."""
    refuse_if([] if reason else [Problem(ServiceProblem.NO_REASON, "reason")])
    voided = move(service, "void", by=by, note=reason)
    tell_anew([voided.project])
    return voided


def _problems(service: Service) -> list[Problem]:
    project, problems = service.project, []
    if project.status != ProjectStatus.LISTED:
        found = project.get_status_display()
        problems.append(Problem(ServiceProblem.NOT_LISTED, found=found))
    if service.enjoyed_on > clock.today():
        problems.append(Problem(ServiceProblem.FUTURE, "on"))
    same = Service.objects.noted().filter(
        project=project, kind=service.kind, provider=service.provider, enjoyed_on=service.enjoyed_on
    )
    return [*problems, Problem(ServiceProblem.TWICE)] if same.exists() else problems
