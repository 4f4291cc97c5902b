"""What changed is written down by whatever path it came, and taken into the index."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.consenting import withdraw_consent
from foundation import clock
from matching.indexing import absorb, reconcile
from matching.invariants import indexed_for_nothing, not_indexed, places_taken_twice
from matching.models import (
    Change,
    Feedback,
    Indexed,
    MatchChunk,
    Posting,
    Snapshot,
    Suggestion,
)
from matching.queries.index import is_being_matched
from matching.runs import rebuild_records
from matching.scoring import FEATURES
from matching.states import PostingKind, PostingStatus
from matching.telling import expect
from projects.entitlements import note_service
from projects.library import restore, withdraw
from projects.listings import rebuild_index
from projects.models import Listing
from projects.states import ServiceKind
from records.actors import PORTAL
from records.workflow import move
from tests.factories import make_centre, make_holder, make_lead
from tests.matching.making import suggest
from tests.matching.stock import (
    list_of,
    list_of_project,
    revision_of,
    run_all,
    stock_posting,
    stock_project,
    work,
)

pytestmark = pytest.mark.django_db


def changes():
    return list(Change.objects.order_by("pk").values_list("sort", "key", "why"))


def end(posting, verb="expire"):
    return move(posting, verb, by=PORTAL)


def give(posting, project, verdict="accept", **fields):
    said = Feedback(posting=posting, project=project, side="posting", verdict=verdict, **fields)
    said.given_by_id = posting.author_id
    said.status = "given"
    said.save()
    return said


def test_listing_a_project_is_one_change():
    project = stock_project()

    assert changes() == [("project", project.pk, "said")]


def test_record_that_cannot_be_read_keeps_no_other_from_being_matched():
    project, kept, broken = stock_project(), stock_posting(), stock_posting()
    work()
    assert list_of_project(project) == [kept, broken]

    Posting.objects.filter(pk=broken.pk).update(keywords=[None])
    other = stock_posting()
    work()

    assert list_of_project(project) == [kept, other]
    assert Change.objects.count() == 0
    assert not_indexed() == 1


def test_draft_of_a_posting_is_none():
    posting = stock_posting()

    assert changes() == [("demand", posting.pk, "said")]
    Posting.objects.filter(pk=posting.pk).update(contact_name="周蜀", warned_at=clock.now())
    assert len(changes()) == 1


def test_what_was_rolled_back_is_none():
    with transaction.atomic():
        stock_project()
        transaction.set_rollback(True)

    assert changes() == []


@pytest.mark.parametrize("kind", PostingKind)
def test_ended_posting_leaves_index_and_lists(kind):
    project = stock_project()
    posting = stock_posting(kind=kind)
    work()
    assert list_of_project(project, kind) == [posting]

    end(posting)
    work()

    assert Suggestion.objects.count() == 0
    assert Indexed.objects.get(sort=kind).counted is None


def test_project_not_shown_any_more_leaves_index_and_lists():
    project, posting = stock_project(), stock_posting()
    work()

    withdraw_consent(project.display_consent, by=make_holder(project.holder))
    work()

    assert list_of(posting) == []
    assert Indexed.objects.get(sort="project").counted is None


def test_withdrawn_project_comes_back_when_restored():
    project, posting = stock_project(), stock_posting()
    work()
    project = withdraw(project, by=make_centre(), reason="权属有争议")
    work()
    assert list_of(posting) == []

    restore(project, by=make_centre(), reason="争议已了结")
    work()

    assert list_of(posting) == [project]


def test_next_best_moves_up_when_one_goes():
    projects = [stock_project() for _ in range(22)]
    posting = stock_posting()
    work()
    first = list_of(posting)
    assert first == projects[:20]

    withdraw(first[0], by=make_centre(), reason="权属有争议")
    work()

    assert list_of(posting) == projects[1:21]
    places = Suggestion.objects.filter(posting=posting, place__isnull=False)
    assert sorted(places.values_list("place", flat=True)) == list(range(1, 21))


def test_service_of_a_project_is_known_and_moves_its_score():
    project, posting = stock_project(), stock_posting()
    work()
    before = Suggestion.objects.get(posting=posting)

    note_service(
        project, ServiceKind.SUPPORT, provider="成都高新区", on=clock.today(), by=make_lead()
    )
    work()

    after, at = Suggestion.objects.get(posting=posting), FEATURES.index("services")
    assert (before.parts[at], after.parts[at] > 0) == (0, True)
    assert after.pk == before.pk


def test_change_that_changes_nothing_orders_no_work():
    project = stock_project()
    work()
    done = MatchChunk.objects.count()

    expect("project", [project.pk])
    assert absorb() == 1

    assert MatchChunk.objects.count() == done


def test_listings_cut_anew_are_no_change():
    stock_project()
    absorb()

    rebuild_index()

    assert changes() == []


def test_set_of_ten_is_taken_in_at_once():
    projects = [stock_project() for _ in range(3)]
    rows = Listing.objects.filter(pk__in=[project.pk for project in projects])
    absorb()

    rows.update(trl=3)

    assert {key for _, key, _ in changes()} == {project.pk for project in projects}
    assert absorb() == 3
    assert len({revision_of(project) for project in projects}) == 1


def test_revisions_ascend_with_each_taking_in():
    first = stock_project()
    absorb()
    second = stock_project()
    absorb()

    assert revision_of(first) < revision_of(second)


def test_feedback_orders_its_posting_alone():
    project, posting, other = stock_project(), stock_posting(), stock_posting()
    work()
    before = revision_of(posting, "demand"), revision_of(other, "demand")

    give(posting, project)
    assert changes() == [("demand", posting.pk, "feedback")]
    assert is_being_matched(posting)
    work()

    assert revision_of(posting, "demand") > before[0]
    assert revision_of(other, "demand") == before[1]
    assert not is_being_matched(posting)


def test_feedback_of_the_projects_side_ranks_nothing():
    project, posting = stock_project(), stock_posting()
    absorb()

    said = Feedback(posting=posting, project=project, side="project", verdict="later")
    said.given_by_id, said.status = posting.author_id, "given"
    said.save()

    assert changes() == []


def test_what_ran_out_at_midnight_is_found_without_any_change():
    posting = stock_posting(days=3)
    stock_project()
    work()

    with clock.shift(timedelta(days=4)):
        assert reconcile() == 1
        work()

    assert Suggestion.objects.count() == 0
    assert Posting.objects.get(pk=posting.pk).status == PostingStatus.PUBLISHED


def test_everything_counted_anew_orders_no_work_for_what_reads_as_before():
    project, posting = stock_project(), stock_posting()
    run_all()
    done, before = MatchChunk.objects.count(), list_of(posting)

    assert rebuild_records() == 2
    work()

    assert MatchChunk.objects.count() == done
    assert list_of(posting) == before == [project]
    assert Snapshot.objects.filter(is_current=True).count() == 1


def test_invariants_find_what_is_wrong():
    project, posting = stock_project(), stock_posting()
    assert not_indexed() == 0  # they wait
    work()
    assert {indexed_for_nothing(), not_indexed(), places_taken_twice()} == {0}

    Indexed.objects.filter(key=posting.pk).delete()
    assert not_indexed() == 1
    Indexed.objects.create(sort="offer", key=posting.pk + 1, counted=b"0", revision=1)
    assert indexed_for_nothing() == 1
    suggest(stock_posting(), project, place_of_project=1)
    assert places_taken_twice() == 1


def test_marked_posting_keeps_its_first_by_either_order():
    projects = [stock_project() for _ in range(22)]
    posting = stock_posting()
    work()
    assert list_of(posting) == projects[:20]

    give(posting, projects[0], "decline", reasons=["direction"])
    give(posting, projects[1], "decline", reasons=["direction"])
    work()

    rows = Suggestion.objects.filter(posting=posting)
    plain = rows.filter(plain_place__isnull=False).order_by("plain_place")
    assert [row.project for row in plain] == projects[:20]
    assert list_of(posting) == projects[2:]
    assert places_taken_twice() == 0


def test_project_stands_as_if_nobody_had_said_anything():
    projects, first, second = [stock_project()], stock_posting(), stock_posting()
    work()
    assert list_of_project(projects[0]) == [first, second]

    give(first, projects[0], "decline", reasons=["direction"])
    work()
    run_all()

    felt = Suggestion.objects.get(posting=first)
    assert felt.score < felt.plain == Suggestion.objects.get(posting=second).plain
    assert list_of_project(projects[0]) == [first, second]
