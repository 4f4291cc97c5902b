"""Two who work on one agenda at the same moment: nothing of either is lost."""

import pytest

from foundation.errors import Refused
from roadshows.casting import Noted, change_person
from roadshows.models import Booking, Item
from roadshows.programme import change_item, move_item
from roadshows.seeing import seen_of_person
from tests.factories import make_clerk
from tests.records.test_concurrency import in_threads
from tests.roadshows.arranging import OPENING, added, changed, noted, released, revision, titles
from tests.roadshows.making import dated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def show(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (row,) = dated("SC")
    added(row)
    added(row, kind="break", title="茶歇", talk=15)
    return row


def at_once(*orders):
    """What each came to: "", or the code of its refusal."""

    def attempt(number):
        try:
            orders[number]()
        except Refused as refusal:
            return str(refusal.problems[0].code)
        return ""

    return in_threads(len(orders), attempt)


def test_item_is_moved_and_changed_at_once_and_both_stand(show):
    tea, by = Item.objects.get(title="茶歇"), make_clerk()
    other, seen = make_clerk(), revision(show)
    terms = type(OPENING)(20, kind="break", title="茶歇")

    answers = at_once(
        lambda: move_item(tea, 1, seen=seen, by=by),
        lambda: change_item(tea, terms, seen=tea.revision, by=other),
    )

    tea.refresh_from_db()
    assert answers == ["", ""]
    assert (titles(show), tea.talk) == (["茶歇", "致辞"], 20)


def test_item_is_moved_while_it_is_released_and_one_of_both_is_released(show):
    tea, by, seen = Item.objects.get(title="茶歇"), make_clerk(), revision(show)

    moved, sent = at_once(
        lambda: move_item(tea, 1, seen=seen, by=by), lambda: released(show, by=make_clerk())
    )

    assert (moved, titles(show)) == ("", ["茶歇", "致辞"])
    assert sent in ("", "releasing_stale")
    said = [one["title"] for row in show.releases.all() for one in row.content["items"]]
    assert said in ([], ["致辞", "茶歇"], ["茶歇", "致辞"])


def test_person_whose_account_goes_while_it_is_released_is_booked_without_it(show):
    by = make_clerk()
    zhao = noted(show, user=by.user)
    changed(Item.objects.get(title="茶歇"), people={zhao: "chair"})
    unlinked, seen = Noted("赵老师", "岷江创投"), seen_of_person(zhao)

    at_once(
        lambda: change_person(zhao, unlinked, seen=seen, by=by),
        lambda: released(show, by=make_clerk()),
    )

    zhao.refresh_from_db()
    assert zhao.user_id is None
    assert list(Booking.objects.values_list("who", flat=True)) == [zhao.who]
