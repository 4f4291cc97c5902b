"""Roadshows as each desk and the public may see them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from accounts.states import Role
from projects.models import Project
from records.actors import Actor
from records.models import Entry
from roadshows.models import Release, Roadshow
from roadshows.states import ROADSHOW_TRANSITIONS, RoadshowStatus


def visible_to(by: Actor) -> QuerySet[Roadshow]:
    """At a desk. The row form is `rules.may_see`."""
    if by.is_person and by.role in (*Role.of_centre, Role.EXCHANGE):
        return Roadshow.objects.all()
    if by.is_person and by.role in Role.of_unit:
        return Roadshow.objects.filter(unit=by.unit)
    return Roadshow.objects.none()


def public_roadshows() -> QuerySet[Roadshow]:
    """What the calendar has published once: also what was cancelled after that, which says so."""
    return Roadshow.objects.filter(sequence__isnull=False)


def roadshow_named(name: str, roadshows: QuerySet[Roadshow]) -> QuerySet[Roadshow]:
    """By ref or code, in whatever case."""
    word = name.upper()
    field = "code" if "-" in word else "ref"
    named = roadshows.filter(**{field: word})
    return named.select_related("unit", "cycle", "room")


def years_of(roadshows: QuerySet[Roadshow]) -> list[int]:
    """In which there are any, the newest first."""
    years = roadshows.order_by("-cycle__year").values_list("cycle__year", flat=True)
    return list(years.distinct())


def in_year(roadshows: QuerySet[Roadshow], year: int | None) -> QuerySet[Roadshow]:
    return roadshows.filter(cycle__year=year) if year else roadshows.none()


def for_list(roadshows: QuerySet[Roadshow]) -> QuerySet[Roadshow]:
    """In the order of their days; what has none comes last."""
    return roadshows.select_related("unit", "cycle").order_by("day", "code")


def coming(roadshows: QuerySet[Roadshow], today: date) -> QuerySet[Roadshow]:
    """What is still to be, what was cancelled of that included; without a day it comes last."""
    is_ahead = Q(day__gte=today) | Q(day=None, status=RoadshowStatus.PREPARING)
    return for_list(roadshows.filter(is_ahead).exclude(status=RoadshowStatus.HELD))


def gone(roadshows: QuerySet[Roadshow], today: date) -> QuerySet[Roadshow]:
    """The last one first."""
    is_over = Q(status=RoadshowStatus.HELD) | Q(day__lt=today)
    was_never = Q(status=RoadshowStatus.CANCELLED, day=None)
    rows = roadshows.filter(is_over | was_never).select_related("unit", "cycle")
    return rows.order_by(F("day").desc(nulls_last=True), "code")


def next_dated(count: int, today: date) -> QuerySet[Roadshow]:
    """For the front page."""
    dated = public_roadshows().filter(status=RoadshowStatus.DATED, day__gte=today)
    return for_list(dated)[:count]


def history_of(roadshow: Roadshow) -> list[tuple[Entry, str]]:
    """What was done to it, the newest first, each in words; one query."""
    labels = {(one.verb, one.source or ""): one.staff_label for one in ROADSHOW_TRANSITIONS}
    entries = Entry.objects.filter(table=Roadshow._meta.label_lower, object_id=roadshow.pk)
    rows: Sequence[Entry] = list(entries.select_related("actor").order_by("-id"))
    return [(one, labels[one.verb, one.source]) for one in rows]


def with_project(releases: QuerySet[Release], project: Project) -> QuerySet[Release]:
    """Those in which it stands."""
    return releases.filter(content__items__contains=[{"project": project.ref}])


def showing(project: Project) -> QuerySet[Roadshow]:
    """By their newest releases."""
    newest = Release.objects.order_by("roadshow_id", "-number").distinct("roadshow_id")
    now = with_project(Release.objects.filter(pk__in=newest.values("pk")), project)
    return Roadshow.objects.filter(pk__in=now.values("roadshow"))


def first_lined_up(project: Project) -> QuerySet[Release]:
    """Of each roadshow that shows it now, the first release that did."""
    first = with_project(Release.objects.filter(roadshow__in=showing(project)), project)
    return (
        first.order_by("roadshow_id", "number").distinct("roadshow_id").select_related("roadshow")
    )


def coming_of(project: Project, today: date) -> QuerySet[Roadshow]:
    """Where the public may see it next."""
    dated = public_roadshows().filter(status=RoadshowStatus.DATED, day__gte=today)
    return for_list(dated.filter(pk__in=showing(project)))
