"""Which organisations may read which attachments: granted, looked after, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import actor_on, desk_of
from accounts.models import Organisation
from accounts.queries import organisations_called
from accounts.states import Role
from foundation.errors import Refused
from projects.disclosing import grant_all, revoke
from projects.forms.attachments import GrantForm, OrganisationSearchForm
from projects.models import Attachment, AttachmentGrant, Project
from projects.queries import grants_of, kept_of, readings_of, visible_to
from projects.rules import may_edit
from projects.states import AttachmentKind, Visibility
from projects.views.file_panel import desk_for
from projects.views.filing import filing_desk
from projects.views.reading import find_project

_FOUND_SHOWN, _READINGS_SHOWN = 10, 50


@dataclass(frozen=True)
class Reading:
    at: datetime
    title: str
    organisation: str


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def my_grants(request: HttpRequest, ref: str) -> HttpResponse:
    return _grants_page(request, ref, desk="my")


@require_http_methods(["GET", "POST"])
@filing_desk
def unit_grants(request: HttpRequest, ref: str) -> HttpResponse:
    return _grants_page(request, ref, desk="unit")


def _grants_page(request: HttpRequest, ref: str, *, desk: str) -> HttpResponse:
    """An organisation is searched for (`?q=`), then chosen together with the files."""
    project, by = find_project(request, ref), actor_on(request)
    if not may_edit(by, project):
        raise PermissionDenied
    attachments = [one for one in kept_of(project) if _needs_grant(one)]
    search = OrganisationSearchForm(request.GET if "q" in request.GET else None)
    found = _found(search)
    data = request.POST if request.method == "POST" else None
    form = GrantForm(data, attachments=attachments, organisations=found)
    if data is not None and form.is_valid() and _grant(request, form):
        return redirect(f"{desk}_project_grants", project.ref)
    context = {
        "project": project,
        "at_desk": desk,
        "search": search,
        "found": found,
        "form": form,
        "attachments": attachments,
        "grants": grants_of(project),
        "readings": _readings(project),
        "files_url_name": f"{desk}_project_files",
    }
    return render(request, "projects/grants.html", context)


def _needs_grant(attachment: Attachment) -> bool:
    """What is public is read without one; a 委托书 only by who decides."""
    is_mandate = attachment.kind == AttachmentKind.MANDATE
    return not is_mandate and attachment.visibility != Visibility.PUBLIC


def _found(search: OrganisationSearchForm) -> list[Organisation]:
    if not search.is_bound or not search.is_valid():
        return []
    return list(organisations_called(search.cleaned_data["q"])[:_FOUND_SHOWN])


def _grant(request: HttpRequest, form: GrantForm) -> bool:
    by = actor_on(request)
    try:
        grant_all(form.chosen, form.grantee, until=form.end, by=by)
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    names = "、".join(f"“{one.title}”" for one in form.chosen)
    messages.success(request, f"已授权{form.grantee}查看{names}，已通知对方")
    return True


def _readings(project: Project) -> list[Reading]:
    """By organisation; who it was there is theirs to know."""
    entries = list(readings_of(project)[:_READINGS_SHOWN])
    titles = dict(_titles([entry.object_id for entry in entries]))
    names = dict(
        Organisation.objects.filter(
            pk__in={entry.actor_organisation for entry in entries if entry.actor_organisation}
        ).values_list("pk", "name")
    )
    return [
        Reading(one.at, titles[one.object_id], names.get(one.actor_organisation or 0, ""))
        for one in entries
    ]


def _titles(ids: Sequence[int]) -> list[tuple[int, str]]:
    return list(Attachment.objects.filter(pk__in=ids).values_list("pk", "title"))


@require_POST
@login_required
def revoke_grant(request: HttpRequest, ref: str) -> HttpResponse:
    by = actor_on(request)
    visible = visible_to(by, Project.objects.all())
    rows = AttachmentGrant.objects.filter(ref=ref.upper(), attachment__project__in=visible)
    grant = rows.select_related("attachment__project", "organisation").first()
    if grant is None:
        raise Http404
    revoke(grant, by=by)
    messages.success(request, f"已撤回，{grant.organisation}不能再看“{grant}”")
    return redirect(f"{desk_for(by)}_project_grants", grant.attachment.project.ref)
