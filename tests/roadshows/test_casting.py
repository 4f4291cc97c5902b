"""人员: noted by a unit, linked to an account, forgotten."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from records.models import PersonKey
from records.verifying import verify_trail
from records.workflow import begin
from roadshows.casting import (
    Noted,
    change_person,
    forget_person,
    note_person,
    person_of_user,
)
from roadshows.models import Booking, Person, Session
from roadshows.seeing import SeeingProblem, seen_of_person
from tests.factories import make_clerk, make_holder, make_lead, make_project, make_staff

pytestmark = pytest.mark.django_db

ZHAO = Noted("赵老师", "岷江创投", "合伙人")


def unit(abbr="SC"):
    return Unit.objects.get(abbr=abbr)


def holder_of(abbr="SC"):
    """Whose project is in the unit's care."""
    holder = make_holder()
    make_project("listed", holder, unit=unit(abbr))
    return holder


def planned(by, hour=9):
    start = clock.now() + timedelta(days=3, hours=hour)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    one = Session(unit=unit(by.unit), kind="training", title="路演培训", **times)
    return begin(one, "plan", by=by)


def booked(person, session):
    span = DateTimeTZRange(session.starts_at, session.ends_at)
    Booking.objects.create(session=session, who=person.who, span=span, what=session.title)


def refused(order):
    with pytest.raises(Refused) as refusal:
        order()
    return [problem.code for problem in refusal.value.problems], refusal.value.status


def test_person_is_noted_with_what_the_unit_knows():
    person = note_person(unit(), ZHAO, by=make_clerk("SC"))

    assert (person.name, person.employer, person.duty) == ("赵老师", "岷江创投", "合伙人")
    assert (person.status, person.who) == ("known", f"person:{person.pk}")


def test_person_is_noted_by_the_unit_and_the_centre_alone():
    for by in (make_clerk("GD"), make_staff("exchange"), make_holder()):
        assert refused(lambda by=by: note_person(unit(), ZHAO, by=by)) == (["not_yours"], 403)
    assert note_person(unit(), ZHAO, by=make_staff("centre")).unit_id == "SC"


def test_nameless_person_is_not_noted():
    by = make_clerk("SC")

    assert refused(lambda: note_person(unit(), Noted(" "), by=by)) == (["casting_no_name"], 422)
    assert Person.objects.count() == 0


def test_account_of_a_holder_of_the_unit_is_linked():
    by, holder = make_clerk("SC"), holder_of()
    person = note_person(unit(), ZHAO, by=by)

    linked = change_person(
        person, Noted("钱", user=holder.user), seen=seen_of_person(person), by=by
    )

    assert (linked.name, linked.employer, linked.who) == ("钱", "", f"user:{holder.user_id}")


def test_person_somebody_else_changed_is_not_overwritten():
    by = make_clerk("SC")
    person = note_person(unit(), ZHAO, by=by)
    seen = seen_of_person(person)
    change_person(person, Noted("赵老师", "锦江资本"), seen=seen, by=by)

    found = refused(lambda: change_person(person, Noted("赵老"), seen=seen, by=by))

    assert found == ([SeeingProblem.STALE], 409)
    assert Person.objects.get().employer == "锦江资本"


def test_account_that_is_not_near_is_not_linked():
    by = make_clerk("SC")
    for stranger in (make_holder(), holder_of("GD"), make_lead("GD")):
        who = Noted("钱", user=stranger.user)
        assert refused(lambda who=who: note_person(unit(), who, by=by)) == (
            ["casting_not_near"],
            422,
        )


def test_account_is_noted_once_a_unit():
    by, holder = make_clerk("SC"), holder_of()
    person = person_of_user(unit(), holder.user, by=by)

    assert person_of_user(unit(), holder.user, by=by) == person
    who = Noted("另一个名字", user=holder.user)
    assert refused(lambda: note_person(unit(), who, by=by)) == (["casting_twice"], 422)
    assert person.name == holder.user.name


def test_bookings_go_with_the_account():
    by, holder = make_clerk("SC"), holder_of()
    person = note_person(unit(), ZHAO, by=by)
    booked(person, planned(by))

    change_person(person, Noted("钱", user=holder.user), seen=seen_of_person(person), by=by)

    assert Booking.objects.get().who == f"user:{holder.user_id}"


def test_account_that_is_elsewhere_at_that_time_is_not_linked():
    by, holder = make_clerk("SC"), holder_of()
    own = person_of_user(unit("GD"), holder_in_both(holder), by=make_clerk("GD"))
    guest = note_person(unit(), ZHAO, by=by)
    booked(own, planned(make_clerk("GD")))
    booked(guest, planned(by))

    who = Noted("钱", user=holder.user)
    assert refused(lambda: change_person(guest, who, seen=seen_of_person(guest), by=by)) == (
        ["casting_busy"],
        422,
    )
    guest.refresh_from_db()
    assert (guest.name, guest.user) == ("赵老师", None)


def holder_in_both(holder):
    make_project("listed", holder, unit=unit("GD"))
    return holder.user


def test_forgotten_person_leaves_no_name_and_a_whole_trail():
    by = make_clerk("SC")
    person = note_person(unit(), ZHAO, by=by)
    booked(person, planned(by))
    assert PersonKey.objects.filter(subject=f"guest:{person.pk}").exists()

    person = forget_person(person, by=by)

    assert (person.name, person.employer, person.duty) == ("", "", "")
    assert (str(person), person.status) == ("已抹去姓名", "forgotten")
    assert Booking.objects.get().who == f"person:{person.pk}"
    assert not PersonKey.objects.filter(subject=f"guest:{person.pk}").exists()
    assert list(verify_trail()) == []
