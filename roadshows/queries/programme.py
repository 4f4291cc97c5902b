"""The agenda: the working copy with its times, who may be lined up, and what was released."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from projects.models import Project, Recommendation
from projects.queries import shown
from projects.states import ProjectStatus, RecommendationStatus
from roadshows.models import Appearance, Item, Person, Programme, Release, Roadshow
from roadshows.states import PersonStatus
from roadshows.timeline import Content, clock_of, on_day, timeline


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its minutes of the day, half-open."""

    item: Item
    start: int
    end: int

    @property
    def starts(self) -> str:
        return clock_of(self.start)

    @property
    def ends(self) -> str:
        return clock_of(self.end)


@dataclass(frozen=True, slots=True)
class Draft:
    """The working copy. `faults` says of a project (its key) why it may not stand on a stage."""

    programme: Programme
    lines: list[Line]
    out: list[Item]
    faults: Mapping[int, str]

    @property
    def roadshow(self) -> Roadshow:
        return self.programme.roadshow


def draft_of(roadshow: Roadshow) -> Draft:
    """In a fixed number of queries."""
    programme = Programme.objects.select_related("roadshow__room").get(pk=roadshow.pk)
    programme.roadshow = roadshow
    items = list(items_of(programme))
    placed = [item for item in items if item.place is not None]
    slots = timeline(placed, programme.begins, roadshow.room_id)
    lines = [Line(item, start, end) for item, start, end in slots]
    projects = [item.project_id for item in placed if item.project_id]
    out = [item for item in items if item.place is None]
    return Draft(programme, lines, out, faults_of(roadshow, projects))


def items_of(programme: Programme) -> QuerySet[Item]:
    people = Appearance.objects.select_related("person").order_by("part", "pk")
    rows = programme.items.select_related(
        "room",
        "project__organisation",
        "project__display_consent",
        "project__listing__field",
        "project__listing__version",
    )
    return rows.prefetch_related(Prefetch("appearances", people))


def title_of(item: Item) -> str:
    """What is said in public: of a project as its version in force has it."""
    if item.project is None:
        return item.title
    listing = getattr(item.project, "listing", None)
    return str(listing.title if listing else item.project.title)


def faults_of(roadshow: Roadshow, projects: list[int]) -> dict[int, str]:
    """Why a project may not be lined up, in words; those that may are not in it."""
    if not projects:
        return {}
    rows = Project.objects.filter(pk__in=projects).annotate(
        is_recommended=_is_recommended(roadshow), is_shown=_is_shown()
    )
    found = {}
    for row in rows:
        if row.status != ProjectStatus.LISTED:
            found[row.pk] = "已不在库"
        elif not row.is_recommended:
            found[row.pk] = f"没有 {roadshow.cycle.year} 年度的推荐"
        elif not row.is_shown:
            found[row.pk] = "没有公开展示"
    return found


def may_stand(roadshow: Roadshow) -> QuerySet[Project]:
    """Listed, shown, with a standing recommendation of that cycle."""
    return Project.objects.filter(
        _is_recommended(roadshow), _is_shown(), status=ProjectStatus.LISTED
    )


def candidates(roadshow: Roadshow, *, q: str = "") -> QuerySet[Project]:
    """Those the approved plan named first, then the unit's own. `is_named`, `is_own`; `is_in`: on
    this agenda already; `is_elsewhere`: on another one of the year."""
    found = may_stand(roadshow)
    if q:
        found = found.filter(
            Q(listing__title__icontains=q)
            | Q(organisation__name__icontains=q)
            | Q(code__iexact=q)
            | Q(unit__name__icontains=q)
        )
    placed = Item.objects.filter(project=OuterRef("pk"), place__isnull=False)
    others = placed.filter(programme__roadshow__cycle=roadshow.cycle_id)
    return (
        found.annotate(
            is_named=_flag(Q(code__in=named_in_plan(roadshow))),
            is_own=_flag(Q(unit=roadshow.unit_id)),
            is_in=Exists(placed.filter(programme=roadshow.pk)),
            is_elsewhere=Exists(others.exclude(programme=roadshow.pk)),
        )
        .select_related("unit", "organisation", "listing__field")
        .order_by("-is_named", "-is_own", "-listing__listed_at", "pk")
    )


def named_in_plan(roadshow: Roadshow) -> list[str]:
    """Codes of the projects that the approved plan names for it."""
    roadshows = Roadshow.objects.filter(pk=roadshow.pk)
    path = "decision__approval__submission__version__content"
    content = roadshows.values_list(path, "plan_event__ref").first()
    if content is None or content[0] is None:
        return []
    events = (one for one in content[0]["events"] if one["ref"] == content[1])
    return [project["code"] for one in events for project in one["projects"]]


def people_to_choose(roadshow: Roadshow) -> QuerySet[Person]:
    people = Person.objects.filter(unit=roadshow.unit_id, status=PersonStatus.KNOWN)
    return people.order_by("name", "pk")


def newest_release(roadshow: Roadshow) -> Release | None:
    return roadshow.releases.order_by("-number").first()


def releases_of(roadshow: Roadshow) -> QuerySet[Release]:
    return roadshow.releases.select_related("released_by").order_by("-number")


@dataclass(frozen=True, slots=True)
class Released:
    """The newest release as it now stands: `content` is at its times on the roadshow's present day,
    which may be another than that of the release."""

    release: Release
    content: Content

    @property
    def items(self) -> list[dict[str, Any]]:
        return list(self.content["items"])


def released_of(roadshow: Roadshow) -> Released | None:
    """None without a release, or without a day."""
    release = newest_release(roadshow)
    if release is None or roadshow.day is None:
        return None
    return Released(release, on_day(release.content, roadshow.day))


def _is_recommended(roadshow: Roadshow) -> Exists:
    return Exists(
        Recommendation.objects.filter(
            project=OuterRef("pk"), cycle=roadshow.cycle_id, status=RecommendationStatus.GIVEN
        )
    )


def _is_shown() -> Exists:
    return Exists(shown().filter(project=OuterRef("pk")))


def _flag(condition: Q) -> Case:
    yes = When(condition, then=Value(True))
    return Case(yes, default=Value(False), output_field=BooleanField())
