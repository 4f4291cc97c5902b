"""What is searched is subscribed to once, and told of once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import actor_of
from accounts.consenting import withdraw_consent
from accounts.people import suspend
from foundation import clock
from foundation.errors import Refused
from matching.digesting import tell_all
from matching.models import SavedSearch
from matching.queries import own_data
from matching.queries.searches import searches_of, subscribing_to
from matching.states import SearchKind
from matching.subscribing import MOST, subscribe, unsubscribe
from portal.erasing import erase_account
from projects.queries import find_listings, shown_rows
from records.actors import VISITOR
from records.models import Message
from tests.factories import make_holder, make_project, make_staff, make_user
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise
from tests.matching.subscriptions import KIND, new_to, subscribed, told_of, told_tomorrow

pytestmark = pytest.mark.django_db
CHIP = "面向车规的碳化硅栅极驱动芯片"


@pytest.fixture
def reader():
    return actor_of(make_user("reader"))


def test_same_search_is_one_subscription_however_it_was_asked(reader):
    first = subscribe("project", {"q": "硅", "unit": ["SC", "CQ"]}, title="硅", by=reader)
    again = {"unit": ["CQ", "SC"], "q": "硅", "field": [], "sort": "maturity"}

    assert subscribe("project", again, title="硅", by=reader) == first
    assert first.wanted == {"q": "硅", "unit": ["CQ", "SC"]}
    assert first.path == "/showcase/?q=%E7%A1%85&unit=CQ&unit=SC&sort=newest"
    assert subscribing_to("project", again, reader).saved == first
    assert subscribing_to("demand", again, reader).saved is None
    assert subscribing_to("project", again, VISITOR).saved is None


def test_database_keeps_one_of_each_search(reader):
    first = subscribed(reader, "硅")
    rest = {"person_id": reader.user_id, "title": "硅"}

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.create(kind=first.kind, wanted={"q": "硅"}, **rest)
    SavedSearch.objects.create(kind="offer", wanted={"q": "硅"}, **rest)
    subscribed(make_holder(), "硅")


def test_every_condition_there_is_may_be_subscribed_to(reader):
    units = [f"U{number:04}" for number in range(900)]

    search = subscribe("project", {"q": "", "unit": units}, title="长" * 900, by=reader)

    assert (len(search.wanted["unit"]), len(search.title)) == (900, 200)


def test_one_too_many_is_refused_in_words(reader):
    for number in range(MOST):
        subscribed(reader, f"词{number}")

    with pytest.raises(Refused, match="最多订阅 20 个搜索"):
        subscribed(reader, "再一个")
    assert subscribed(reader, "词0") == searches_of(reader).get(title="词0")
    unsubscribe(searches_of(reader).get(title="词1"))
    subscribed(reader, "再一个")
    assert searches_of(reader).count() == MOST


def test_news_are_told_once(reader):
    make_project("listed", title="以前的碳化硅")
    search = subscribed(reader, "碳化硅 驱动")
    listed = make_project("listed", title=CHIP)

    assert [told_tomorrow(), told_tomorrow(), told_tomorrow(2)] == [1, 0, 0]
    assert told_of(reader) == [[CHIP]]
    search.refresh_from_db()
    assert search.told_until > listed.listed_at
    make_project("listed", title="碳化硅驱动二号")
    Message.objects.all().delete()
    with clock.shift(timedelta(days=3)):
        make_project("listed", title="碳化硅驱动三号")
    assert told_tomorrow(4) == 1
    assert told_of(reader) == [["碳化硅驱动三号"]]


def test_what_was_shown_a_moment_ago_is_told_the_next_time(reader):
    subscribed(reader)
    make_project("listed", title=CHIP)

    with clock.shift(timedelta(minutes=29)):
        assert tell_all() == 0
    with clock.shift(timedelta(minutes=31)):
        assert tell_all() == 1


@pytest.mark.parametrize(
    ("q", "conditions", "count"),
    [
        ("驱动", {}, 1),
        ("碳化硅芯片", {}, 0),  # its words stand apart
        ("qudong", {}, 0),  # a reading
        ("SiC", {}, 1),  # said otherwise
        ("", {"field": ["1"]}, 1),
        ("", {"field": ["3"]}, 0),
        ("驱动", {"unit": ["SC", "CQ"]}, 1),
        ("驱动", {"unit": ["CQ"]}, 0),
        ("硅", {}, 1),
    ],
)
def test_only_what_holds_all_that_is_asked_is_news(reader, q, conditions, count):
    subscribed(reader, q, **conditions)
    make_project("listed", title=CHIP)

    wanted = {"q": q, "sort": "", **conditions}
    assert find_listings(shown_rows(), wanted).whole == count
    assert new_to(reader) == [count]
    assert told_tomorrow() == count


def test_what_is_no_longer_shown_and_ones_own_is_no_news():
    holder = make_holder()
    subscribed(holder)
    make_project("listed", holder, title="自己的")
    other = make_holder()
    hidden = make_project("listed", other, title="撤回的")
    withdraw_consent(hidden.display_consent, by=other)

    assert told_tomorrow() == 0


def test_postings_are_told_to_whom_they_are_for():
    owner, other = (
        make_enterprise(),
        make_enterprise("岷山精密股份有限公司", "91510100MA6CGQ0N7B", user=make_user("other")),
    )
    for by in (owner, other):
        subscribed(by, "芯片", SearchKind.DEMAND)
        subscribed(by, "", SearchKind.OFFER)
    accepted(owner, title="公开的芯片需求")
    accepted(owner, title="登录可见的芯片需求", reach="members")
    accepted(owner, title="没有这个词的需求", problem="略略略略略略略略略略略略", keywords="略")

    assert told_tomorrow() == 1

    assert told_of(owner) == []
    [titles] = told_of(other)
    assert set(titles) >= {"登录可见的芯片需求", "公开的芯片需求"}
    assert "海岳" not in str(Message.objects.get(kind=KIND).context)


def test_posting_that_is_over_is_no_news(reader):
    subscribed(reader, "芯片", SearchKind.DEMAND)
    accepted(make_enterprise())

    assert told_tomorrow(400) == 0


def test_offers_are_their_own_kind(reader):
    subscribed(reader, "", SearchKind.OFFER)
    accepted(make_enterprise())

    assert told_tomorrow() == 0


def test_who_may_not_come_in_is_told_nothing(reader):
    subscribed(reader)
    make_project("listed")
    suspend(reader.user, reason="离职", by=make_staff("security"))

    assert told_tomorrow() == 0


def test_searches_are_in_ones_own_data_and_leave_with_the_person(reader):
    subscribed(reader, "硅", unit=["SC"])
    other = make_holder()
    subscribed(other, "别人的")

    [row] = own_data(reader.user_id)["saved_searches"]
    erase_account(reader.user, by=reader)

    assert {name: row[name] for name in ("kind", "title", "wanted")} == {
        "kind": "project",
        "title": "硅",
        "wanted": {"q": "硅", "unit": ["SC"]},
    }
    assert [*searches_of(reader), *searches_of(other).values_list("title", flat=True)] == ["别人的"]
