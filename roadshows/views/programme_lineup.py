"""Projects are picked for an agenda: those the plan named first, then the host's own."""

from collections.abc import Collection
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from foundation.text import clean_line
from provinces.views.sending import carry_out
from roadshows.forms.programme import LineupForm
from roadshows.models import Roadshow
from roadshows.programme import line_up
from roadshows.queries.programme import candidates
from roadshows.views.desks import Desk, find_roadshow, roadshow_desk
from roadshows.views.programme import frame_of, require_runner

_PER_PAGE, _LONGEST = 50, 60


@require_safe
@roadshow_desk
def lineup(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    return _show(request, desk, roadshow)


@require_POST
@roadshow_desk
def add(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    form = LineupForm(request.POST, offered=candidates(roadshow))

    def order() -> tuple[str, str]:
        added = line_up(roadshow, **form.cleaned_data, by=actor_on(request))
        return f"已列入 {len(added)} 项", desk.url("roadshow_programme", roadshow)

    def show(form: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, desk, roadshow, form, status)

    return carry_out(request, form, order, show)


def _show(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    form: DeskForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    asked = request.POST if form else request.GET
    q = clean_line(asked.get("q", "")[:_LONGEST])
    page = Paginator(candidates(roadshow, q=q), _PER_PAGE).get_page(asked.get("page"))
    ticked: Collection[str] = request.POST.getlist("projects")
    roadshow.programme.refresh_from_db()
    context = {
        **frame_of(desk, roadshow),
        "lineup_url": desk.url("roadshow_lineup", roadshow),
        "line_up_url": desk.url("roadshow_line_up", roadshow),
        "seen": roadshow.programme.revision,
        "q": q,
        "page": page,
        "rows": [(row, str(row.pk) in ticked) for row in page],
        "form": form,
    }
    return render(request, "roadshows/programme_lineup.html", context, status=status)
