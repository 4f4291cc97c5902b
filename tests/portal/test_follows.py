"""The buttons on pages that name an organisation or a field, the list of what was followed, and all
there is of it."""

import pytest
from django.utils.html import escape

from matching.models import Follow
from tests.factories import make_holder, make_institute, make_project
from tests.matching.making import make_enterprise, make_posting
from tests.matching.subscriptions import followed, make_houses

pytestmark = pytest.mark.django_db
MINE, NEW = "/account/searches/", "/account/follows/new/"


@pytest.fixture
def by(client):
    holder = make_holder()
    client.force_login(holder.user)
    return holder


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_house_and_field_are_followed_on_the_page_of_a_project(client, by):
    project = make_project("listed")
    path = f"/showcase/{project.code}/"
    page = read(client, path)
    assert 'aria-label="关注单位：岷江器件研究所"' in page
    address = f"{NEW}organisation/{project.organisation.ref}/?next={path}"
    assert f'action="{address}"' in page

    answer = client.post(address, follow=True)

    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == path
    assert "已关注岷江器件研究所。有新的，每天早上 7:30 发消息告诉你" in page
    assert 'aria-label="已关注单位：岷江器件研究所"' in page
    assert 'aria-label="关注领域：电子核心领域"' in page
    follow = Follow.objects.get()
    assert (follow.person_id, follow.organisation) == (by.user_id, project.organisation)


@pytest.mark.parametrize(
    ("reach", "is_offered"), [("public", True), ("members", False), ("anonymous", False)]
)
def test_house_of_a_posting_is_offered_only_where_everybody_reads_it(client, by, reach, is_offered):
    posting = make_posting(make_enterprise(), reach=reach, alias="某企业", field_id="1.2")

    page = read(client, f"/demands/{posting.code}/")
    answer = client.post(f"{NEW}organisation/{posting.organisation.ref}/")

    assert ("关注单位" in page, "关注领域" in page) == (is_offered, True)
    assert (posting.organisation.ref in page) == is_offered
    assert answer.status_code == (302 if is_offered else 404)
    assert Follow.objects.exists() == is_offered


@pytest.mark.parametrize("place", ["showcase", "demands", "offers"])
def test_field_is_followed_where_it_alone_is_searched(client, by, place):
    make_project("listed")
    path = f"/{place}/?field=1.2"
    assert "关注领域" in read(client, path)
    assert "关注领域" not in read(client, f"/{place}/")
    assert "关注领域" not in read(client, f"/{place}/?field=1.2&field=3")

    page = client.post(f"{NEW}field/1.2/?next=/{place}/%3Ffield%3D1.2", follow=True)

    assert page.request["QUERY_STRING"] == "field=1.2"
    assert "已关注领域" in page.content.decode()
    assert Follow.objects.get().field_id == "1.2"


def test_visitor_logs_in_and_finds_the_page_again(client):
    project = make_project("listed")
    path = f"/showcase/{project.code}/"
    page = read(client, path)
    address = f"{NEW}organisation/{project.organisation.ref}/?next={path}"
    assert f'href="{address}"' in page
    assert "csrfmiddlewaretoken" not in page

    answer = client.get(address)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")
    assert client.session["wanted"] == address
    client.force_login(make_holder().user)
    assert (
        "已登录。还没有的话，请再点一次“关注”" in client.get(address, follow=True).content.decode()
    )
    assert Follow.objects.count() == 0


def test_visitor_is_led_to_login_whether_or_not_there_is_anything(client):
    [hidden] = make_houses(1)

    answers = [client.get(f"{NEW}organisation/{ref}/") for ref in (hidden.ref, "0000000000")]

    assert [answer.status_code for answer in answers] == [302, 302]
    client.force_login(make_holder().user)
    for ref in (hidden.ref, "0000000000"):
        assert client.get(f"{NEW}organisation/{ref}/").status_code == 404


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "javascript:x", "home"])
def test_no_other_site_is_led_to(client, by, way):
    assert client.post(f"{NEW}field/1.2/?next={way}").url == MINE


def test_one_too_many_is_said_where_it_was_asked(client, by):
    followed(by, *make_houses(100))

    answer = client.post(f"{NEW}field/1.2/?next=/showcase/", follow=True)

    assert "最多关注 100 个单位和领域，请先在“订阅和关注”里取消不用的" in answer.content.decode()


def test_unfollowing_is_taken_back_on_the_spot(client, by):
    house = make_institute()
    make_project("listed")
    [follow] = followed(by, house)

    page = client.post(f"/account/follows/{follow.ref}/unfollow/", follow=True).content.decode()

    assert Follow.objects.count() == 0
    assert "已取消关注岷江器件研究所" in page
    assert "还没有关注" in page
    again = f"{NEW}organisation/{house.ref}/"
    assert f'action="{again}"' in page
    client.post(again)
    assert Follow.objects.get().organisation == house


def test_what_nobody_may_know_of_is_not_named_by_an_address(client, by):
    posting = make_posting(make_enterprise(), reach="anonymous", alias="某企业")

    page = read(client, f"{MINE}?unfollowed=organisation&key={posting.organisation.ref}")

    assert "海岳" not in page
    assert "已取消关注" not in page


@pytest.mark.parametrize("query", ["unfollowed=person&key=1", "unfollowed=field&key=%00"])
def test_address_made_up_by_hand_is_a_page(client, by, query):
    assert "已取消关注" not in read(client, f"{MINE}?{query}")


def test_nobody_elses_follow_is_seen_or_given_up(client, by):
    [other] = followed(make_holder(), "3")

    assert str(other) not in read(client, MINE)
    read(client, f"/account/follows/{other.ref}/", 404)
    assert client.post(f"/account/follows/{other.ref}/unfollow/").status_code == 404


def test_list_says_how_many_are_new_and_leads_to_all_of_them(client, by):
    [follow, _] = followed(by, "1.2", "3")
    for _ in range(2):
        make_project("listed", title="驱动芯片")
    owner = make_enterprise()
    make_posting(owner, title="不具名的需求", reach="anonymous", alias="某企业", field_id="1.2")

    page = read(client, MINE)
    listed = read(client, follow.path)

    assert f'href="{follow.path}">电子核心领域</a>' in page
    assert "<b>3 条</b>" in page
    assert listed.count("驱动芯片</a>") == 2
    assert escape("不具名的需求") in listed
    assert "<small>某企业</small>" in listed
    assert "海岳" not in listed


def test_follow_of_which_there_is_nothing_says_so(client, by):
    [follow] = followed(by, *make_houses(1))

    assert "现在没有公开的" in read(client, follow.path)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_follow_takes_as_many_queries(client, by, django_assert_num_queries, count):
    [follow] = followed(by, "1.2")
    for _ in range(count):
        make_project("listed")

    with django_assert_num_queries(10):
        read(client, follow.path)


def test_buttons_take_one_statement_and_none_for_a_visitor(client, django_assert_num_queries):
    path = f"/showcase/{make_project('listed').code}/"
    with django_assert_num_queries(6):
        read(client, path)
