"""What the desks share in reading: a page of a list, one project with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    attachments_named,
    by_name,
    for_detail,
    for_list,
    for_sheet,
    history_of,
    in_each_state,
    readable_among,
    visible_to,
)
from projects.rules import may_edit
from projects.states import ProjectStatus as S
from projects.views.likes import likes_at
from projects.views.offering import Offering, Tried
from projects.views.panels import panels_at
from projects.views.sections import sections_of
from projects.views.steps import DESKS
from records.actors import Actor
from records.workflow import available_moves

PAGE_SIZE = 20
# Who may know who stands behind a project, and (masked) how they are reached.
_KNOW_PEOPLE = (*Role.of_unit, *Role.of_centre)


@dataclass(frozen=True, slots=True)
class Tab:
    """Projects of a desk in some states; `value` is its `?state=`."""

    value: str
    label: str
    statuses: tuple[str, ...]
    is_queue: bool = False  # who waits longest comes first


@dataclass(frozen=True, slots=True)
class CountedTab:
    tab: Tab
    count: int


ALL = Tab("all", "全部", tuple(S.values))


def page_of(
    request: HttpRequest, projects: QuerySet[Project], count: int | None = None
) -> Page[Project]:
    """`count` is how many there are, where that is known already."""
    paginator = Paginator(for_list(projects), PAGE_SIZE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def listed_by_state(request: HttpRequest, tabs: Sequence[Tab]) -> dict[str, Any]:
    """What the actor may see, in the states of the tab asked for; the first unless one was."""
    visible = visible_to(actor_on(request), Project.objects.all())
    asked = request.GET.get("state")
    tab = next((tab for tab in tabs if tab.value == asked), tabs[0])
    order = ("submitted_at", "pk") if tab.is_queue else ("-pk",)
    counts = in_each_state(visible)
    counted = {one: sum(counts.get(status, 0) for status in one.statuses) for one in tabs}
    projects = visible.filter(status__in=tab.statuses).order_by(*order)
    return {
        "page": page_of(request, projects, counted[tab]),
        "tab": tab,
        "tabs": [CountedTab(one, count) for one, count in counted.items()],
    }


def find_project(request: HttpRequest, name: str) -> Project:
    """By ref or code; what the actor may not see does not exist for them."""
    return get_object_or_404(for_list(_visible(request, name)))


def lock_project(request: HttpRequest, name: str) -> Locked:
    """As `find_project`, with what a sheet shows; held until the transaction ends."""
    rows = for_sheet(_visible(request, name))
    return Locked(get_object_or_404(rows.select_for_update(of=("self",))))


def _visible(request: HttpRequest, name: str) -> QuerySet[Project]:
    return by_name(name, visible_to(actor_on(request), Project.objects.all()))


def show_project(
    request: HttpRequest, name: str, *, desk: str, tried: Tried | None = None
) -> HttpResponse:
    """One project at a desk, with the decisions the door would accept; `tried` is one that was
    refused just now."""
    project, by = get_object_or_404(for_detail(_visible(request, name))), actor_on(request)
    offering, history = Offering(project, by, tried), history_of(project)
    version = project.versions.order_by("-number").first()
    content = version.content if version else content_of(project, mode_names([project]))
    context = {
        "project": project,
        "version": version,
        "content": content,
        "sections": sections_of(content),
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
        "knows_people": by.role in _KNOW_PEOPLE,
        **_offers_at(desk, offering),
        **panels_at(desk, offering, history, version),
    }
    status = tried.status if tried else HTTPStatus.OK
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
