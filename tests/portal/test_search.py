"""The whole site searched: each kind by a word, by a piece of one, by the pinyin of a house; and
nobody finds what they may not see."""

import re

import pytest

from matching.models import Posting
from matching.states import PostingKind
from tests.factories import make_holder, make_project
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise, make_partner
from tests.provinces.deciding import text_of
from tests.provinces.hosts import open_call
from tests.roadshows.making import dated

pytestmark = pytest.mark.django_db
SECTION = re.compile(r'<section class="found"\s+id="(\w+)".*?</section>', re.DOTALL)


@pytest.fixture(scope="module")
def made(rolled_back):
    """One of each kind that says 氮化镓, SC's roadshow, and a demand for members."""
    make_project("listed", make_holder(), title="氮化镓外延片批量制备")
    accepted(title="氮化镓功率器件求购")
    accepted(title="砷化镓衬底", reach="members")
    accepted(kind=PostingKind.OFFER, title="氮化镓中试线")
    open_call(title="征集氮化镓专场承办单位")
    [roadshow] = dated("SC")
    return roadshow


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return text_of(answer)


def found(client, q):
    """Kind → what the page shows of it."""
    page = read(client, f"/search/?q={q}")
    return {match[1]: match[0] for match in SECTION.finditer(page)}


@pytest.mark.parametrize(
    ("q", "kinds"),
    [
        ("氮化镓", ["achievements", "demands", "offers", "notices"]),
        ("镓外延", ["achievements"]),
        ("求购", ["demands"]),
        ("中试线", ["offers"]),
        ("haiyuejingmi", ["demands"]),
        ("申报工作的通知", ["notices"]),
        ("承办公示", ["notices"]),
        ("龘靐", []),
        ("", []),
    ],
)
def test_kinds_are_found_in_their_order(client, made, db, q, kinds):
    assert list(found(client, q)) == kinds


@pytest.mark.parametrize("said", ["title", "theme", "host", "code"])
def test_roadshow_is_found_by_what_it_says(client, made, db, said):
    assert f'href="/roadshows/{made.code}/"' in found(client, getattr(made, said))["roadshows"]


def test_house_is_found_by_its_pinyin_in_every_kind(client, made, db):
    """The unit's name stands in its roadshow, its call for hosts and the results."""
    sections = found(client, "sichuan")

    assert {"roadshows", "notices"} <= set(sections)
    assert sections["notices"].count('<article class="result">') == 2


def test_hits_are_marked_and_lead_to_their_lists(client, made, db):
    section = found(client, "氮化镓")["demands"]

    assert "<mark>氮化镓</mark>功率器件求购" in section
    assert 'href="/demands/?q=%E6%B0%AE%E5%8C%96%E9%95%93"' in section


def test_members_only_is_found_by_members_alone(client, made, db):
    assert "demands" not in found(client, "砷化镓衬底")

    client.force_login(make_holder().user)
    assert "砷化镓" in found(client, "砷化镓衬底")["demands"]


def test_nothing_found_leads_on(client, made, db):
    page = read(client, "/search/?q=龘靐")

    assert "没有找到" in page
    assert 'href="/demands/"' in page
    assert "要找什么" in read(client, "/search/")


def test_first_five_are_shown_and_all_are_counted(client, made, db):
    by = make_partner()
    for number in range(6):
        accepted(by, PostingKind.OFFER, title=f"氮化镓测试平台 {number}")

    section = found(client, "氮化镓")["offers"]

    assert section.count('<article class="result">') == 5
    assert '<b class="num">7</b>' in section


@pytest.mark.parametrize("count", [1, 3])
def test_search_takes_as_many_queries_for_one_as_for_three(
    client, made, db, django_assert_num_queries, count
):
    by = make_enterprise()
    for number in range(count - 1):
        accepted(by, title=f"氮化镓需求 {number}")
    assert Posting.objects.filter(title__startswith="氮化镓", kind="demand").count() == count

    with django_assert_num_queries(15):
        client.get("/search/?q=氮化镓")


@pytest.mark.parametrize("path", ["/search/", "/showcase/", "/demands/", "/offers/", "/roadshows/"])
def test_search_of_a_text_is_for_people_not_for_floods(client, settings, path):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"search": "2/m/ip"}

    answers = [client.get(path, {"q": "碳化硅"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "短时间内请求太多。请等一分钟再试" in answers[2].content.decode()
    assert client.get(path).status_code == 200


def test_suggestions_are_counted_by_themselves(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"suggest": "1/m/ip"}
    path = "/showcase/suggest/"

    assert [client.get(path, {"q": "碳"}).status_code for _ in range(2)] == [200, 429]
    assert client.get("/showcase/", {"q": "碳"}).status_code == 200
