"""Two units want one coach at the same instant: one has them, the other is told in words."""

import pytest

from foundation.errors import Refused
from roadshows.models import Booking, Session
from tests.factories import make_clerk, make_user
from tests.provinces.making import make_listed
from tests.records.test_concurrency import in_threads
from tests.roadshows.coaching import make_person, make_session

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_one_of_many_has_the_coach():
    coach = make_user()
    units = ("SC", "GD", "HB", "YN")
    plans = [
        (make_person(f"{unit} 的老师", unit, coach), make_listed(unit), make_clerk(unit), unit)
        for unit in units
    ]

    def attempt(number):
        person, project, by, unit = plans[number]
        try:
            return make_session([person], [project], by=by, unit=unit).status
        except Refused as refusal:
            return [problem.code for problem in refusal.problems]

    answers = in_threads(len(units), attempt)

    assert sorted(answers, key=str) == [["booking_person"]] * 3 + ["planned"]
    assert Session.objects.count() == Booking.objects.count() == 1
