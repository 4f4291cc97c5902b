"""Kill -9 of the worker at any instant of an order for many, and a valkey that forgets: every
project is moved once, told of once, and its item says so."""

import pytest
from django.db.models import Count

from portal.invariants import broken_invariants
from projects.bulk import PIECE
from projects.intake import submit_all
from projects.models import Project
from projects.states import BulkOutcome, ProjectStatus, Source
from records.models import Entry, Message
from records.sealing import seal_entries
from records.states import WorkState
from records.verifying import verify_trail
from records.workflow import begin_all
from tests.factories import make_clerk, make_institute, make_lead, project_fields
from tests.faults.killing import ORDER, Killer, forget_everything, wait_until, working
from tests.projects.ordering import ordered

pytestmark = pytest.mark.django_db(transaction=True)

PIECES, KILLS = 4, 5
COUNT = PIECES * PIECE - 10
A_PIECE = 0.2  # seconds, at first; shorter once a kill came too late


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


def kill_and_forget(killer):
    kills = killer.hits.total()
    killer.look()
    if killer.hits.total() > kills:
        forget_everything()


def counted(rows, name):
    """How many there are of each, and of how many."""
    counts = rows.order_by().values_list(name).annotate(n=Count("pk")).values_list("n", flat=True)
    return set(counts), len(counts)


def test_order_killed_at_any_instant_moves_each_project_once(worker):
    clerk, lead = make_clerk(), make_lead()
    projects = filed(COUNT, clerk)
    killer = Killer(worker, {ORDER: A_PIECE}, most=KILLS)
    killer.want({ORDER: KILLS})

    order = ordered("accept", *projects, by=lead)
    wait_until(lambda: kill_and_forget(killer) or has_ended(order), worker)

    print(f"kills: {dict(killer.hits)}")  # noqa: T201 -- a figure
    assert killer.hits[ORDER] > 0
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
