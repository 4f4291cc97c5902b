"""One digest a person and day, each item once and with all of why it is in it."""

from datetime import timedelta

import pytest
from django.conf import settings

from accounts.acting import actor_of
from accounts.models import Field
from accounts.people import suspend
from foundation import clock
from matching.digesting import tell_all
from matching.models import Follow, SavedSearch
from matching.states import PostingKind, SearchKind
from matching.subscribing import unsubscribe
from records.models import Message
from tests.factories import make_holder, make_institute, make_project, make_staff, make_user
from tests.letters import words_of
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise, make_posting
from tests.matching.subscriptions import (
    KIND,
    followed,
    messages_to,
    new_to,
    subscribed,
    told_of,
    told_tomorrow,
    why_told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return actor_of(make_user("reader"))


def test_digest_says_what_is_new_and_why_word_for_word(reader):
    by = make_enterprise()
    subscribed(reader, "碳化硅")
    followed(reader, make_institute(), "1.2", "1")
    project = make_project("listed", title="碳化硅驱动芯片")
    demand = accepted(by, title="高压隔离采样模块", reach="anonymous", alias="某整车企业")

    assert told_tomorrow() == 1

    subject, body = words_of(messages_to(reader).get())
    assert subject == "每日摘要 2 条：高压隔离采样模块"
    fields = "关注了电子核心领域，关注了新一代信息技术领域"
    assert (
        body
        == f"""reader，你好：

你订阅和关注的，有 2 条新内容。

看订阅和关注：
{settings.SITE_URL}/account/searches/

需求：高压隔离采样模块（某整车企业）
因为你{fields}
看需求：{settings.SITE_URL}/demands/{demand.code}/

成果：碳化硅驱动芯片
因为你订阅了“碳化硅”，关注了岷江器件研究所，{fields}
看成果：{settings.SITE_URL}/showcase/{project.code}/"""
    )


def test_digest_lists_ten_and_how_many_more_each_reason_brings(reader):
    search = subscribed(reader, "芯片")
    [field] = followed(reader, "1.2")
    for number in range(12):
        make_project("listed", title=f"驱动芯片{number}号")
    make_project("listed", title="水处理膜")

    assert told_tomorrow() == 1

    [titles] = told_of(reader)
    assert titles == ["水处理膜", *(f"驱动芯片{number}号" for number in range(11, 2, -1))]
    subject, body = words_of(messages_to(reader).get())
    assert subject == "每日摘要 13 条：水处理膜"
    assert body.endswith(
        f"""因为你订阅了“芯片”，还有 3 条没有列出
看全部：{settings.SITE_URL}{search.path}

因为你关注了电子核心领域，还有 3 条没有列出
看全部：{settings.SITE_URL}{field.path}"""
    )


def test_item_that_every_reason_names_stands_once(reader):
    for word in ("碳化硅", "芯片", "驱动"):
        subscribed(reader, word)
    followed(reader, make_institute(), "1.2", "1")
    make_project("listed", title="碳化硅驱动芯片")

    assert new_to(reader) == [1] * 6
    assert told_tomorrow() == 1
    [[(title, why)]] = why_told(reader)
    assert (title, why.count("，")) == ("碳化硅驱动芯片", 5)
    assert messages_to(reader).get().context["count"] == "1"


def test_each_reason_goes_on_from_what_it_was_told(reader):
    search = subscribed(reader, "没有的词")
    [house] = followed(reader, make_institute())
    make_project("listed", title="第一项")
    before = search.told_until

    assert [told_tomorrow(), told_tomorrow(), told_tomorrow(2)] == [1, 0, 0]

    search.refresh_from_db()
    house.refresh_from_db()
    assert search.told_until == before
    assert house.told_until > before
    with clock.shift(timedelta(days=3)):
        make_project("listed", title="第二项")
    assert told_tomorrow(4) == 1
    assert told_of(reader) == [["第一项"], ["第二项"]]


def test_what_was_told_is_not_told_again_by_a_later_reason(reader):
    followed(reader, "1.2")
    make_project("listed", title="一项")
    told_tomorrow()

    with clock.shift(timedelta(days=1)):
        followed(reader, "1")
        subscribed(reader, "一项")

    assert told_tomorrow(2) == 0


def test_what_one_has_given_up_is_told_no_more(reader):
    unsubscribe(subscribed(reader))
    make_project("listed")

    assert told_tomorrow() == 0


def test_field_brings_its_groups_but_not_its_class(reader):
    followed(reader, "1")
    other = make_holder()
    followed(other, "1.2")
    make_project("listed", title="属于大类", field=Field.objects.get(code="1"))
    make_project("listed", title="属于小类")

    assert told_tomorrow() == 2

    assert told_of(reader) == [["属于小类", "属于大类"]]
    assert told_of(other) == [["属于小类"]]


def test_own_things_are_no_news_by_follows():
    house = make_institute()
    holder, owner = make_holder(), make_enterprise()
    followed(holder, house, "1.2")
    followed(owner, "1.2", make_posting(owner, field_id="1.2").organisation)
    make_project("listed", holder, title="自己的成果")
    make_posting(owner, field_id="1.2", title="自己的需求")

    assert told_tomorrow() == 2

    assert set(told_of(holder)[0]) == {"自己的需求", "车规级隔离驱动芯片"}
    assert told_of(owner) == [["自己的成果"]]


def test_person_who_may_not_come_in_is_told_nothing(reader):
    subscribed(reader)
    followed(reader, "1.2")
    make_project("listed")
    suspend(reader.user, reason="离职", by=make_staff("security"))

    assert told_tomorrow() == 0
    assert Message.objects.filter(kind=KIND).count() == 0


def test_where_there_is_no_news_nothing_is_written(reader):
    subscribed(reader)
    followed(reader, "1.2")
    before = [*Follow.objects.values(), *SavedSearch.objects.values()]

    assert told_tomorrow() == 0

    assert [*Follow.objects.values(), *SavedSearch.objects.values()] == before
    assert Message.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_telling_takes_as_many_statements_for_one_reason_as_for_three(
    reader, django_assert_num_queries, count
):
    for number in range(count):
        subscribed(reader, ("芯片", "驱动", "碳化硅")[number])
        subscribed(reader, ("芯片", "驱动", "碳化硅")[number], SearchKind.DEMAND)
        followed(reader, ("1.2", "1", "1.1")[number])
        make_project("listed")
        make_posting(kind=PostingKind.OFFER, field_id="1.2")

    with clock.shift(timedelta(days=1)), django_assert_num_queries(13):
        tell_all()


@pytest.mark.parametrize("count", [1, 3])
def test_counting_takes_as_many_statements(reader, django_assert_num_queries, count):
    for number in range(count):
        subscribed(reader, f"芯{number}", PostingKind.DEMAND)
        subscribed(reader, f"芯{number}")
        followed(reader, ("1.2", "1", "1.1")[number])

    with django_assert_num_queries(4):
        counts = new_to(reader)

    assert counts == [0] * count * 3


def test_search_that_cannot_be_read_keeps_nobody_else_waiting(reader):
    """As when a text was taken once and is refused now."""
    broken = actor_of(make_user("earlier"))
    assert broken.user_id > reader.user_id
    for by in (reader, broken, later := actor_of(make_user("later"))):
        subscribed(by, "碳化硅")
    SavedSearch.objects.filter(person=broken.user_id).update(wanted={"q": ["碳化硅"]})
    make_project("listed", title="碳化硅驱动芯片")

    assert told_tomorrow() == 2

    assert [messages_to(by).count() for by in (reader, broken, later)] == [1, 0, 1]
