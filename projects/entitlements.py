"""已享服务: what a listed project has enjoyed is written down."""

from datetime import date

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.models import Project, Service
from projects.states import ProjectStatus, ServiceKind
from records.actors import Actor
from records.workflow import begin


class ServiceProblem(TextChoices):
    NOT_LISTED = "not_listed", "只有已入库的成果可以登记服务，现在的状态是“{found}”"
    FUTURE = "future", "服务日期不能晚于今天"
    TWICE = "twice", "这一天的这项服务已经登记过"


@transaction.atomic
def note_service(
    project: Project, kind: ServiceKind, *, provider: str, on: date, by: Actor
) -> Service:
    """Raises Refused: not listed, in the future, noted already (422)."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    service = Service(project=locked, kind=kind, provider=provider, enjoyed_on=on)
    refuse_if(_problems(service))
    return begin(service, "note", by=by)


def _problems(service: Service) -> list[Problem]:
    project, problems = service.project, []
    if project.status != ProjectStatus.LISTED:
        found = project.get_status_display()
        problems.append(Problem(ServiceProblem.NOT_LISTED, found=found))
    if service.enjoyed_on > clock.today():
        problems.append(Problem(ServiceProblem.FUTURE, "on"))
    same = Service.objects.filter(
        project=project, kind=service.kind, provider=service.provider, enjoyed_on=service.enjoyed_on
    )
    return [*problems, Problem(ServiceProblem.TWICE)] if same.exists() else problems
