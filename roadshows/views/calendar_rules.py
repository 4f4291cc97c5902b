"""The rules of a year's calendar, and the tasks each of its roadshows begins with."""

from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.errors import Refused
from foundation.tables import BaseTable, Fault
from roadshows.calendar.clashes import clashes_of
from roadshows.forms.calendar import (
    SeasonForm,
    SeenForm,
    blocked_in_words,
    blocked_table,
    duties_in,
    duties_in_words,
    duty_table,
)
from roadshows.models import Season
from roadshows.queries.calendar import days_of, placed_in, problem_of
from roadshows.seasons import change_duties, change_season, season_of
from roadshows.views.calendar_spots import season_asked, year_asked
from roadshows.views.calendar_words import unannounced


@dataclass(frozen=True)
class Sheet:
    """A form and the table below it, of the season as it stands."""

    season: Season
    form: SeenForm
    table: BaseTable
    status: HTTPStatus = HTTPStatus.OK

    @property
    def is_valid(self) -> bool:
        return self.form.is_valid() & self.table.is_valid()

    @property
    def faults(self) -> list[Fault]:
        of_form = [
            Fault(f"id_{name}", str(self.form.fields[name].label or ""), str(told))
            for name, errors in self.form.errors.items()
            if name in self.form.fields
            for told in errors
        ]
        return [*of_form, *self.table.faults]

    def refused(self, refusal: Refused) -> "Sheet":
        """With what was typed, over what the season says now."""
        self.form.add_refusal(refusal)
        return replace(self, season=season_of(self.season.cycle), status=refusal.status)


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_centre)
def rules(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        season = season_asked(request)
        form = SeasonForm(initial=SeasonForm.initial_of(season))
        return _show_rules(request, Sheet(season, form, blocked_table(season)))
    season = season_of(year_asked(request))
    sent = SeasonForm(request.POST)
    sheet = Sheet(season, sent, blocked_table(season, request.POST))
    if not sheet.is_valid:
        return _show_rules(request, replace(sheet, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    try:
        terms = sent.terms(sheet.table.rows)
        changed = change_season(season, terms, seen=sent.cleaned_data["seen"], by=actor_on(request))
    except Refused as refusal:
        return _show_rules(request, sheet.refused(refusal))
    _tell(request, changed)
    return redirect(f"{reverse('center_calendar')}?year={changed.cycle.year}")


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_centre)
def duties(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        season = season_asked(request)
        return _show_duties(request, Sheet(season, SeenForm(), duty_table(season)))
    season = season_of(year_asked(request))
    sent = SeenForm(request.POST)
    sheet = Sheet(season, sent, duty_table(season, request.POST))
    if not sheet.is_valid:
        return _show_duties(request, replace(sheet, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    try:
        rows = duties_in(sheet.table, season)
        change_duties(season, rows, seen=sent.cleaned_data["seen"], by=actor_on(request))
    except Refused as refusal:
        return _show_duties(request, sheet.refused(refusal))
    messages.success(request, f"任务模板已保存，共 {len(rows)} 项")
    return redirect(f"{reverse('center_calendar_duties')}?year={season.cycle.year}")


def _tell(request: HttpRequest, season: Season) -> None:
    rows = list(placed_in(season.cycle))
    clashes = len(clashes_of(problem_of(season, rows), days_of(rows)))
    if clashes:
        messages.warning(request, f"规则已保存。按新规则有 {clashes} 处冲突，列在右边")
    else:
        messages.success(request, "规则已保存，现在的排期没有冲突")


def _show_rules(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    rows = list(placed_in(sheet.season.cycle))
    placed = len(days_of(rows))
    years = range(sheet.season.first_day.year, sheet.season.last_day.year + 1)
    touched = {
        "placed": placed,
        "waiting": len(rows) - placed,
        "unannounced": unannounced(date(year, 1, 1) for year in years),
    }
    return _show(request, "roadshows/calendar_rules.html", sheet, touched)


def _show_duties(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    opened = sheet.season.cycle.roadshows.count()
    return _show(request, "roadshows/calendar_duties.html", sheet, {"opened": opened})


def _show(
    request: HttpRequest, template: str, sheet: Sheet, touched: dict[str, Any]
) -> HttpResponse:
    is_stale = sheet.status == HTTPStatus.CONFLICT
    context: dict[str, Any] = {
        **touched,
        "sheet": sheet,
        "form": sheet.form,
        "table": sheet.table,
        "season": sheet.season,
        "cycle": sheet.season.cycle,
        "is_stale": is_stale,
        "now_says": _now_says(sheet) if is_stale else [],
    }
    return render(request, template, context, status=sheet.status)


def _now_says(sheet: Sheet) -> list[tuple[str, str]]:
    """All that saving again would overwrite, the rows of the table too."""
    if isinstance(sheet.form, SeasonForm):
        return [*SeasonForm.words_of(sheet.season), blocked_in_words(sheet.season)]
    return [duties_in_words(sheet.season)]
