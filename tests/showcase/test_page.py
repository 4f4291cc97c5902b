"""What the search page tells: how it was found, where, and ways on where nothing was."""

import re

import pytest

from tests.factories import make_agent, make_clerk, make_holder, make_project, make_right
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db

NONE = "/showcase/?q=激光雷达"
DEMAND = '<a class="btn btn--line btn--sm" href="{}">发布需求</a>'


def page_of(client, **query):
    return client.get("/showcase/", query).content.decode()


def lines(html):
    """Its texts, white space made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ("", 2),
        ("?q=碳化硅", 2),
        ("?q=碳化硅&field=1", 3),
        ("?q=碳化硅&field=1&unit=SC&trl=7-9", 5),
    ],
)
def test_page_asks_as_much_for_one_as_for_three(
    client, django_assert_num_queries, query, statements, count
):
    holder = make_holder()
    for _ in range(count):
        make_project("listed", holder)

    with django_assert_num_queries(statements):
        assert client.get(f"/showcase/{query}").status_code == 200


def test_hits_are_marked_in_title_text_and_house(client):
    make_project(
        "listed", title="碳化硅驱动", summary="略" * 150 + "岷江边的碳化硅外延" + "略" * 60
    )

    page = page_of(client, q="碳化硅 岷江")

    assert "<mark>碳化硅</mark>驱动</a>" in page
    assert "<mark>岷江</mark>边的<mark>碳化硅</mark>外延" in page
    assert "<b><mark>岷江</mark>器件研究所</b>" in page


def test_number_is_marked_as_it_stands_there(client):
    make_project("listed", rights=[make_right("ZL202110000007.3")])

    assert "电路 ZL<mark>202110000007.3</mark>" in page_of(client, q="2021 1 0000007.3")


def test_page_tells_how_the_rest_was_found(client):
    holder = make_holder()
    make_project("listed", holder, title="外延炉温场 甲")
    make_project("listed", holder, title="温场 乙")

    told = lines(page_of(client, q="外延炉 温场"))

    assert "1 项与你输入的完全相符，排在前面；1 项只含其中一部分词" in told
    assert "没有完全相符的；2 项按单位名称的拼音找到" in lines(page_of(client, q="minjiang"))


def test_other_words_for_it_are_told(client):
    make_project("listed")

    assert "同义的说法也一起找了：碳化硅" in lines(page_of(client, q="SiC"))


def test_ways_on_tell_how_much_they_find(client):
    holder = make_holder()
    make_project("listed", holder, title="碳化硅驱动")
    make_project("listed", holder, title="碳化硅外延")

    told = page_of(client, q="碳化硅", unit="GD", trl="1-3")

    assert re.findall(r'<li><a href="(\?[^"]*)">([^<]*)</a>', told) == [
        ("?q=%E7%A2%B3%E5%8C%96%E7%A1%85", "去掉所有筛选条件")
    ]
    assert "去掉所有筛选条件有 2 项" in lines(told)


def test_each_condition_that_hinders_is_named(client):
    make_project("listed")

    told = lines(page_of(client, q="碳化硅", unit="SC", trl="1-3"))

    assert "去掉“成熟度”有 1 项" in told
    assert "去掉“推荐单位”" not in told


def test_longest_words_of_a_sentence_are_offered_and_no_filler(client):
    make_project("listed", title="碳化硅电机，我们公司已经做过")

    told = page_of(client, q="我们公司已经想找碳化硅、潮汐电站、地铁盾构、疫苗冷链")

    assert re.findall(r"只找“([^”]*)”", told)[0] == "碳化硅"
    assert not {"我们", "公司", "已经"}.intersection(re.findall(r"只找“([^”]*)”", told))


def test_unit_is_found_by_its_name(client):
    make_project("listed", title="外延炉")

    assert "外延炉" in page_of(client, q="四川")


def test_words_are_offered_one_by_one(client):
    make_project("listed", title="外延炉")

    told = lines(page_of(client, q="外延炉 激光雷达 潮汐电站"))

    assert "只找“外延炉”有 1 项" in told
    assert "激光雷达”有" not in told


def test_words_are_offered_without_conditions_where_none_finds_anything_under_them(client):
    make_project("listed", title="外延炉")

    told = lines(page_of(client, q="外延炉 激光雷达 潮汐电站", unit="GD"))

    assert "不限条件，只找“外延炉”有 1 项" in told


def test_field_named_by_a_word_is_offered_where_it_shows_anything(client):
    make_project("listed")

    assert '?field=1.2">电子核心产业</a>' in page_of(client, q="电子 潮汐电站 激光雷达")
    assert "电子核心产业" not in page_of(client, q="核电 潮汐电站 激光雷达")


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (None, "/desk/demands/"),
        (make_enterprise, "/desk/demands/"),
        (make_clerk, "/unit/demands/"),
        (make_holder, ""),
        (make_agent, ""),
    ],
)
def test_who_may_post_a_demand_is_led_there(client, make, address):
    if make:
        client.force_login(make().user)

    page = client.get(NONE).content.decode()

    assert (DEMAND.format(address) in page) == bool(address)
    assert ("登录后可以发布需求" in page) == (make is None)


def test_page_asked_for_again_by_the_browser_is_whole(client):
    """Where htmx restores a page it does not hold."""
    part = client.get("/showcase/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "historyCacheSize" in client.get("/showcase/").content.decode()
