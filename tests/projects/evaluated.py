"""Projects and people for the tests of 专业评价."""

from foundation.errors import Refused
from projects.evaluating import take_up
from projects.models import Opinion
from tests.factories import make_marks, make_project

REASON = "没有核对检测报告"


def make_costly(**fields):
    """So much is asked for that two persons evaluate it."""
    return make_project("listed", price_open=False, price=2000, **fields)


def taken(project, by):
    return Opinion.objects.select_related("evaluation__project").get(pk=take_up(project, by=by).pk)


def marks(opinion, points=4, **given):
    return make_marks(opinion.evaluation.rubric, points, **given)


def codes(order):
    """Of what it is refused for; [] where it is done."""
    try:
        order()
    except Refused as refusal:
        return [str(problem.code.value) for problem in refusal.problems]
    return []


def status_of(order):
    try:
        order()
    except Refused as refusal:
        return int(refusal.status)
    return None
