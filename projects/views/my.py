"""The holder's desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guards import actor_on, desk_of
from accounts.models import Organisation
from accounts.registering import register_organisation
from accounts.states import OrganisationKind, Role
from foundation.errors import Refused
from projects.forms.sheet import ProjectForm
from projects.intake import open_draft, save_draft, submit
from projects.models import Project
from projects.queries import visible_to
from projects.states import ProjectStatus
from projects.views.reading import find_project, page_of, show_project


@require_safe
@desk_of(Role.HOLDER)
def project_list(request: HttpRequest) -> HttpResponse:
    projects = visible_to(actor_on(request), Project.objects.order_by("-opened_at", "-pk"))
    return render(request, "projects/my_list.html", {"page": page_of(request, projects)})


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def new_project(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, None)
    return render(request, "projects/form.html", {"form": form, "project": None})


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    """A draft is a form; what was submitted is a page."""
    project = find_project(request, ref)
    if request.method == "GET" and project.status != ProjectStatus.DRAFT:
        return show_project(request, ref, desk="my")
    form = ProjectForm(request.POST or None, initial=ProjectForm.initial_of(project))
    if request.method == "POST" and form.is_valid():
        return _save(request, form, project)
    return render(request, "projects/form.html", {"form": form, "project": project})


def _save(request: HttpRequest, form: ProjectForm, project: Project | None) -> HttpResponse:
    """Save, and submit if that was pressed; what the door refuses is told beside the text."""
    try:
        project = _save_draft(request, form, project)
        if "submit" in request.POST:
            project = submit(project, by=actor_on(request))
            messages.success(request, f"已提交，等待{project.unit.name}初审")
        else:
            messages.success(request, "草稿已保存")
    except Refused as refusal:
        form.add_refusal(refusal)
        context = {"form": form, "project": project}
        return render(request, "projects/form.html", context, status=refusal.status)
    return redirect("my_project", project.ref)


def _save_draft(request: HttpRequest, form: ProjectForm, project: Project | None) -> Project:
    by = actor_on(request)
    rest: dict[str, Any] = {
        "by": by,
        "organisation": _organisation(form, by),
        "shown": form.cleaned_data["shown"],
    }
    fields = form.project_fields
    return save_draft(project, fields, **rest) if project else open_draft(fields, **rest)


def _organisation(form: ProjectForm, by: Any) -> Organisation | None:
    data = form.cleaned_data
    if not data["organisation_code"]:
        return None
    kind = OrganisationKind(data["organisation_kind"])
    return register_organisation(data["organisation"], data["organisation_code"], kind, by=by)
