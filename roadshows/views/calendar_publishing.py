"""发布排期: what would change and who hears of it, looked at before; the versions there were."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.states import Role
from provinces.views.sending import carry_out
from roadshows.calendar.clashes import clashes_of
from roadshows.forms.calendar import PublishForm
from roadshows.models import CalendarVersion, Placement, Season
from roadshows.publishing import publish_calendar
from roadshows.queries.calendar import days_of, placed_in, problem_of, to_publish
from roadshows.queries.people import everybody_by
from roadshows.rules import is_centre_lead
from roadshows.seasons import season_of
from roadshows.views.calendar_chips import Names
from roadshows.views.calendar_spots import season_asked, year_asked
from roadshows.views.calendar_words import day_in_words, unannounced, wish_met

PAGE_SIZE = 20


@dataclass(frozen=True)
class NewDay:
    """Of one roadshow; `heard_by` counts the people who are told."""

    name: str
    title: str
    before: str
    after: str
    met: str
    heard_by: int


@require_safe
@desk_of(*Role.of_centre)
def review(request: HttpRequest) -> HttpResponse:
    return _review(request, season_asked(request), PublishForm())


@require_POST
@desk_of(*Role.of_centre)
@decision
def publish(request: HttpRequest, year: int) -> HttpResponse:
    season = season_of(get_object_or_404(Cycle, year=year))
    form = PublishForm(request.POST)

    def order() -> tuple[str, str]:
        note = form.cleaned_data["note"]
        version = publish_calendar(season, by=actor_on(request), note=note)
        told = f"已发布第 {version.number} 版，{_changed(version)} 场的日期有变，相关的人会收到消息"
        return told, reverse("center_calendar_version", args=[version.ref])

    return carry_out(
        request, form, order, lambda sent, status: _review(request, season, sent, status)
    )


@require_safe
@desk_of(*Role.of_centre)
def versions(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    cycle = year_asked(request)
    found = cycle.calendars.select_related("published_by").order_by("-number")
    page: Page[CalendarVersion] = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(version, _changed(version)) for version in page]
    context = {"cycle": cycle, "page": page, "rows": rows}
    return render(request, "roadshows/calendar_versions.html", context)


@require_safe
@desk_of(*Role.of_centre)
def version(request: HttpRequest, ref: str) -> HttpResponse:
    rows = CalendarVersion.objects.select_related("cycle", "published_by")
    found = get_object_or_404(rows, ref=ref.upper())
    content = [
        {**one, "before": _words(one["before"]), "day": _words(one["day"]), "is_new": is_new}
        for one in found.content
        for is_new in [one["day"] != one["before"]]
    ]
    context = {"version": found, "rows": content, "changed": _changed(found)}
    return render(request, "roadshows/calendar_version.html", context)


def _review(
    request: HttpRequest,
    season: Season,
    form: DeskForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rows = list(placed_in(season.cycle))
    changed = to_publish(rows)
    days = days_of(rows)
    clashes = clashes_of(problem_of(season, rows), days)
    context = {
        "cycle": season.cycle,
        "form": form,
        "changes": _changes(rows, changed),
        "unannounced": unannounced(days.values()),
        "clashes": len(clashes),
        "waiting": len(rows) - len(days),
        "last": season.cycle.calendars.order_by("-number").first(),
        "may_publish": is_centre_lead(actor_on(request), season),
    }
    return render(request, "roadshows/calendar_publish.html", context, status=status)


def _changes(rows: list[Placement], changed: list[Placement]) -> list[NewDay]:
    names = Names(rows).by_code
    hearing = everybody_by([row.roadshow for row in changed])
    return [
        NewDay(
            name=names[row.roadshow.code],
            title=row.roadshow.title,
            before=day_in_words(row.roadshow.day) if row.roadshow.day else "没有发布过",
            after=day_in_words(row.day) if row.day else "撤下，日期待定",
            met=wish_met(row.roadshow, row.day),
            heard_by=len(hearing[row.roadshow_id]),
        )
        for row in changed
    ]


def _changed(version: CalendarVersion) -> int:
    return sum(one["day"] != one["before"] for one in version.content)


def _words(day: str) -> str:
    return day_in_words(date.fromisoformat(day)) if day else "待定"
