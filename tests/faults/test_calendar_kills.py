"""Kill -9 of the worker while it looks for days, and a valkey that forgets: one end, once."""

import time
from datetime import date, timedelta

import pytest
import redis
from django.conf import settings

from accounts.models import Cycle
from records.states import WorkState
from records.working import ring
from roadshows.calendar.clashes import clashes_of
from roadshows.calendar.problem import Problem, Rules, Show, dumped
from roadshows.models import Solving, StopWish
from roadshows.solving import SLICES, stop_solving
from roadshows.states import Verdict
from tests.factories import make_centre
from tests.faults.killing import wait_until, working

pytestmark = pytest.mark.django_db(transaction=True)

KILLS, PAUSE = 5, 0.4  # seconds from a start to the next kill
SHOWS = 74


@pytest.fixture
def worker(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with working(tmp_path) as worker:
        yield worker


def problem():
    """All wish for the same fortnight of one theme each, so that it is no matter of a moment."""
    first = date(2090, 6, 1)
    shows = tuple(
        Show(
            code=f"R2090-{n}",
            unit=f"U{n // 2}",
            region=f"region {n % 7}",
            theme=f"theme {n % 5}",
            wishes=(first + timedelta(days=14 + n % 10), first + timedelta(days=20 + n % 7)),
        )
        for n in range(SHOWS)
    )
    last = first + timedelta(days=200)
    return Problem(Rules(first, last, teams=1, unit_gap=14, region_gap=3, theme_gap=2), shows)


def asked():
    row = Solving.objects.create(
        cycle=Cycle.objects.latest("year"),
        by=make_centre().user,
        problem=dumped(problem()),
        total=len(SLICES),
    )
    ring(Solving, [row.pk])
    return row


def has_ended(row):
    row.refresh_from_db()
    return row.state != WorkState.WAITING


def test_search_that_is_killed_goes_on_and_ends_once(worker):
    row = asked()
    for _ in range(KILLS):
        time.sleep(PAUSE)
        worker.kill()
        assert not has_ended(row), "killed too late to prove anything"
        with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as client:
            client.flushall()
    stop_solving(row, by=make_centre())

    wait_until(lambda: has_ended(row), worker)

    assert (row.state, row.attempts, row.fault) == (WorkState.DONE, 0, "")
    assert row.progress == row.total
    assert StopWish.objects.count() == 0
    assert row.verdict in (*Verdict.with_days, Verdict.UNKNOWN)
    days = {code: date.fromisoformat(day) for code, day in row.days.items()}
    assert clashes_of(problem(), days) == []
    assert len(days) in (0, SHOWS)
