"""Who must hear of it: ids of users."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import (
    Case,
    CharField,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import Delegation, Membership, Organisation, Unit, User
from accounts.states import Role, Scope, UserStatus
from projects.models import Project
from provinces.queries import people_of_centre, people_of_units
from roadshows.models import Booking, Deck, Duty, Person, Release, Remark, Roadshow, Session
from roadshows.states import Party, PersonStatus, SessionStatus


def people_of_exchange() -> Iterable[int]:
    exchange = Membership.objects.filter(role=Role.EXCHANGE).valid_now()
    return exchange.values_list("user_id", flat=True)


def hosts_of(roadshow: Roadshow) -> Iterable[int]:
    return people_of_units([roadshow.unit_id])


def party_of(duty: Duty) -> Iterable[int]:
    people = {Party.CENTRE: people_of_centre, Party.EXCHANGE: people_of_exchange}
    of_party = people.get(Party(duty.party))
    return of_party() if of_party else hosts_of(duty.roadshow)


def everybody_in(roadshow: Roadshow) -> Iterable[int]:
    """Whom a new day concerns: the host, the exchange; of the newest release who stands in it, and
    whose projects do."""
    if roadshow.hearers is None:
        know_hearers([roadshow])
    return roadshow.hearers or ()


def know_hearers(roadshows: Sequence[Roadshow]) -> None:
    """`everybody_in` each, asked for all of them at once and kept on these rows."""
    found = everybody_by(roadshows)
    for row in roadshows:
        row.hearers = found[row.pk]


def everybody_by(roadshows: Sequence[Roadshow]) -> dict[int, set[int]]:
    """The same by roadshow, in a fixed number of queries."""
    seats = Membership.objects.filter(
        role__in=Role.of_unit, unit__in={row.unit_id for row in roadshows}
    ).valid_now()
    hosts: dict[str | None, set[int]] = defaultdict(set)
    for unit, user in seats.values_list("unit", "user"):
        hosts[unit].add(user)
    exchange = set(people_of_exchange())
    found = {row.pk: hosts[row.unit_id] | exchange for row in roadshows}
    lineups = _released_in(roadshows)
    people, projects = ({ref for two in lineups.values() for ref in two[at]} for at in (0, 1))
    known = Person.objects.filter(ref__in=people, user__isnull=False)
    users = dict(known.values_list("ref", "user"))
    rows = list(Project.objects.filter(ref__in=projects)) if projects else []
    behind = people_behind(rows)
    of_project = {project.ref: behind[project.pk] for project in rows}
    for roadshow, (standing, shown) in lineups.items():
        found[roadshow] |= {users[ref] for ref in standing if ref in users}
        found[roadshow].update(*(of_project[ref] for ref in shown if ref in of_project))
    return found


def _released_in(roadshows: Sequence[Roadshow]) -> dict[int, tuple[set[str], set[str]]]:
    """By roadshow, the refs of the persons and of the projects of its newest release."""
    newest = Release.objects.filter(roadshow__in=roadshows).order_by("roadshow_id", "-number")
    return {
        release.roadshow_id: (
            {one["ref"] for item in release.content["items"] for one in item["people"]},
            {item["project"] for item in release.content["items"]} - {""},
        )
        for release in newest.distinct("roadshow_id")
    }


def people_behind(projects: Sequence[Project]) -> dict[int, set[int]]:
    """By project: its holder; before there is one, the people who look after it. One query."""
    found: dict[int, set[int]] = {p.pk: {p.holder_id} for p in projects if p.holder_id}
    free = [project for project in projects if not project.holder_id]
    if not free:
        return found
    agencies = Q(role=Role.AGENCY, organisation__in={project.custodian_id for project in free})
    units = Q(role__in=Role.of_unit, unit__in={project.unit_id for project in free})
    seats = Membership.objects.filter(units | agencies).valid_now()
    rows = list(seats.values_list("user_id", "role", "unit", "organisation"))
    for project in free:
        is_agency = project.is_with_agency
        found[project.pk] = {
            user
            for user, role, unit, house in rows
            if (role == Role.AGENCY) == is_agency
            and (house == project.custodian_id if is_agency else unit == project.unit_id)
        }
    return found


def of_session(session: Session) -> Iterable[int]:
    """Its coaches, and the people of its projects."""
    coaches = session.coaches.filter(user__isnull=False).values_list("user", flat=True)
    behind = people_behind(list(session.projects.all()))
    return {*coaches, *(user for users in behind.values() for user in users)}


def coaches_of(deck: Deck) -> Iterable[int]:
    """Of those who coached the project for its unit, or will, the unit's own people and those of
    agencies that coach for it: nobody else may open it."""
    unit = deck.project.unit_id
    sessions = Session.objects.filter(projects=deck.project_id, unit=unit).exclude(
        status=SessionStatus.CANCELLED
    )
    delegated = Delegation.objects.valid_now().filter(unit=unit, scopes__contains=[Scope.COACH])
    seats = Membership.objects.valid_now().filter(
        Q(role__in=Role.of_unit, unit=unit)
        | Q(role=Role.AGENCY, organisation__in=delegated.values("organisation"))
    )
    coaches = sessions.filter(coaches__user__in=seats.values("user"))
    return set(coaches.values_list("coaches__user", flat=True))


def coached_by_remark(remark: Remark) -> Iterable[int]:
    project = remark.deck.project
    return people_behind([project])[project.pk]


def remarker_of(remark: Remark) -> Iterable[int]:
    return [remark.said_by_id]


def people_noted(unit: str) -> QuerySet[Person]:
    """Whom a unit may put into a programme, or have coach."""
    known = Person.objects.filter(unit=unit, status=PersonStatus.KNOWN)
    return known.select_related("user").order_by("name", "pk")


def people_found(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """By a part of their name or of where they work; each with how many roadshows of the unit have
    them in a released agenda with a day (`stands`), and how many sessions with them were held
    (`coached`)."""
    if text:
        people = people.filter(Q(name__icontains=text) | Q(employer__icontains=text))
    as_user = Concat(Value("user:"), Cast("user", CharField()))
    as_guest = Concat(Value("person:"), Cast("pk", CharField()))
    who = Case(When(user__isnull=False, then=as_user), default=as_guest)
    booked = Booking.objects.filter(who=OuterRef("who_key"), roadshow__unit=OuterRef("unit"))
    shows = booked.order_by().values("who").annotate(n=Count("roadshow", distinct=True))
    held = Count("sessions", filter=Q(sessions__status=SessionStatus.HELD), distinct=True)
    return people.annotate(who_key=who).annotate(
        stands=Coalesce(Subquery(shows.values("n")), 0), coached=held
    )


def accounts_near(unit: Unit) -> QuerySet[User]:
    """Accounts a unit may link its people to: those it works with anyway. Nobody learns from it
    whether any other account exists."""
    houses = Delegation.objects.valid_now().filter(unit=unit).values("organisation")
    seats = Membership.objects.valid_now().filter(
        Q(role__in=Role.of_unit, unit=unit) | Q(role=Role.AGENCY, organisation__in=houses)
    )
    holders = Project.objects.filter(unit=unit, holder__isnull=False).values("holder")
    near = Q(pk__in=seats.values("user")) | Q(pk__in=holders)
    return User.objects.filter(near, status=UserStatus.ACTIVE)


def houses_of(session: Session) -> QuerySet[Organisation]:
    """The agencies its coaches work for, as far as their accounts tell."""
    seats = Membership.objects.valid_now().filter(
        role=Role.AGENCY, user__in=session.coaches.filter(user__isnull=False).values("user")
    )
    return Organisation.objects.filter(pk__in=seats.values("organisation")).order_by("pk")
