"""Verdicts given at the same instant: one stands, the others are told."""

import pytest

from foundation import clock
from foundation.errors import Refused
from provinces.checking import Mending, accept, return_plan
from provinces.models import FormalCheck
from records.states import MoveProblem
from tests.factories import make_staff
from tests.provinces.judging import MET, handed_in, reread
from tests.provinces.making import DAY
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attempt(order):
    try:
        return order().verdict
    except Refused as refusal:
        return refusal.problems[0].code


def test_of_several_verdicts_at_once_one_stands():
    [plan] = handed_in("SC")
    people = [make_staff("centre") for _ in range(4)]
    mending = Mending(["aims"], "请补正", clock.now() + 9 * DAY)
    orders = [
        lambda by: accept(plan, MET, by=by),
        lambda by: return_plan(plan, MET, mending, by=by),
    ]

    answers = in_threads(4, lambda n: attempt(lambda: orders[n % 2](people[n])))

    assert answers.count(MoveProblem.NOT_FROM_HERE) == 3
    verdict = FormalCheck.objects.get().verdict
    assert [one for one in answers if one != MoveProblem.NOT_FROM_HERE] == [verdict]
    assert reread(plan).status == verdict
