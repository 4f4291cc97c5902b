"""人员: a unit notes who stands in its programmes and who coaches; with an account of the portal
they are told what concerns them, and are nowhere twice at once."""

from dataclasses import dataclass
from http import HTTPStatus

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, TextChoices

from accounts.models import Unit, User
from foundation.errors import Problem, Refused, refuse_if
from records.actors import Actor
from records.keys import destroy_key
from records.workflow import begin, move
from roadshows.booking import come_one_by_one
from roadshows.models import Booking, Person
from roadshows.queries.people import accounts_near
from roadshows.seeing import refuse_overwriting, seen_of_person
from roadshows.states import PersonStatus


class CastingProblem(TextChoices):
    NO_NAME = "casting_no_name", "请填写姓名"
    NOT_NEAR = (
        "casting_not_near",
        "关联不了这个邮箱：只能关联本单位成果的持有人、本单位和受托机构的账号",
    )
    TWICE = "casting_twice", "这个账号已经登记过，是{found}。请直接用那一位，或换一个邮箱"
    BUSY = "casting_busy", "{found}同一时间在别处已有安排，先改那边的时间，再关联账号"


@dataclass(frozen=True)
class Noted:
    """Who somebody is, as the unit knows them; `user` where they have an account."""

    name: str
    employer: str = ""
    duty: str = ""
    user: User | None = None


@transaction.atomic
def note_person(unit: Unit, who: Noted, *, by: Actor) -> Person:
    """Raises Refused: not of the unit, nor the centre (403); no name, the account is not near the
    unit or noted already (422)."""
    _hold(who.user)
    person = Person(unit=unit, name=who.name, employer=who.employer, duty=who.duty, user=who.user)
    refuse_if(_problems(unit, who, person))
    return begin(person, "note", by=by)


def change_person(person: Person, who: Noted, *, seen: str, by: Actor) -> Person:
    """What they are booked for goes with them. Raises Refused as `note_person`; forgotten, or
    changed meanwhile (409); the account is booked elsewhere at the same time (422)."""

    def write(row: Person) -> None:
        _hold(who.user)
        refuse_if(_problems(row.unit, who, row))
        before, stood = row.who, seen_of_person(row)
        row.name, row.employer, row.duty = who.name, who.employer, who.duty
        row.user = who.user
        refuse_overwriting(stood, seen_of_person(row), seen=seen)
        _rename_bookings(row, before)

    return move(person, "change", by=by, write=write)


def forget_person(person: Person, *, by: Actor) -> Person:
    """Nothing is known of them any more; where they stood in a programme, somebody without a name
    stands. Raises Refused: neither theirs nor themselves (403); forgotten already (409)."""

    def write(row: Person) -> None:
        before = row.who
        row.name = row.employer = row.duty = ""
        row.user = None
        _rename_bookings(row, before)

    forgotten = move(person, "forget", by=by, write=write)
    destroy_key(f"guest:{person.pk}")
    return forgotten


def account_at(unit: Unit, email: str) -> User:
    """Raises Refused (422): none that the unit works with has this address."""
    found = accounts_near(unit).filter(email__iexact=email).first()
    if found is None:
        problem = Problem(CastingProblem.NOT_NEAR, "email")
        raise Refused([problem], status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return found


@transaction.atomic
def person_of_user(unit: Unit, user: User, *, by: Actor) -> Person:
    """As whom the unit noted this account; noted now, by its own name, where it was not. Raises
    Refused as `note_person`."""
    known = Person.objects.filter(unit=unit, user=user).first()
    if known is not None:
        return known
    employer = user.organisation.name if user.organisation else ""
    return note_person(unit, Noted(user.name, employer, user=user), by=by)


def _hold(user: User | None) -> None:
    """Pressed twice, an account is noted once."""
    if user is not None:
        User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _problems(unit: Unit, who: Noted, person: Person) -> list[Problem]:
    problems = [] if who.name.strip() else [Problem(CastingProblem.NO_NAME, "name")]
    if who.user is None or (person.pk and who.user.pk == person.user_id):
        return problems
    if not accounts_near(unit).filter(pk=who.user.pk).exists():
        problems.append(Problem(CastingProblem.NOT_NEAR, "email"))
    others = Person.objects.filter(unit=unit, user=who.user, status=PersonStatus.KNOWN)
    twice = others.exclude(pk=person.pk).first()
    if twice is not None:
        problems.append(Problem(CastingProblem.TWICE, "email", found=twice.name))
    return problems


def _rename_bookings(row: Person, before: str) -> None:
    """In whatever the unit booked them for; the database says whether they are free."""
    if row.who == before:
        return
    come_one_by_one([before, row.who])
    of_unit = Q(roadshow__unit=row.unit_id) | Q(session__unit=row.unit_id)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Booking.objects.filter(of_unit, who=before).update(who=row.who)
            cursor.execute("set constraints booking_person_in_one_place immediate")
            cursor.execute("set constraints booking_person_in_one_place deferred")
    except IntegrityError:
        refuse_if([Problem(CastingProblem.BUSY, "email", found=row.name)])
