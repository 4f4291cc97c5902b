"""Several people at one correction at a time: one move wins, and it is the one that is read."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from foundation.errors import Refused
from portal.invariants import broken_invariants
from projects.correcting import accept, begin_correction, propose, take_back, withdraw
from projects.library import withdraw as withdraw_project
from projects.models import Correction, Likeness, LikePair, Listing, Project, Version
from records.verifying import verify_trail
from tests.factories import make_centre, make_holder, make_lead, make_project
from tests.projects.correcting_things import REASON, TITLE, make_correction, type_in
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


def at_once(orders):
    """All start together; the places of those that were not refused."""

    def run(at):
        try:
            orders[at]()
        except Refused:
            return False
        return True

    return [at for at, done in enumerate(in_threads(len(orders), run)) if done]


@pytest.mark.parametrize("attempt", range(4))
def test_accepting_withdrawing_and_taking_back_leave_one_winner(attempt):
    holder, leads = make_holder(), [make_lead(), make_lead()]
    project = make_project("listed", holder)
    correction = make_correction("proposed", project, holder, leads[0])
    orders = [
        lambda: accept(correction, by=leads[0]),
        lambda: accept(correction, by=leads[1]),
        lambda: withdraw(correction, by=holder),
        lambda: take_back(correction, by=holder),
    ]

    won = at_once(orders[attempt:] + orders[:attempt])

    status = Correction.objects.get(pk=correction.pk).status
    # What is taken back may be withdrawn after that: both were done, one after the other.
    assert len(won) == (2 if status == "withdrawn" and _was_taken_back(correction) else 1)
    is_accepted = status == "accepted"
    assert Project.objects.get(pk=project.pk).title == (TITLE if is_accepted else project.title)
    assert Listing.objects.get(pk=project.pk).version.number == (2 if is_accepted else 1)
    assert set(broken_invariants().values()) == {0}
    assert list(verify_trail()) == []


def _was_taken_back(correction):
    return Correction.objects.get(pk=correction.pk).proposed_by_id is None


def test_two_begin_one():
    holder = make_holder()
    project = make_project("listed", holder)

    won = at_once([lambda: begin_correction(project, REASON, by=holder)] * 6)

    assert len(won) == 1
    assert Correction.objects.filter(project=project).count() == 1


def test_typing_beside_proposing_is_frozen_or_refused():
    """Nothing is typed into what waits for a decision."""
    holder = make_holder()
    project = make_project("listed", holder)
    correction = make_correction("taken_back", project, holder)

    at_once(
        [
            lambda: propose(correction, by=holder),
            *[lambda: type_in(project, holder, title=f"{TITLE}再改")] * 3,
        ]
    )

    proposed = Correction.objects.get(pk=correction.pk)
    assert proposed.status == "proposed"
    newest = Version.objects.filter(project=project).order_by("-number").first()
    assert newest.content["title"] == proposed.sheet["title"] == TITLE


def test_leaving_the_library_beside_accepting_shows_nothing_or_ends_whole():
    holder, lead, centre = make_holder(), make_lead(), make_centre()
    project = make_project("listed", holder)
    correction = make_correction("proposed", project, holder, lead)

    at_once(
        [
            lambda: accept(correction, by=lead),
            lambda: withdraw_project(project, by=centre, reason="权属有争议"),
        ]
    )

    ended = Correction.objects.get(pk=correction.pk)
    row = Project.objects.get(pk=project.pk)
    assert (row.status, Listing.objects.filter(pk=project.pk).exists()) == ("withdrawn", False)
    assert (ended.status, row.title) in (("accepted", TITLE), ("withdrawn", project.title))
    assert set(broken_invariants().values()) == {0}


def test_acceptance_and_the_search_for_its_like_do_not_wait_in_a_circle():
    holder, lead = make_holder(), make_lead()
    project, other = make_project("listed", holder), make_project("listed")
    correction = make_correction("proposed", project, holder, lead)

    def accepting():
        try:
            return accept(correction, by=lead).status
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():  # as `pairing` does
            Likeness.objects.select_for_update().get(project=project)
            accepted = pool.submit(accepting)
            _until_somebody_waits()
            LikePair.objects.create(first=project, second=other)
        assert accepted.result() == "accepted"

    assert Likeness.objects.get(project=project).paired_at is None


def _until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("select exists (select from pg_locks where not granted)")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    pytest.fail("nobody waited")
