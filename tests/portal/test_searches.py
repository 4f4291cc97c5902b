"""The button on the pages of searches, and the list of what was subscribed to."""

import pytest
from django.utils.html import escape

from matching.models import SavedSearch
from matching.subscribing import MOST
from tests.factories import make_holder, make_project
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise
from tests.matching.subscriptions import followed, subscribed

pytestmark = pytest.mark.django_db
BUTTON = "订阅此搜索"
MINE = "/account/searches/"


@pytest.fixture
def by(client):
    holder = make_holder()
    client.force_login(holder.user)
    return holder


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "path", "title"),
    [
        ("project", "/showcase/?q=碳化硅&unit=SC&mode=licence", "碳化硅 · 四川 · 许可"),
        ("demand", "/demands/?unit=SC", "四川"),
        ("offer", "/offers/", "全部要素供给"),
    ],
)
def test_search_is_subscribed_to_where_it_stands(client, by, kind, path, title):
    assert BUTTON in read(client, path)
    query = path.partition("?")[2]

    answer = client.post(f"/account/searches/new/{kind}/?{query}&sort=newest&page=3", follow=True)

    page = answer.content.decode()
    assert "已订阅。有新的" in page
    assert BUTTON not in page
    assert answer.request["PATH_INFO"] == path.partition("?")[0]
    search = SavedSearch.objects.get()
    assert (search.person_id, search.kind) == (by.user_id, kind)
    assert all(word in search.title for word in title.split(" · "))
    assert search.title in read(client, MINE)


def test_button_stands_in_what_htmx_fetches(client, by):
    subscribed(by, "芯片")
    headers = {"HX-Request": "true"}

    other = client.get("/showcase/?q=碳化硅", headers=headers).content.decode()
    same = client.get("/showcase/?q=芯片&sort=newest", headers=headers).content.decode()

    assert (BUTTON in other, BUTTON in same, "已订阅" in same) == (True, False, True)


def test_visitor_logs_in_and_finds_the_search_again(client):
    page = read(client, "/showcase/?q=驱动&field=1&sort=newest")
    address = f"{MINE}new/project/?q=%E9%A9%B1%E5%8A%A8&field=1"
    assert f'href="{escape(address)}"' in page

    answer = client.get(address)

    assert answer.status_code == 302
    assert "%3Fq%3D%25E9%25A9%25B1" in answer.url
    client.force_login(make_holder().user)
    led = client.get(address)
    assert led.url == "/showcase/?q=%E9%A9%B1%E5%8A%A8&field=1"
    assert SavedSearch.objects.count() == 0
    page = read(client, led.url)
    assert BUTTON in page
    assert "已登录。还没有的话，请再点一次“订阅此搜索”" in page


def test_visitor_who_registers_on_the_way_is_kept_the_search(client):
    address = f"{MINE}new/demand/?q=chip"

    client.get(address)

    assert client.session["wanted"] == address


def test_one_too_many_is_said_where_it_was_asked(client, by):
    for number in range(MOST):
        subscribed(by, f"词{number}")

    answer = client.post("/account/searches/new/project/?q=再一个", follow=True)

    assert "最多订阅 20 个搜索，请先在“订阅和关注”里退订不用的" in answer.content.decode()


def test_unsubscribing_is_taken_back_on_the_spot(client, by):
    search = subscribed(by, "芯片", "demand", unit=["SC"])

    page = client.post(f"{MINE}{search.ref}/unsubscribe/", follow=True).content.decode()

    assert SavedSearch.objects.count() == 0
    assert "已退订“芯片 · 四川" in page
    assert "还没有订阅" in page
    again = f"{MINE}new/demand/?q=%E8%8A%AF%E7%89%87&unit=SC"
    assert f'action="{escape(again)}"' in page
    client.post(again)
    assert SavedSearch.objects.get().wanted == search.wanted


def test_nobody_elses_search_is_seen_or_unsubscribed(client, by):
    other = subscribed(make_holder(), "别人的词")

    assert "别人的词" not in read(client, MINE)
    assert client.post(f"{MINE}{other.ref}/unsubscribe/").status_code == 404


@pytest.mark.parametrize("query", ["gone=person", "gone=", "gone=demand&unit=XX&q=" + "长" * 999])
def test_address_made_up_by_hand_is_a_page(client, by, query):
    read(client, f"{MINE}?{query}")


def test_list_says_how_many_are_new_and_leads_to_them(client, by):
    subscribed(by, "芯片")
    subscribed(by, "没有的词", "demand")
    for _ in range(2):
        make_project("listed")

    page = read(client, MINE)

    assert "<b>2 项</b>" in page
    assert 'href="/showcase/?q=%E8%8A%AF%E7%89%87&amp;sort=newest"' in page
    assert "没有</td>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_one_row_as_for_three(
    client, by, django_assert_num_queries, count
):
    for number in range(count):
        subscribed(by, f"芯{number}")
        subscribed(by, f"芯{number}", "offer")
        followed(by, ("1", "1.2", "3")[number])
    accepted(make_enterprise())

    with django_assert_num_queries(10):
        read(client, MINE)
