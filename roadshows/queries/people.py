"""Who must hear of it: ids of users."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Q, QuerySet

from accounts.models import Delegation, Membership, Unit, User
from accounts.states import Role, Scope, UserStatus
from projects.models import Project
from projects.states import Source
from provinces.queries import people_of_centre, people_of_units
from roadshows.models import Appearance, Deck, Duty, Item, Person, Remark, Roadshow, Session
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
    """Whom a new day concerns: the host, the exchange, who stands in it, whose projects do."""
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
    lined = Q(item__programme__in=found, item__place__isnull=False)
    standing = Appearance.objects.filter(lined, person__user__isnull=False)
    for roadshow, user in standing.values_list("item__programme", "person__user"):
        found[roadshow].add(user)
    shown = Item.objects.filter(programme__in=found, place__isnull=False, project__isnull=False)
    pairs = [(item.programme_id, item.project) for item in shown.select_related("project")]
    projects = {project.pk: project for _, project in pairs if project}
    behind = people_behind(list(projects.values()))
    for roadshow, project in pairs:
        found[roadshow] |= behind[project.pk] if project else set()
    return found


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
        is_agency = project.source == Source.AGENCY
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
    """By a part of their name or of where they work; each with how many roadshows (`stands`) and
    sessions (`coached`) they are in."""
    if text:
        people = people.filter(Q(name__icontains=text) | Q(employer__icontains=text))
    in_place = Q(appearances__item__place__isnull=False)
    shows = Count("appearances__item__programme", filter=in_place, distinct=True)
    return people.annotate(stands=shows, coached=Count("sessions", distinct=True))


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
