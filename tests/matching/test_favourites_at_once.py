"""Clicks at once: a thing is kept once, never more than there may be, in folders that exist."""

import pytest

from foundation.errors import Refused
from matching import favouring
from matching.favouring import MOST_FOLDERS, add_folder, change, delete_folder, favour
from matching.models import Favourite, Folder
from tests.factories import make_holder
from tests.matching.making import make_enterprise, make_posting
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 8


def accepted_of(order):
    """How many of the clicks were carried out."""

    def attempt(number):
        try:
            order(number)
        except Refused:
            return 0
        return 1

    return sum(in_threads(CLICKS, attempt))


def test_same_thing_kept_at_once_is_one_favourite():
    by, posting = make_holder(), make_posting()

    assert accepted_of(lambda _number: favour(posting, by=by)) == CLICKS
    assert Favourite.objects.count() == 1


def test_keeping_at_once_keeps_to_the_most(monkeypatch):
    monkeypatch.setattr(favouring, "MOST", 3)
    by, owner = make_holder(), make_enterprise()
    postings = [make_posting(owner) for _ in range(CLICKS)]

    assert accepted_of(lambda number: favour(postings[number], by=by)) == 3
    assert Favourite.objects.count() == 3


def test_folders_made_at_once_keep_to_the_most_and_to_their_names():
    by = make_holder()
    for number in range(MOST_FOLDERS - 2):
        add_folder(f"第{number}个", by=by)

    assert accepted_of(lambda _number: add_folder("同一个", by=by)) == 1
    assert accepted_of(lambda number: add_folder(f"新{number}", by=by)) == 1
    assert Folder.objects.count() == MOST_FOLDERS


def test_nothing_is_lost_with_a_folder_that_is_deleted_meanwhile():
    by, owner = make_holder(), make_enterprise()
    kept = [favour(make_posting(owner), by=by) for _ in range(CLICKS)]
    folder = add_folder("车规", by=by)

    def work(number):
        if number == CLICKS // 2:
            delete_folder(folder, by=by)
        else:
            change(kept[number], note="问样片", folder=folder.ref, by=by)

    in_threads(CLICKS, work)

    assert Folder.objects.count() == 0
    rows = Favourite.objects.exclude(pk=kept[CLICKS // 2].pk).values_list("note", "folder")
    assert list(rows) == [("问样片", None)] * (CLICKS - 1)
