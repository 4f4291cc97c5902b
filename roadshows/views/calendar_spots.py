"""Where on the calendar somebody looks: of which year, at which month, as what."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Cycle
from foundation import clock
from roadshows.forms.calendar import as_day
from roadshows.models import Placement, Season
from roadshows.queries.calendar import calendar_cycle
from roadshows.seasons import usual_season, years_near


class View(TextChoices):
    MONTH = "month", "月"
    LIST = "list", "列表"


@dataclass(frozen=True)
class Spot:
    """`month` is its first day."""

    season: Season
    month: date
    view: View = View.MONTH

    @property
    def cycle(self) -> Cycle:
        return self.season.cycle

    @property
    def query(self) -> str:
        said = {"year": self.cycle.year, "month": f"{self.month:%Y-%m}", "view": self.view.value}
        return urlencode(said)

    @property
    def url(self) -> str:
        return f"{reverse('center_calendar')}?{self.query}"

    def at(self, day: date | None) -> "Spot":
        """Where that day is seen; here where there is none."""
        return replace(self, month=day.replace(day=1)) if day else self

    def seen_as(self, view: View) -> "Spot":
        return replace(self, view=view)

    @property
    def before(self) -> "Spot":
        return self.at(self.month - timedelta(days=1))

    @property
    def after(self) -> "Spot":
        return self.at(self.month + timedelta(days=31))


def year_asked(request: HttpRequest) -> Cycle:
    year = request.GET.get("year", "")
    if year.isascii() and year.isdigit() and len(year) == 4:  # noqa: PLR2004 -- a year
        return get_object_or_404(Cycle, year=int(year))
    return calendar_cycle()


def season_asked(request: HttpRequest) -> Season:
    """Of the year asked for; not saved where nobody has said anything yet."""
    cycle = year_asked(request)
    found = Season.objects.filter(cycle=cycle).select_related("cycle").first()
    return found or usual_season(cycle)


def spot_of(request: HttpRequest) -> Spot:
    """Without a month the one we are in, where the season holds it; never far from its year."""
    season = season_asked(request)
    asked = as_day(f"{request.GET.get('month', '')}-01")
    day = asked or min(max(clock.today(), season.first_day), season.last_day)
    near = years_near(season.cycle)
    month = min(max(day, date(near[0], 1, 1)), date(near[-1], 12, 31))
    view = request.GET.get("view", "")
    return Spot(season, month.replace(day=1), View(view) if view in View.values else View.MONTH)


def find_placement(ref: str) -> Placement:
    rows = Placement.objects.select_related("roadshow__unit", "roadshow__cycle")
    found: Placement = get_object_or_404(rows, roadshow__ref=ref.upper())
    return found
