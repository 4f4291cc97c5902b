"""Kill -9 of the worker at any instant of an order for many, and a valkey that forgets: every
project is moved once, told of once, and its item says so."""

import random
import time

import pytest
import redis
from django.conf import settings
from django.db.models import Count

from portal.invariants import broken_invariants
from projects.bulk import PIECE
from projects.intake import submit_all
from projects.models import BulkOrder, Project
from projects.states import BulkOutcome, ProjectStatus, Source
from records.models import Entry, Message
from records.sealing import seal_entries
from records.states import WorkState
from records.verifying import verify_trail
from records.workflow import begin_all
from tests.factories import make_clerk, make_institute, make_lead, project_fields
from tests.faults.killing import claimed, wait_until, working
from tests.projects.ordering import ordered

pytestmark = pytest.mark.django_db(transaction=True)

PIECES, KILLS, SEED = 4, 5, 5
COUNT = PIECES * PIECE - 10
A_PIECE = 0.4  # seconds, more or less


@pytest.fixture
def worker(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with working(tmp_path) as worker:
        yield worker


def filed(count, by):
    """Handed in by a clerk, who hears what becomes of each."""
    fields = project_fields(organisation=make_institute(), filer="unit", source=Source.UNIT)
    custodian = fields["unit"].organisation_id
    drafts = [Project(**fields, custodian_id=custodian) for _ in range(count)]
    begin_all(drafts, "open", by=by)
    waiting = Project.objects.filter(status=ProjectStatus.DRAFT)
    return submit_all(waiting.select_related("field", "organisation"), by=by).rows


def has_ended(order):
    order.refresh_from_db()
    return order.state != WorkState.WAITING


def kill_at_it(worker, die):
    """At an instant of a piece. Returns whether it was at one."""
    wait_until(lambda: claimed()[0] == "order" or not left(), worker)
    time.sleep(die.random() * A_PIECE)
    return worker.kill() == "order"


def left():
    return BulkOrder.objects.filter(state=WorkState.WAITING).exists()


def counted(rows, name):
    """How many there are of each, and of how many."""
    counts = rows.order_by().values_list(name).annotate(n=Count("pk")).values_list("n", flat=True)
    return set(counts), len(counts)


def test_order_killed_at_any_instant_moves_each_project_once(worker):
    clerk, lead, die = make_clerk(), make_lead(), random.Random(SEED)
    projects = filed(COUNT, clerk)

    order, hits = ordered("accept", *projects, by=lead), 0
    for _ in range(KILLS):
        hits += kill_at_it(worker, die)
        with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as client:
            client.flushall()
    wait_until(lambda: has_ended(order), worker)

    print(f"kills at a piece: {hits} of {KILLS}")  # noqa: T201 -- a figure
    assert hits > 0
    assert (order.state, order.attempts, order.fault) == (WorkState.DONE, 0, "")
    assert (order.progress, order.total) == (COUNT, COUNT)
    assert order.items.filter(outcome=BulkOutcome.DONE, reasons=[]).count() == COUNT
    assert counted(Entry.objects.filter(verb="accept"), "object_id") == ({1}, COUNT)
    told = Message.objects.filter(kind="projects.project.accept")
    assert counted(told, "about_ref") == ({1}, COUNT)
    assert Message.objects.filter(kind="projects.bulkorder.done").count() == 1
    seal_entries()
    assert list(verify_trail()) == []
    assert set(broken_invariants().values()) == {0}
