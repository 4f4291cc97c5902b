"""What is committed while a list is worked out is in it when it is stored."""

import random
from datetime import timedelta

import pytest

from foundation import clock
from matching.indexing import absorb, order
from matching.models import Indexed, MatchChunk, Posting, Suggestion
from matching.runs import open_run, work_on
from matching.snapshots import forget_index
from matching.suggestions import compare, store
from matching.telling import expect
from projects.library import restore, withdraw
from projects.models import Listing, Project
from tests.factories import make_centre
from tests.matching.stock import (
    TOPICS,
    list_of,
    list_of_project,
    run_all,
    stock_posting,
    stock_project,
    work,
)

pytestmark = pytest.mark.django_db


def chunk_of(record, sort="demand", *, spread=False):
    return MatchChunk.objects.create(sort=sort, keys=[record.pk], spread=spread)


def gone(project):
    return withdraw(project, by=make_centre(), reason="权属有争议")


def test_project_that_came_meanwhile_is_in_the_list():
    first, posting = stock_project(), stock_posting()
    work()
    chunk = chunk_of(posting)
    compared = compare(chunk)

    second = stock_project()
    work()
    store(chunk, compared)

    assert list_of(posting) == [first, second]


def test_project_that_went_meanwhile_is_not():
    first, second, posting = stock_project(), stock_project(), stock_posting()
    work()
    chunk = chunk_of(posting)
    compared = compare(chunk)

    gone(first)
    work()
    store(chunk, compared)

    assert list_of(posting) == [second]


def test_project_that_went_before_a_new_snapshot_is_not():
    first, second, posting = stock_project(), stock_project(), stock_posting()
    work()
    chunk = chunk_of(posting)
    compared = compare(chunk)

    gone(first)
    run_all(sorts=("project",))
    assert not Indexed.objects.filter(counted=None).exists()
    store(chunk, compared)

    assert list_of(posting) == [second]


def test_posting_that_changed_meanwhile_is_left_to_its_own_work():
    driver, battery, posting = stock_project("driver"), stock_project("battery"), stock_posting()
    work()
    chunk = chunk_of(posting)
    compared = compare(chunk)

    title, body = TOPICS["battery"]
    Posting.objects.filter(pk=posting.pk).update(title=title, problem=body)
    work()
    assert list_of(posting)[0] == battery
    store(chunk, compared)

    assert list_of(posting)[0] == battery
    assert list_of_project(driver) in ([], [posting])


def test_posting_that_ended_meanwhile_has_no_list():
    stock_project()
    posting = stock_posting(days=2)
    work()
    chunk = chunk_of(posting)
    compared = compare(chunk)

    with clock.shift(timedelta(days=3)):
        expect("demand", [posting.pk])
        work()
        store(chunk, compared)

    assert Suggestion.objects.count() == 0


def test_posting_that_came_meanwhile_is_in_the_list_of_the_project():
    project, first = stock_project(), stock_posting()
    work()
    chunk = chunk_of(project, "project")
    compared = compare(chunk)

    second = stock_posting()
    work()
    store(chunk, compared)

    assert list_of_project(project) == [first, second]


def test_score_that_fell_makes_room_for_who_was_next():
    projects = [stock_project() for _ in range(21)]
    posting = stock_posting(title="电机驱动", problem="用于风机和水泵", trl_floor=7)
    work()
    assert list_of(posting) == projects[:20]

    Listing.objects.filter(pk=projects[0].pk).update(trl=1)
    work()

    assert list_of(posting) == projects[1:]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_changes_ends_where_a_run_over_everything_does(seed):
    """Some pieces of work are compared early and stored late, over whatever came meanwhile."""
    for topic in TOPICS:
        stock_project(topic)
        stock_posting(topic)
    run_all()

    change_and_match(random.Random(seed))
    work()

    names = ("posting", "project", "place", "place_of_project", "score")
    ended = set(Suggestion.objects.values_list(*names))
    for sort in ("demand", "offer", "project"):
        kept = Indexed.objects.filter(sort=sort, counted__isnull=False)
        order(sort, list(kept.values_list("key", flat=True)))
    work()
    assert set(Suggestion.objects.values_list(*names)) == ended


def change_and_match(die):
    late = []
    for _ in range(14):
        change_something(die)
        if die.random() < 0.6:
            forget_index()
            absorb()
        waiting = list(MatchChunk.objects.filter(state="waiting").order_by("pk"))
        for chunk in die.sample(waiting, min(len(waiting), 2)):
            late.append((chunk, compare(chunk)))
            MatchChunk.objects.filter(pk=chunk.pk).delete()
        die.shuffle(late)
        while len(late) > 2:
            store(*late.pop())
    for pair in late:
        store(*pair)


def change_something(die):
    shown = list(Project.objects.filter(status="listed").order_by("pk"))
    away = list(Project.objects.filter(status="withdrawn").order_by("pk"))
    postings = list(Posting.objects.order_by("pk"))
    topic = die.choice(list(TOPICS))
    ways = [lambda: stock_project(topic), lambda: stock_posting(topic)]
    ways += [lambda: stock_posting(topic, kind="offer")]
    if len(shown) > 2:
        ways += [lambda: gone(die.choice(shown))]
        ways += [lambda: Listing.objects.filter(pk=die.choice(shown).pk).update(trl=5)]
    if away:
        ways += [lambda: restore(die.choice(away), by=make_centre(), reason="已了结")]
    if postings:
        title, body = TOPICS[topic]
        said = {"title": title, "problem": body}
        ways += [lambda: Posting.objects.filter(pk=die.choice(postings).pk).update(**said)]
    die.choice(ways)()


def test_second_run_is_refused_while_one_is_under_way():
    from foundation.errors import Refused  # noqa: PLC0415 -- used here alone

    stock_project()
    work()
    run = open_run()

    with pytest.raises(Refused, match="全量匹配正在进行"):
        open_run()

    while work_on(run):
        pass
    assert open_run().pk != run.pk
