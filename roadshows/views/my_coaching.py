"""A holder's way to the stage: for each own project what is next; and whom they coach."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from projects.models import Project
from roadshows.queries.coaching import (
    Slot,
    Standing,
    coached_own,
    deadlines_of,
    readiness_of,
    sessions_coached_by,
    slots_of,
)
from roadshows.states import Readiness

PAGE_SIZE = 20


@dataclass(frozen=True)
class Row:
    project: Project
    standing: Standing
    slot: Slot | None
    until: dict[Readiness, date]

    @property
    def lacks(self) -> list[tuple[Readiness, date | None]]:
        return [(one, self.until.get(one)) for one in self.standing.lacks]


@require_safe
@desk_of(Role.HOLDER)
def my_coaching(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    page = Paginator(coached_own(by), PAGE_SIZE).get_page(request.GET.get("page"))
    projects = list(page.object_list)
    standing, slots = readiness_of(projects), slots_of(projects)
    until = deadlines_of(projects)
    rows = [
        Row(one, standing[one.pk], slots.get(one.pk), until.get(one.pk, {})) for one in projects
    ]
    context = {"page": page, "rows": rows, "coached": sessions_coached_by(by.user_id)}
    return render(request, "roadshows/my_coaching.html", context)
