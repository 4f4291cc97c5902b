"""审读 at the centre's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from projects.models import Project, Proofreading
from projects.queries import visible_to
from projects.views import library_steps as steps
from projects.views.deciding import carry_out
from projects.views.reading import find_project


@require_POST
@desk_of(*Role.of_centre)
@decision
def read_project(request: HttpRequest, ref: str) -> HttpResponse:
    return carry_out(request, steps.READ, find_project(request, ref), desk="center")


@require_POST
@desk_of(*Role.of_centre)
@decision
def undo_reading(request: HttpRequest, ref: str) -> HttpResponse:
    visible = visible_to(actor_on(request), Project.objects.all())
    rows = Proofreading.objects.filter(version__project__in=visible)
    reading = get_object_or_404(rows.select_related("version__project"), ref=ref.upper())
    project = reading.version.project
    return carry_out(request, steps.UNDO_READING, project, reading, desk="center")
