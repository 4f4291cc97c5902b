"""What the desks share in reading: a page of a list, one project with its history."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.guards import actor_on
from accounts.states import Role, Scope
from projects.content import content_of, mode_names
from projects.drafting import Locked
from projects.models import Project
from projects.queries import (
    as_edited,
    attachments_named,
    by_name,
    for_detail,
    for_list,
    for_sheet,
    history_of,
    readable_among,
    standing_version,
    visible_to,
)
from projects.rules import may_edit, pending_correction
from projects.states import ProjectStatus as S
from projects.views.correction_steps import BEGIN
from projects.views.evaluated import evaluated_at
from projects.views.glancing import glance_at
from projects.views.likes import likes_at
from projects.views.offering import Offering, Tried
from projects.views.panels import panels_at
from projects.views.remarks import TriedRemark, remarks_at
from projects.views.steps import DESKS
from projects.views.walking import walk_of
from records.actors import Actor
from records.workflow import available_moves

PAGE_SIZE = 20
# Who may know who stands behind a project, and (masked) how they are reached.
KNOW_PEOPLE = (*Role.of_unit, *Role.of_centre)


def page_of(request: HttpRequest, projects: QuerySet[Project]) -> Page[Project]:
    return Paginator(for_list(projects), PAGE_SIZE).get_page(request.GET.get("page"))


def find_project(request: HttpRequest, name: str) -> Project:
    """By ref or code; what the actor may not see does not exist for them."""
    return get_object_or_404(for_list(_visible(request, name)))


def lock_project(request: HttpRequest, name: str) -> Locked:
    """As `find_project`, with what a sheet shows and as it is edited; held until the transaction
    ends."""
    rows = for_sheet(_visible(request, name))
    return Locked(as_edited(get_object_or_404(rows.select_for_update(of=("self",)))))


def _visible(request: HttpRequest, name: str) -> QuerySet[Project]:
    return by_name(name, visible_to(actor_on(request), Project.objects.all()))


def show_project(
    request: HttpRequest,
    name: str,
    *,
    desk: str,
    tried: Tried | None = None,
    remark: TriedRemark | None = None,
) -> HttpResponse:
    """One project at a desk, with the decisions the door would accept; `tried` is one that was
    refused just now, `remark` a remark that was."""
    project, by = get_object_or_404(for_detail(_visible(request, name))), actor_on(request)
    offering, history = Offering(project, by, tried), history_of(project)
    version = standing_version(project)
    content = version.content if version else content_of(project, mode_names([project]))
    remarks = remarks_at(desk, project, content, by, remark)
    context = {
        "project": project,
        "version": version,
        "content": content,
        "remarks": remarks,
        "sections": remarks.parts_of(content),
        "history_url": reverse(f"{desk}_project_history", args=[project.ref]),
        "attachments": readable_among(by, attachments_named(project, content)),
        "history": history,
        "may_share": desk != "center" and may_edit(by, project) and content.get("attachments"),
        "journey_url": reverse(f"{desk}_project_journey", args=[project.ref]),
        "at_desk": desk,
        "may_copy": desk != "center" and may_edit(by, project),
        "matches_url": _matches_url(desk, project),
        "coaching_url": _coaching_url(desk, project, by),
        "paper_url": reverse(f"{desk}_project_paper", args=[project.ref])
        if desk != "center"
        else "",
        "likes": likes_at(desk, project, by),
        "walk": walk_of(request, desk, project),
        "glance": glance_at(request, desk, project),
        "evaluations": evaluated_at(desk, project, by),
        "knows_people": by.role in KNOW_PEOPLE,
        **_correction_at(desk, offering),
        **_offers_at(desk, offering),
        **panels_at(desk, offering, history, version),
    }
    refused = tried or remark
    status = refused.status if refused else HTTPStatus.OK
    return render(request, "projects/detail.html", context, status=status)


def _matches_url(desk: str, project: Project) -> str:
    """ "" where it is not matched, or not here."""
    is_matched = project.status == S.LISTED and project.may_be_shown and desk != "center"
    return reverse(f"{desk}_project_matches", args=[project.ref]) if is_matched else ""


def _coaching_url(desk: str, project: Project, by: Actor) -> str:
    """ "" before it is filed, and where they do not coach."""
    is_theirs = by.role != Role.AGENCY or Scope.COACH in by.scopes
    is_open = project.submitted_at is not None and desk != "center" and is_theirs
    return reverse(f"{desk}_project_coaching", args=[project.ref]) if is_open else ""


def _correction_at(desk: str, offering: Offering) -> dict[str, Any]:
    """The one that is pending, or the offer to begin one; "" where there is no page of it."""
    correction = pending_correction(offering.project)
    url = reverse(f"{desk}_correction", args=[correction.ref]) if correction else ""
    return {
        "correction": correction,
        "correction_url": url,
        "correcting": offering.of([BEGIN[desk]] if desk in BEGIN else []),
    }


def _offers_at(desk: str, offering: Offering) -> dict[str, Any]:
    """Offers by the panel they stand in; `moves` are what the door would accept at any desk."""
    steps, project = DESKS[desk], offering.project
    recommendations, claims = project.recommendations.all(), project.claims.all()
    return {
        "moves": available_moves(project, offering.by),
        "deciding": offering.of(steps.deciding),
        "recommending": offering.of(steps.recommending),
        "serving": offering.of(steps.serving),
        "inviting": offering.of(steps.inviting),
        "recommendations": [(r, offering.of(steps.on_recommendation, r)) for r in recommendations],
        "claims": [(claim, offering.of(steps.on_claim, claim)) for claim in claims],
    }
