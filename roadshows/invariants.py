"""What must always be so of roadshows, beyond what each row's constraints hold."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from projects.models import Recommendation
from roadshows.models import (
    Booking,
    CalendarVersion,
    Person,
    Placement,
    Programme,
    Release,
    Roadshow,
    Room,
)
from roadshows.states import RoadshowStatus
from roadshows.timeline import Content, on_day

_Taken = tuple[str, datetime, datetime]


def roadshows_without_place() -> int:
    """In the working copy of the calendar stands what was not cancelled, and nothing else."""
    placed = Exists(Placement.objects.filter(roadshow=OuterRef("pk")))
    is_cancelled = Q(status=RoadshowStatus.CANCELLED)
    lacking = Roadshow.objects.exclude(is_cancelled).exclude(placed)
    strange = Roadshow.objects.filter(is_cancelled).filter(placed)
    return lacking.count() + strange.count()


def roadshows_without_programme() -> int:
    return Roadshow.objects.exclude(
        Exists(Programme.objects.filter(roadshow=OuterRef("pk")))
    ).count()


def days_not_published() -> int:
    """What is dated has the day that the last version of its year says."""
    said: dict[tuple[int, str], str] = {}
    for version in CalendarVersion.objects.order_by("number").iterator(chunk_size=50):
        said |= {(version.cycle_id, one["code"]): one["day"] for one in version.content}
    dated = Roadshow.objects.filter(status=RoadshowStatus.DATED)
    rows = dated.values_list("cycle", "code", "day")
    return sum(said.get((cycle, code)) != str(day) for cycle, code, day in rows)


def days_never_shown() -> int:
    """Each release is a change that others saw."""
    counted = Roadshow.objects.annotate(times=Count("releases"))
    unseen = Q(sequence=None, times__gt=0) | Q(sequence__lt=F("times"))
    return counted.filter(unseen).count()


def pitches_never_recommended() -> int:
    """Whoever was released had been put forward for the year of the roadshow."""
    given = set(Recommendation.objects.values_list("cycle", "project__ref"))
    rows = Release.objects.select_related("roadshow").iterator(chunk_size=50)
    return sum(
        bool(item["project"]) and (row.roadshow.cycle_id, item["project"]) not in given
        for row in rows
        for item in row.content["items"]
    )


def bookings_untrue() -> int:
    """A dated roadshow takes those people and rooms, at those times of its day, that its last
    release says; one that has no day takes nothing."""
    newest: dict[int, Content] = {}
    for release in Release.objects.order_by("number").iterator(chunk_size=50):
        newest[release.roadshow_id] = release.content
    taken = _taken()
    dated = dict(Roadshow.objects.filter(status=RoadshowStatus.DATED).values_list("pk", "day"))
    dayless = Roadshow.objects.filter(day=None, bookings__isnull=False).distinct().count()
    contents = {pk: on_day(newest[pk], day) for pk, day in dated.items() if day and pk in newest}
    said = _said(contents)
    return dayless + sum(said[pk] != taken.get(pk, Counter()) for pk in contents)


def _taken() -> dict[int, Counter[_Taken]]:
    found: dict[int, Counter[_Taken]] = {}
    for row in Booking.objects.filter(roadshow__isnull=False).iterator(chunk_size=500):
        key = row.who or f"room:{row.room_id}"
        one = found.setdefault(row.roadshow_id or 0, Counter())
        one[key, row.span.lower, row.span.upper] += 1
    return found


def _said(contents: dict[int, Content]) -> dict[int, Counter[_Taken]]:
    who = {one.ref: one.who for one in Person.objects.all()}
    rooms = {ref: f"room:{pk}" for ref, pk in Room.objects.values_list("ref", "pk")}
    return {pk: Counter(_of(content, who, rooms)) for pk, content in contents.items()}


def _of(content: Content, who: dict[str, str], rooms: dict[str, str]) -> Iterable[_Taken]:
    for item in content["items"]:
        span = (datetime.fromisoformat(item["starts"]), datetime.fromisoformat(item["ends"]))
        for one in item["people"]:
            if one["ref"] in who:
                yield who[one["ref"]], *span
        if item["room_ref"] in rooms:
            yield rooms[item["room_ref"]], *span


def published_unfound() -> int:
    """Nobody's search finds them."""
    return Roadshow.objects.filter(sequence__isnull=False, text=None).count()


INVARIANTS = {
    "没有取消的路演都在排期里，取消的都不在": roadshows_without_place,
    "每场路演都有议程": roadshows_without_programme,
    "已定档的日期就是最近一版排期里的日期": days_not_published,
    "每发布一版议程，公开的修订号都增加": days_never_shown,
    "发布过的议程里都是当年推荐过的成果": pitches_never_recommended,
    "人员和会场的占用与最近发布的议程一致": bookings_untrue,
    "公布过的路演都能检索到": published_unfound,
}
