"""Who is followed may be known to everybody; nothing anonymous is told because of whose it is."""

from itertools import combinations

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import actor_of
from accounts.models import Field
from foundation.errors import Refused
from matching.following import MOST, follow, unfollow
from matching.models import Follow, Posting
from matching.queries import own_data
from matching.queries.follows import followed_named, follows_of
from matching.queries.news import all_of, listed_from
from matching.renewing import close
from matching.states import PostingKind, Reach
from portal.erasing import erase_account
from tests.factories import make_holder, make_institute, make_project, make_user
from tests.matching.making import make_enterprise, make_posting
from tests.matching.subscriptions import (
    followed,
    make_houses,
    messages_to,
    new_to,
    told_of,
    told_tomorrow,
    why_told,
)

pytestmark = pytest.mark.django_db
REASONS = {
    "house": "关注了海岳精密股份有限公司",
    "1.2": "关注了电子核心领域",
    "1": "关注了新一代信息技术领域",
}


@pytest.fixture
def reader():
    return actor_of(make_user("reader"))


def test_what_is_followed_is_one_follow(reader):
    house = make_institute()

    [first, field] = followed(reader, house, "1.2")

    assert followed(reader, house, "1.2") == [first, field]
    assert [str(one) for one in follows_of(reader)] == ["电子核心领域", "岷江器件研究所"]


def test_database_keeps_one_of_each_and_only_one_target(reader):
    house, field = make_institute(), Field.objects.get(code="1.2")
    followed(reader, house, "1.2")

    for target in ({"organisation": house}, {"field": field}):
        with pytest.raises(IntegrityError, match=r"follow_.*_once"), transaction.atomic():
            Follow.objects.create(person_id=reader.user_id, **target)
    for target in ({}, {"organisation": house, "field": field}):
        with pytest.raises(IntegrityError, match="organisation_or_field"), transaction.atomic():
            Follow.objects.create(person_id=make_holder().user_id, **target)


def test_one_too_many_is_refused_in_words(reader):
    houses = make_houses(MOST)
    kept = followed(reader, *houses)

    with pytest.raises(Refused, match="最多关注 100 个单位和领域"):
        followed(reader, "1.2")
    assert follow(houses[0], by=reader) == kept[0]
    unfollow(kept[1])
    followed(reader, "1.2")
    assert follows_of(reader).count() == MOST


@pytest.mark.parametrize("kind", PostingKind.values)
@pytest.mark.parametrize("reach", Reach.values)
def test_house_is_followed_only_where_everybody_reads_of_it(kind, reach):
    by = make_enterprise(role="investor")
    posting = make_posting(by, kind, reach=reach, alias="某企业")
    named = ("organisation", posting.organisation.ref)

    assert (followed_named(*named) is not None) == (reach == Reach.PUBLIC)
    close(posting, outcome="已签约", by=by)
    assert followed_named(*named) is None


def test_house_of_a_shown_achievement_is_followed():
    shown, hidden = make_institute(), make_houses(1)[0]
    make_project("listed")
    make_project("submitted", organisation=hidden)

    assert followed_named("organisation", shown.ref.lower()) == shown
    assert followed_named("organisation", hidden.ref) is None


@pytest.mark.parametrize(
    ("kind", "key"),
    [("organisation", "0123456789"), ("organisation", "\0"), ("field", "9.99"), ("person", "1")],
)
def test_what_is_not_there_is_not_followed(kind, key):
    assert followed_named(kind, key) is None


@pytest.mark.parametrize("kind", PostingKind.values)
@pytest.mark.parametrize("reach", Reach.values)
def test_nothing_anonymous_is_told_because_of_whose_it_is(reach, kind):
    by, readers = make_enterprise(role="investor"), {}  # who posts both
    house = make_posting(by).organisation
    for some in subsets(REASONS):
        readers[some] = make_holder()
        followed(readers[some], *(house if one == "house" else one for one in some))
    make_posting(by, kind, reach=reach, alias="某企业", title="那一项", field_id="1.2")

    told = told_tomorrow()

    expected = {some: expected_of(some, reach) for some in readers}
    assert told == sum(why != [] for why in expected.values())
    assert {some: why_told(one) for some, one in readers.items()} == expected
    others = [one for some, one in readers.items() if "house" not in some]
    assert "海岳" not in str([list(messages_to(one).values()) for one in others])


def subsets(names):
    return [some for size in range(1, len(names) + 1) for some in combinations(names, size)]


def expected_of(some, reach):
    """The digests of who follows these, of a posting of the house in field 1.2."""
    is_named = reach != Reach.ANONYMOUS
    why = "，".join(REASONS[one] for one in some if one != "house" or is_named)
    title = "那一项" if is_named else "那一项（某企业）"
    return [[(title, f"因为你{why}")]] if why else []


def test_anonymous_posting_changes_nothing_that_a_follower_of_its_house_sees(reader):
    by = make_enterprise()
    posting = make_posting(by, title="公开的")
    [kept] = followed(reader, posting.organisation)
    make_posting(by, title="另一条公开的")
    seen = seen_by(reader, kept)

    make_posting(by, reach="anonymous", alias="某企业", title="不具名的")

    assert seen_by(reader, kept) == seen
    assert seen["told"] == [["另一条公开的"]]
    assert seen["listed"] == ["另一条公开的", "公开的"]


def seen_by(reader, kept):
    """All that tells of what is new, and what telling changes; taken back."""
    with transaction.atomic():
        seen = {"new": new_to(reader), "listed": [one.title for one in listed_from(all_of(kept))]}
        count = told_tomorrow()
        [message] = messages_to(reader)
        kept.refresh_from_db()
        seen |= {"count": count, "told": told_of(reader), "context": message.context}
        transaction.set_rollback(True)
    return seen


def test_only_anonymous_news_of_a_house_are_no_news(reader):
    by = make_enterprise()
    [kept] = followed(reader, make_posting(by).organisation)
    before = kept.told_until
    make_posting(by, reach="anonymous", alias="某企业")

    assert (new_to(reader), told_tomorrow()) == ([0], 0)
    kept.refresh_from_db()
    assert kept.told_until == before


def test_all_of_a_follow_is_listed_the_newest_first(reader):
    by, unnamed = make_enterprise(role="investor"), {"reach": "anonymous", "alias": "某企业"}
    make_posting(by, title="第一条", field_id="1.2")
    make_posting(by, PostingKind.OFFER, title="第二条", field_id="1.1", **unnamed)
    make_project("listed", title="第三项")
    make_posting(by, title="别的领域", field_id="3.1")
    house, field = followed(reader, Posting.objects.earliest("pk").organisation, "1")

    assert [one.title for one in listed_from(all_of(house))] == ["别的领域", "第一条"]
    assert [(one.title, one.called) for one in listed_from(all_of(field))] == [
        ("第三项", ""),
        ("第二条", "某企业"),
        ("第一条", ""),
    ]


def test_follows_are_in_ones_own_data_and_leave_with_the_person(reader):
    followed(reader, make_institute(), "1.2")
    other = make_holder()
    followed(other, "1.2")

    rows = own_data(reader.user_id)["follows"]
    names = [(row["organisation__name"], row["field__name"]) for row in rows]
    erase_account(reader.user, by=reader)

    assert names == [("岷江器件研究所", None), (None, "电子核心产业")]
    assert [*follows_of(reader), *(str(one) for one in follows_of(other))] == ["电子核心领域"]
