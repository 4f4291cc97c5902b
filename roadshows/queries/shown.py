"""Roadshows as people's own calendars and the papers show them: no personal name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from icalendar.enums import STATUS

from foundation import clock
from provinces.states import EventMode
from roadshows.ics import Shown
from roadshows.models import Release, Roadshow
from roadshows.queries.roadshows import public_roadshows
from roadshows.states import RoadshowStatus
from roadshows.timeline import Content, on_day, time_in

_YEARS = 2  # this one and the next


def in_calendars(year: int | None = None) -> QuerySet[Roadshow]:
    """What has a day: of all years, or of `year` and the next."""
    rows = public_roadshows().filter(day__isnull=False)
    if year is None:
        return rows
    return rows.filter(day__gte=date(year, 1, 1), day__lt=date(year + _YEARS, 1, 1))


def running_year() -> int:
    return clock.year_in_shanghai(clock.now())


def state_of(roadshows: QuerySet[Roadshow]) -> tuple[str | None, datetime | None]:
    """An entity tag, another one whenever what `events_of` says of them is another, and when that
    last was; None for both where there are none."""
    facts = roadshows.aggregate(rows=Count("pk"), changes=Sum("sequence"), last=Max("changed_at"))
    if not facts["rows"]:
        return None, None
    last: datetime = facts["last"]
    return f'"{facts["rows"]}-{facts["changes"]}-{last.timestamp():.6f}"', last


def events_of(roadshows: QuerySet[Roadshow]) -> list[Shown]:
    """In one query."""
    newest = Release.objects.filter(roadshow=OuterRef("pk")).order_by("-number")
    rows = roadshows.select_related("room").order_by("day", "code")
    return [_shown(row) for row in rows.annotate(content=Subquery(newest.values("content")[:1]))]


def address_of(roadshow: Roadshow) -> str:
    """Of its public page."""
    return f"{settings.SITE_URL}/roadshows/{roadshow.ref}/"


def place_of(roadshow: Roadshow) -> str:
    if roadshow.mode == EventMode.ONLINE:
        return str(EventMode.ONLINE.label)
    return " ".join(filter(None, [roadshow.place, str(roadshow.room or "")]))


def lines_of(content: Content) -> list[str]:
    """An agenda, a line an item."""
    return [_line(item, content["day"]) for item in content["items"]]


def _shown(row: Any) -> Shown:
    content = on_day(row.content, row.day) if row.content else None
    begins, ends = _span(content, row.day)
    return Shown(
        uid=f"{row.code}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=row.sequence,
        at=row.changed_at,
        status=_status(row, content),
        title=row.title,
        begins=begins,
        ends=ends,
        place=place_of(row),
        about="\n".join(_about(row, lines_of(content) if content else [])),
        url=address_of(row),
        categories=[row.theme],
        host=row.host,
        mailbox=f"noreply@{settings.MAIL_DOMAIN}",
    )


def _span(content: Content | None, day: date) -> tuple[date | datetime, datetime | None]:
    if not content or not content["items"]:
        return day, None
    return datetime.fromisoformat(content["begins"]), datetime.fromisoformat(content["ends"])


def _status(row: Roadshow, content: Content | None) -> STATUS:
    if row.status == RoadshowStatus.CANCELLED:
        return STATUS.CANCELLED
    return STATUS.CONFIRMED if content or row.status == RoadshowStatus.HELD else STATUS.TENTATIVE


def _about(row: Roadshow, lines: Sequence[str]) -> list[str]:
    if row.status == RoadshowStatus.CANCELLED:
        return [f"已取消：{row.reason}"]
    agenda = ["", "议程：", *lines] if lines else ["", "议程还没有发布，时间以活动页为准"]
    return [f"主题：{row.theme}", f"承办：{row.host}", *agenda]


def _line(item: Content, day: str) -> str:
    starts, ends = (time_in(item[name], day) for name in ("starts", "ends"))
    what = f"{item['kind_label']}：{item['title']}" if item["project"] else item["title"]
    by = f"（{item['organisation']}）" if item["organisation"] else ""
    room = f"，{item['room']}" if item["room"] else ""
    return f"{starts}–{ends} {what}{by}{room}"
