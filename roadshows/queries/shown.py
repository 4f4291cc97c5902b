"""Roadshows as people's own calendars and the papers show them: no personal name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from icalendar.enums import STATUS

from foundation import clock
from projects.queries import shown
from provinces.states import EventMode
from roadshows.ics import Shown
from roadshows.models import Release, Roadshow
from roadshows.queries.programme import Released, released_of
from roadshows.queries.roadshows import public_roadshows
from roadshows.states import RoadshowStatus
from roadshows.timeline import Content, on_day, time_in

_YEARS = 2  # this one and the next
_HIDDEN: Content = {
    "title": "项目已撤下展示",
    "is_hidden": True,
    "code": "",
    "organisation": "",
    "field": "",
    "trl": None,
    "modes": [],
}


def in_calendars(year: int | None = None) -> QuerySet[Roadshow]:
    """What has a day: of all years, or of `year` and the next."""
    rows = public_roadshows().filter(day__isnull=False)
    if year is None:
        return rows
    return rows.filter(day__gte=date(year, 1, 1), day__lt=date(year + _YEARS, 1, 1))


def running_year() -> int:
    return clock.year_in_shanghai(clock.now())


def events_of(roadshows: QuerySet[Roadshow]) -> list[Shown]:
    """In two queries."""
    newest = Release.objects.filter(roadshow=OuterRef("pk")).order_by("-number")
    found = roadshows.select_related("room").order_by("day", "code")
    rows = list(found.annotate(content=Subquery(newest.values("content")[:1])))
    released = {row.pk: on_day(row.content, row.day) for row in rows if row.content and row.day}
    contents = dict(zip(released, without_hidden(list(released.values())), strict=True))
    return [_shown(row, contents.get(row.pk)) for row in rows]


def without_hidden(contents: Sequence[Content]) -> list[Content]:
    """As released, but without a word of projects that are not shown any more. One query."""
    refs = {item["project"] for one in contents for item in one["items"]} - {""}
    listed = shown().filter(project__ref__in=refs) if refs else shown().none()
    seen = set(listed.values_list("project__ref", flat=True))
    return [
        {**one, "items": [_seen(item, item["project"] in {*seen, ""}) for item in one["items"]]}
        for one in contents
    ]


def agenda_of(roadshow: Roadshow) -> Released | None:
    """The newest release in the words that are shown now; None without one, or without a day."""
    released = released_of(roadshow)
    if released is None:
        return None
    [content] = without_hidden([released.content])
    return Released(released.release, content)


def address_of(roadshow: Roadshow) -> str:
    """Of its public page."""
    return f"{settings.SITE_URL}{path_of(roadshow)}"


def path_of(roadshow: Roadshow) -> str:
    return f"/roadshows/{roadshow.ref}/"


def place_of(roadshow: Roadshow) -> str:
    if roadshow.mode == EventMode.ONLINE:
        return str(EventMode.ONLINE.label)
    return " ".join(filter(None, [roadshow.place, str(roadshow.room or "")]))


def lines_of(content: Content) -> list[str]:
    """An agenda, a line an item."""
    return [_line(item, content["day"]) for item in content["items"]]


def _seen(item: Content, is_seen: bool) -> Content:  # noqa: FBT001 -- of one item
    return item if is_seen else {**item, **_HIDDEN}


def _shown(row: Any, content: Content | None) -> Shown:
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
