"""已享服务: one with its evidence, for whoever may see its project; and as units and the centre
count them."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of, unit_desk
from accounts.models import Unit
from accounts.states import Role
from foundation.answers import answer_problems, wants_json
from foundation.downloads import private_file
from foundation.errors import GeneralProblem, Problem, Refused, refuse_if
from foundation.uploads import Purpose
from projects.entitlements import TARGET, refuse_unprovable
from projects.forms.attachments import SentForm
from projects.forms.library import EVIDENCE, EvidenceForm, ServiceFilterForm
from projects.models import Project, Service
from projects.models.service import ServiceQuerySet
from projects.queries import (
    by_kind,
    by_month,
    by_unit_and_kind,
    service_history,
    services_among,
    visible_to,
)
from projects.rules import may_note, may_see_service
from projects.states import ServiceKind, ServiceStatus
from projects.views import library_steps as steps
from projects.views.offering import Offering, Tried, form_of, require_right
from projects.views.reading import PAGE_SIZE
from projects.views.uploading import answer_opened
from records.actors import Actor
from records.models import Upload
from records.queries import uploads_about
from records.receiving import Destination, begin_upload, receive_whole


@require_safe
@login_required
def service_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _find(request, ref))


def _show(request: HttpRequest, service: Service, tried: Tried | None = None) -> HttpResponse:
    by = actor_on(request)
    desk = _desk_of(by)
    stands = service.status == ServiceStatus.NOTED
    offering = Offering(service.project, by, tried)
    context = {
        "service": service,
        "project_url_name": f"{desk}_project",
        "at_desk": desk,
        "history": service_history(service),
        "may_prove": stands and may_note(by, service),
        "voiding": offering.of((steps.VOID_SERVICE,), service),
        "uploads": uploads_about(TARGET, service.ref, by.user_id),
        "accepted": EVIDENCE,
    }
    status = tried.status if tried else HTTPStatus.OK
    return render(request, "projects/service.html", context, status=status)


@require_safe
@login_required
def evidence_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The bytes as they were filed, saved rather than shown; held by whoever asked alone."""
    document = _find(request, ref).evidence
    if document is None:
        raise Http404
    return private_file(document.file, name=document.name, content_type=document.content_type)


@require_POST
@login_required
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Room for a file of a declared size; says where its pieces go."""
    service, form = _find(request, ref), SentForm(request.POST)
    refuse_unprovable(service, by=actor_on(request))
    if not form.is_valid():
        problem = Problem(GeneralProblem.BAD_REQUEST)
        return answer_problems(request, [problem], HTTPStatus.BAD_REQUEST)
    name, size = form.cleaned_data["name"], form.cleaned_data["size"]
    return answer_opened(_open(service, name, size, actor_on(request)))


@require_POST
@login_required
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """A file that a plain form has sent whole."""
    service, form = _find(request, ref), EvidenceForm(request.POST, request.FILES)
    refuse_unprovable(service, by=actor_on(request))
    if not form.is_valid():
        refuse_if([Problem(GeneralProblem.BAD_REQUEST)])
    file = form.cleaned_data["file"]
    receive_whole(_open(service, file.name, file.size, actor_on(request)), file.file)
    messages.success(request, f"“{file.name}”已传完，正在检查")
    return redirect("service", service.ref)


def _open(service: Service, name: str, size: int, by: Actor) -> Upload:
    to = Destination(TARGET, service.ref)
    return begin_upload(name, size, purpose=Purpose.DOCUMENT, to=to, by=by)


@require_POST
@login_required
def void_service(request: HttpRequest, ref: str) -> HttpResponse:
    service, by = _find(request, ref), actor_on(request)
    step = steps.VOID_SERVICE
    require_right(step, service, by)
    form = form_of(step, service.project, service, request.POST)
    if not form.is_valid():
        return _show(request, service, Tried(step, service, form))
    try:
        done = step.order(service, by=by, **form.cleaned_data)
    except Refused as refusal:
        if wants_json(request):
            raise
        form.add_refusal(refusal)
        return _show(request, service, Tried(step, service, form, refusal.status))
    messages.success(request, step.done(done))
    return redirect("service", service.ref)


@require_safe
@unit_desk
def unit_services(request: HttpRequest) -> HttpResponse:
    """Of the projects they may see: counted by kind and by month, and one by one."""
    form = ServiceFilterForm(request.GET)
    found = services_among(visible_to(actor_on(request), Project.objects.all()))
    counted = found.noted()
    rows = _narrowed(found, form.wanted)
    counts, months = by_kind(counted), list(by_month(counted)[:12])
    context = {
        "form": form,
        "kinds": [(kind, counts.get(kind, 0)) for kind in ServiceKind],
        "total": sum(counts.values()),
        "months": months,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_narrowed": any(form.wanted.values()),
    }
    return render(request, "projects/unit_services.html", context)


@require_safe
@desk_of(*Role.of_centre)
def center_services(request: HttpRequest) -> HttpResponse:
    """Unit × kind, the whole country."""
    counts, kinds = by_unit_and_kind(), list(ServiceKind)
    rows = []
    for unit in Unit.objects.all():
        cells = [(kind, counts.get((unit.pk, kind), 0)) for kind in kinds]
        rows.append((unit, cells, sum(count for _, count in cells)))
    totals = [(kind, sum(n for (_, of), n in counts.items() if of == kind)) for kind in kinds]
    context = {"kinds": kinds, "rows": rows, "totals": totals, "total": sum(counts.values())}
    return render(request, "projects/center_services.html", context)


def _narrowed(services: ServiceQuerySet, wanted: dict[str, str]) -> ServiceQuerySet:
    if wanted["kind"]:
        services = services.filter(kind=wanted["kind"])
    if wanted["month"]:
        year, month = wanted["month"].split("-")
        services = services.filter(enjoyed_on__year=year, enjoyed_on__month=month)
    if wanted["proof"] == "void":
        return services.filter(status=ServiceStatus.VOID)
    if wanted["proof"]:
        services = services.filter(evidence__isnull=wanted["proof"] == "without")
    return services.noted()


def _find(request: HttpRequest, ref: str) -> Service:
    """What the actor may not see does not exist for them."""
    rows = Service.objects.select_related(
        "project__unit", "project__organisation", "organisation", "evidence"
    )
    found = rows.filter(ref=ref.upper()).first()
    if found is None or not may_see_service(actor_on(request), found):
        raise Http404
    return found


def _desk_of(by: Actor) -> str:
    """Whose address of the project leads back."""
    if by.role in Role.of_centre:
        return "center"
    return "my" if by.role == Role.HOLDER else "unit"
