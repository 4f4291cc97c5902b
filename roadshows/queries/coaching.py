"""辅导 as it is read: whose projects, what each of them still lacks, its sessions, decks, remarks
and rehearsals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Cycle
from accounts.states import Role, Scope
from foundation import clock
from projects.models import Project, Recommendation
from projects.queries import with_unit
from projects.states import RecommendationStatus
from records.actors import Actor
from roadshows.models import (
    Appearance,
    Deck,
    Duty,
    Item,
    Rehearsal,
    Release,
    Remark,
    Roadshow,
    Session,
)
from roadshows.models.programme import QUESTIONS, TALK
from roadshows.states import (
    DeckKind,
    Part,
    Readiness,
    RemarkStatus,
    RoadshowStatus,
    SessionStatus,
)
from roadshows.timeline import on_day


@dataclass(frozen=True)
class Standing:
    """Of one project before its roadshow; `open` counts remarks, `session` is the next one."""

    met: frozenset[Readiness]
    open: int
    session: Session | None

    @property
    def lacks(self) -> list[Readiness]:
        return [one for one in Readiness if one not in self.met]

    @property
    def ticks(self) -> list[tuple[Readiness, bool]]:
        return [(one, one in self.met) for one in Readiness]


@dataclass(frozen=True)
class Slot:
    """Where and when a project stands in a released programme."""

    roadshow: Roadshow
    starts: datetime
    ends: datetime
    room: str


@dataclass(frozen=True)
class Limits:
    """Minutes of a talk and of its answers, of `roadshow` where the project stands in one."""

    talk: int = TALK
    questions: int = QUESTIONS
    roadshow: Roadshow | None = None


def coached_by(by: Actor) -> QuerySet[Project]:
    """The set form of `rules.may_see_coaching`."""
    projects, filed = Project.objects.all(), Q(submitted_at__isnull=False)
    if by.role in Role.of_centre:
        return projects.filter(Exists(_given().filter(project=OuterRef("pk"))) | _lined_up())
    if by.role == Role.HOLDER and by.is_person:
        return projects.filter(holder=by.user_id)
    if by.role in Role.of_unit:
        in_custody = Q(holder=None) & with_unit()
        return projects.filter(filed | in_custody, unit=by.unit)
    if by.role == Role.AGENCY and by.unit:
        return projects.filter(_of_agency(by), unit=by.unit)
    return projects.none()


def coached_own(by: Actor) -> QuerySet[Project]:
    """A holder's that were filed; those a unit recommends first."""
    rows = coached_by(by).filter(submitted_at__isnull=False)
    first = Exists(_given().filter(project=OuterRef("pk")))
    rows = rows.alias(is_given=first).select_related("display_consent", "unit")
    return rows.order_by("-is_given", "-submitted_at", "-pk")


def _of_agency(by: Actor) -> Q:
    """What it coaches, and what it brought and still looks after."""
    coached = Q(submitted_at__isnull=False) if Scope.COACH in by.scopes else Q(pk__in=[])
    brought = Q(holder=None, collected_by=by.organisation_id, custodian=by.organisation_id)
    return coached | brought if Scope.COLLECT in by.scopes else coached


def put_forward(unit: str, cycle: Cycle) -> QuerySet[Project]:
    """Those of a unit that it recommends this year, and those that stand in a lineup."""
    given = _given().filter(project=OuterRef("pk"), cycle=cycle)
    rows = Project.objects.filter(Exists(given) | _lined_up(RoadshowStatus.ahead), unit=unit)
    return rows.select_related("display_consent", "unit").order_by("title", "pk")


def _given() -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(status=RecommendationStatus.GIVEN)


def _lined_up(statuses: Sequence[str] = tuple(RoadshowStatus.values)) -> Exists:
    standing = Item.objects.filter(
        place__isnull=False, programme__roadshow__status__in=statuses, project=OuterRef("pk")
    )
    return Exists(standing)


def readiness_of(
    projects: Sequence[Project], roadshow: Roadshow | None = None
) -> dict[int, Standing]:
    """By project, which come with their consent (`display_consent`); the speaker is asked of
    `roadshow`, or of any that is ahead. Five statements, however many."""
    ids = [project.pk for project in projects]
    kinds = set(Deck.objects.filter(project__in=ids).values_list("project", "kind"))
    counted = open_remarks().filter(deck__project__in=ids).values_list("deck__project")
    remarks = dict(counted.annotate(count=Count("pk")).order_by())
    last = {row.project_id: row for row in _last_rehearsals(ids)}
    speaking, sessions = _speaking(ids, roadshow), _next_sessions(ids)
    return {
        project.pk: Standing(
            frozenset(
                one
                for one, is_met in (
                    (Readiness.PLAN, (project.pk, DeckKind.PLAN) in kinds),
                    (Readiness.DECK, (project.pk, DeckKind.DECK) in kinds),
                    (Readiness.REMARKS, not remarks.get(project.pk)),
                    (Readiness.REHEARSED, project.pk in last and last[project.pk].is_in_time),
                    (Readiness.SPEAKER, project.pk in speaking),
                    (Readiness.SHOWN, project.may_be_shown),
                )
                if is_met
            ),
            remarks.get(project.pk, 0),
            sessions.get(project.pk),
        )
        for project in projects
    }


def _last_rehearsals(ids: Iterable[int]) -> QuerySet[Rehearsal]:
    rows = Rehearsal.objects.filter(project__in=ids)
    return rows.order_by("project_id", "-noted_at", "-pk").distinct("project_id")


def _speaking(ids: Iterable[int], roadshow: Roadshow | None) -> set[int]:
    """Who stands in a working copy with somebody who speaks."""
    rows = Appearance.objects.filter(
        part=Part.SPEAKER, item__project__in=ids, item__place__isnull=False
    )
    if roadshow is None:
        rows = rows.filter(item__programme__roadshow__status__in=RoadshowStatus.ahead)
    else:
        rows = rows.filter(item__programme=roadshow.pk)
    return {pk for pk in rows.values_list("item__project", flat=True) if pk}


def _next_sessions(ids: Iterable[int]) -> dict[int, Session]:
    through = Session.projects.through.objects.filter(
        project__in=ids,
        session__unit=F("project__unit"),
        session__status=SessionStatus.PLANNED,
        session__ends_at__gt=clock.Now(),
    )
    rows = through.select_related("session__room").order_by("-session__starts_at")
    return {row.project_id: row.session for row in rows}


def open_remarks() -> QuerySet[Remark]:
    return Remark.objects.filter(status=RemarkStatus.OPEN)


def decks_of(project: Project, kind: DeckKind) -> QuerySet[Deck]:
    """All versions, the newest first."""
    rows = Deck.objects.filter(project=project, kind=kind)
    return rows.select_related("document", "filed_by").order_by("-number")


def waiting_of(project: Project, kind: DeckKind) -> QuerySet[Remark]:
    """Open remarks on any version of a kind."""
    rows = open_remarks().filter(deck__project=project, deck__kind=kind)
    return rows.select_related("said_by", "deck")


def answered_of(decks: Sequence[Deck]) -> QuerySet[Remark]:
    """What was dealt with of these versions, the last said first."""
    hidden = (RemarkStatus.OPEN, RemarkStatus.WITHDRAWN)
    rows = Remark.objects.filter(deck__in=decks).exclude(status__in=hidden)
    return rows.select_related("said_by", "deck").order_by("-said_at", "-pk")


def counts_of(project: Project) -> dict[str, tuple[int, int]]:
    """By kind of deck: how many versions there are, and how many open remarks."""
    is_open = Q(remarks__status=RemarkStatus.OPEN)
    rows = Deck.objects.filter(project=project).values("kind").order_by()
    counted = rows.annotate(
        versions=Count("pk", distinct=True), open=Count("remarks", filter=is_open)
    )
    return {row["kind"]: (row["versions"], row["open"]) for row in counted}


def sessions_of_unit(unit: str) -> QuerySet[Session]:
    """The last on top."""
    return with_people(Session.objects.filter(unit=unit))


def sessions_of(project: Project) -> QuerySet[Session]:
    """Those of its own unit; what another unit it was with before planned is theirs."""
    rows = Session.objects.filter(projects=project, unit=project.unit_id)
    rows = rows.exclude(status=SessionStatus.CANCELLED)
    return with_people(rows).order_by("-starts_at", "-pk")


def sessions_coached_by(user_id: int | None) -> QuerySet[Session]:
    """Those ahead in which a person with an account coaches."""
    ahead = Session.objects.filter(
        coaches__user=user_id, status=SessionStatus.PLANNED, ends_at__gt=clock.Now()
    )
    return with_people(ahead).order_by("starts_at", "pk")


def with_people(sessions: QuerySet[Session]) -> QuerySet[Session]:
    rows = sessions.select_related("room", "unit", "roadshow")
    return rows.prefetch_related("coaches", "projects").order_by("-starts_at", "-pk")


def rehearsals_of(project: Project) -> QuerySet[Rehearsal]:
    return Rehearsal.objects.filter(project=project).select_related("noted_by", "roadshow")


def limits_of(project: Project) -> Limits:
    """Of the next roadshow that it stands in."""
    items = Item.objects.filter(
        project=project,
        place__isnull=False,
        programme__roadshow__status__in=RoadshowStatus.ahead,
    )
    item = items.select_related("programme__roadshow").order_by("programme__roadshow__day").first()
    if item is None:
        return Limits()
    return Limits(item.talk, item.questions, item.programme.roadshow)


def deadlines_of(projects: Sequence[Project]) -> dict[int, dict[Readiness, date]]:
    """By project: until when each is to be met for the next roadshow with a day that it stands in;
    the day of the task it belongs to, or else that of the roadshow. Two queries."""
    rows = Item.objects.filter(
        project__in=projects,
        place__isnull=False,
        programme__roadshow__status=RoadshowStatus.DATED,
    )
    first = rows.order_by("project_id", "programme__roadshow__day").distinct("project_id")
    found = {one.project_id: one.programme.roadshow for one in first.select_related(_ROADSHOW)}
    duties = Duty.objects.filter(roadshow__in=found.values(), key__in=set(_TASKS.values()))
    offsets = {(one.roadshow_id, one.key): one.offset for one in duties}
    return {
        pk: {
            one: show.day + timedelta(days=min(offsets.get((show.pk, _TASKS.get(one, "")), 0), 0))
            for one in Readiness
        }
        for pk, show in found.items()
        if pk and show.day
    }


_ROADSHOW = "programme__roadshow"
# The task of a roadshow by whose day each is met.
_TASKS = {
    Readiness.PLAN: "coach",
    Readiness.REMARKS: "rehearse",
    Readiness.DECK: "rehearse",
    Readiness.REHEARSED: "rehearse",
}


def slots_of(projects: Sequence[Project]) -> dict[int, Slot]:
    """By project, its place in the last release of the next roadshow ahead; on the day that the
    roadshow has now. One query."""
    ahead = Release.objects.filter(
        roadshow__status=RoadshowStatus.DATED,
        roadshow__programme__items__project__in=[project.pk for project in projects],
    )
    newest = (
        ahead.order_by("roadshow_id", "-number").distinct("roadshow_id").select_related("roadshow")
    )
    by_ref = {project.ref: project.pk for project in projects}
    found: dict[int, list[Slot]] = defaultdict(list)
    for release in newest:
        for item in _items_of(release):
            if item["project"] in by_ref:
                found[by_ref[item["project"]]].append(_slot(release.roadshow, item))
    return {pk: min(slots, key=lambda slot: slot.starts) for pk, slots in found.items()}


def _items_of(release: Release) -> list[dict[str, str]]:
    day = release.roadshow.day
    return list(on_day(release.content, day)["items"]) if day else []


def _slot(roadshow: Roadshow, item: dict[str, str]) -> Slot:
    starts, ends = (datetime.fromisoformat(item[name]) for name in ("starts", "ends"))
    return Slot(roadshow, starts, ends, item["room"] or str(roadshow.room or ""))
