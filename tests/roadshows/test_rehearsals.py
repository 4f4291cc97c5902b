"""彩排: what the timer measured."""

import pytest

from foundation.errors import Refused
from foundation.refs import new_ref
from roadshows.models import Rehearsal
from roadshows.rehearsing import Run, note_rehearsal
from tests.factories import make_centre, make_clerk, make_holder
from tests.provinces.making import make_listed
from tests.roadshows.coaching import make_rehearsal

pytestmark = pytest.mark.django_db


def test_rehearsal_is_in_time_to_its_last_second():
    holder = make_holder()
    project = make_listed(holder=holder)

    assert make_rehearsal(project, holder, talk=480, questions=300).is_in_time
    assert not make_rehearsal(project, holder, talk=481).is_in_time
    assert make_rehearsal(project, make_clerk(), talk=65).clocks["talk"] == "1:05"


def test_rehearsal_sent_twice_is_one():
    holder = make_holder()
    project, run = make_listed(holder=holder), Run(new_ref(), 470, 200, 480, 300)

    first = note_rehearsal(project, run, by=holder)

    assert note_rehearsal(project, run, by=holder) == first
    assert Rehearsal.objects.count() == 1
    with pytest.raises(Refused) as refusal:
        note_rehearsal(make_listed(), run, by=make_clerk())
    assert [one.code for one in refusal.value.problems] == ["rehearsal_taken"]


def test_rehearsal_of_nothing_is_refused():
    holder = make_holder()

    with pytest.raises(Refused) as refusal:
        make_rehearsal(make_listed(holder=holder), holder, talk=0)

    assert [one.code for one in refusal.value.problems] == ["rehearsal_nothing"]


@pytest.mark.parametrize("make", [make_holder, make_centre, lambda: make_clerk("GD")])
def test_strangers_note_no_rehearsal(make):
    project = make_listed(holder=make_holder())

    with pytest.raises(Refused) as refusal:
        make_rehearsal(project, make())

    assert refusal.value.status == 403
    assert not Rehearsal.objects.exists()
