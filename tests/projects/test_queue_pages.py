"""The lists of unit and centre over HTTP: how they are narrowed, ordered, laid out and told, from a
project on to the next; what anybody types into the address does no harm."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from foundation import clock
from projects.forms.queue import QueueForm
from projects.models import Project
from tests.factories import (
    make_centre,
    make_clerk,
    make_filed_draft,
    make_filed_project,
    make_lead,
    make_organisation,
    make_project,
)
from tests.projects.queue_pool import HIDDEN, make_pool

pytestmark = pytest.mark.django_db

UNIT, CENTRE = "/unit/projects/", "/center/library/"


def log_in(client, actor):
    client.force_login(actor.user)
    return actor


def titles(answer):
    return [line.project.title for line in answer.context["page"]]


def test_each_condition_is_told_with_what_it_leaves_out_and_can_be_taken_away(client):
    make_project("submitted", title="甲", level="unrated", level_basis=[])
    make_project("submitted", title="乙")
    make_project("accepted", title="丙")
    log_in(client, make_clerk())

    answer = client.get(f"{UNIT}?level=unrated&q=岷江&sort=title&page=1")

    assert titles(answer) == ["甲"]
    assert [(chip.label, chip.words, chip.count) for chip in answer.context["chips"]] == [
        ("关键词或编号", "岷江", 1),
        ("技术水平", "未评价", 2),
    ]
    left = parse_qs(urlsplit(answer.context["chips"][1].address).query)
    assert left == {"state": ["submitted"], "q": ["岷江"], "sort": ["title"]}
    assert parse_qs(urlsplit(answer.context["bare"]).query) == {
        "state": ["submitted"],
        "sort": ["title"],
    }
    assert {one.tab.value: one.count for one in answer.context["tabs"]}["all"] == 1


def test_empty_list_says_which_condition_to_drop(client):
    make_project("submitted", title="甲")
    log_in(client, make_clerk())

    page = client.get(f"{UNIT}?q=岷江&level=intl_lead").content.decode()

    assert "没有同时符合这些条件的成果" in page
    assert "去掉“技术水平：国际领先”，有 1 项" in page
    assert "只去掉“关键词或编号：岷江”，还是没有" in page
    assert "清除全部条件" in page


def test_columns_are_chosen_in_the_address_and_told_in_their_order(client):
    make_project("submitted", title="甲")
    log_in(client, make_clerk())

    answer = client.get(f"{UNIT}?cols=rights_end&cols=trl&cols=unit&cols=nonsense")

    assert [head.column for head in answer.context["heads"]] == ["title", "trl", "rights_end"]
    [line] = answer.context["page"]
    assert [(cell.label, cell.said[0].text) for cell in line.cells] == [
        ("成熟度", "7"),
        ("专利到期", "2041-12-30"),
    ]
    usual = client.get(UNIT).context["heads"]
    assert [head.column for head in usual][1:] == [
        *("organisation", "conditions", "lacks", "status", "submitted")
    ]


def test_line_says_what_fails_what_is_to_be_judged_and_what_is_missing(client):
    make_filed_project("submitted", title="甲", level="unrated", level_basis=[])
    make_filed_draft(title="还没有提交")
    log_in(client, make_clerk())

    [line] = client.get(f"{UNIT}?cols=conditions&cols=lacks&cols=organisation").context["page"]
    [draft] = client.get(f"{UNIT}?state=draft&cols=conditions&cols=lacks").context["page"]

    assert [[one.text for one in cell.said] + [cell.small] for cell in line.cells] == [
        ["岷江器件研究所", ""],
        ["2、6 要核验", ""],
        ["缺 3 项", "技术资料、知识产权证书、委托书"],
    ]
    assert [cell.said[0].text for cell in draft.cells] == ["未提交", "未提交"]


def test_head_orders_by_its_column_and_says_how_it_stands(client):
    make_project("submitted", title="甲", trl=6)
    make_project("submitted", title="乙", trl=8, stage="batch")
    log_in(client, make_clerk())

    answer = client.get(f"{UNIT}?cols=trl&cols=submitted")
    heads = {head.column: head for head in answer.context["heads"]}
    by_level = client.get(heads["trl"].address)
    newest = client.get(heads["submitted"].address)

    assert (titles(answer), heads["submitted"].sort) == (["甲", "乙"], "ascending")
    assert (titles(by_level), titles(newest)) == (["乙", "甲"], ["乙", "甲"])
    assert {head.column: head.sort for head in by_level.context["heads"]} == {
        "title": "",
        "trl": "descending",
        "submitted": "",
    }


def test_page_is_as_long_as_asked(client):
    make_project("submitted", title="甲")
    log_in(client, make_clerk())

    pages = [client.get(f"{UNIT}?size={size}").context["page"] for size in ("50", "20", "7", "")]

    assert [page.paginator.per_page for page in pages] == [50, 20, 20, 20]


def test_agency_finds_its_own_alone(client):
    actors = make_pool()
    log_in(client, actors["agency"])

    answer = client.get(f"{UNIT}?state=all")

    assert sorted(titles(answer)) == ["受托的叶片", "受托的轴承"]
    assert [label for _, label in answer.context["form"].fields["custodian"].choices] == [
        "蜀道技术转移中心"
    ]


def test_organisation_of_a_link_is_told_by_its_name_where_they_may_see_it(client):
    project = make_project("submitted", title="甲")
    elsewhere = make_organisation()
    log_in(client, make_clerk())

    known = client.get(f"{UNIT}?organisation={project.organisation.ref}").context["chips"]
    unknown = client.get(f"{UNIT}?organisation={elsewhere.ref}").context["chips"]

    assert [chip.words for chip in known] == ["岷江器件研究所"]
    assert [chip.words for chip in unknown] == [elsewhere.ref]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [
        (f"{UNIT}?state=all", make_lead, 10),
        (f"{UNIT}?state=all&q=岷江&lacks=any&shown=yes&sort=total", make_lead, 11),
        (f"{CENTRE}?state=listed&unit=SC&recommended=no&evaluated=none", make_centre, 10),
    ],
)
def test_narrowed_list_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, path, make, queries, count
):
    for _ in range(count):
        make_project("listed")
    log_in(client, make())
    assert len(client.get(path).context["page"]) == count

    with django_assert_num_queries(queries):
        client.get(path)


# from a project to the next


def three(client):
    projects = [make_project("submitted", title=title) for title in ("甲", "乙", "丙")]
    log_in(client, make_lead())
    return [f"{UNIT}{project.ref}/" for project in projects]


def test_project_opened_from_a_list_stands_in_it(client):
    first, second, third = three(client)

    lines = list(client.get(f"{UNIT}?q=岷江").context["page"])
    page = client.get(lines[1].address)
    walk = page.context["walk"]

    assert (walk.place.number, walk.place.count) == (2, 3)
    assert [walk.before.partition("?")[0], walk.after.partition("?")[0]] == [first, third]
    assert lines[1].address.partition("?")[0] == second
    assert client.get(walk.after).context["walk"].place.number == 3
    assert client.get(walk.after).context["walk"].after == ""
    assert parse_qs(urlsplit(walk.list_url).query)["q"] == ["岷江"]
    assert '第 <b class="num">2</b>' in page.content.decode()
    assert client.get(second).context["walk"] is None


def test_decision_goes_on_to_the_next_of_the_list(client):
    first, second, third = three(client)
    going = {"in": "state=submitted&sort=title", "next": "1"}  # 丙, 乙, 甲

    answer = client.post(f"{third}accept/", going)
    shown = client.get(answer.url)

    assert answer.url.partition("?")[0] == second
    assert shown.context["walk"].place.number == 1
    assert (shown.context["walk"].place.count, shown.context["walk"].before) == (2, "")
    last = client.post(f"{first}accept/", going, follow=True)
    assert "这个清单里后面没有了" in last.content.decode()
    assert titles(last) == ["乙"]


def test_decision_without_going_on_stays_in_its_list(client):
    first, second, third = three(client)

    answer = client.post(f"{second}accept/", {"in": "state=submitted"})
    walk = client.get(answer.url).context["walk"]

    assert answer.url.partition("?")[0] == second
    assert (walk.place.number, walk.place.count) == (None, 2)
    assert [walk.before.partition("?")[0], walk.after.partition("?")[0]] == [first, third]


def test_refused_decision_keeps_its_list(client):
    _, second, _ = three(client)

    answer = client.post(f"{second}return/", {"in": "state=submitted", "next": "1"})

    assert (answer.status_code, answer.context["walk"].place.number) == (422, 2)
    assert 'name="in" value="state=submitted"' in answer.content.decode()


def test_handed_over_project_leads_to_the_next_or_back_to_its_list(client):
    first, second, _ = three(client)
    sent = {"unit": "GD", "reason": "单位在广东", "in": "state=submitted&q=岷江"}

    back = client.post(f"{first}hand-over/", sent)
    on = client.post(f"{second}hand-over/", sent | {"next": "1"})

    assert back.url == f"{UNIT}?state=submitted&q=%E5%B2%B7%E6%B1%9F"
    assert on.url.startswith(f"{UNIT}{Project.objects.get(title='丙').ref}/?in=")


@pytest.mark.parametrize("count", [1, 3])
def test_walking_costs_one_query_more(client, django_assert_num_queries, count):
    made = [make_project("submitted") for _ in range(count)]
    log_in(client, make_lead())
    url = f"{UNIT}{made[0].ref}/"
    client.get(url)

    with django_assert_num_queries(18):
        client.get(url)
    with django_assert_num_queries(19):
        client.get(f"{url}?in=state%3Dall%26sort%3Dtotal%26shown%3Dno")


# 11 years


def test_years_of_the_organisation_are_told_as_far_as_the_reader_may_see_them(client):
    lead, other = make_lead(), make_lead("GD")
    with clock.shift(timedelta(days=-400)):
        make_project("listed")
        make_project("declined")
    here = make_project("submitted")
    there = make_project("submitted", unit_id="GD")
    make_project("draft")
    this_year = clock.today().year

    log_in(client, lead)
    glance = client.get(f"{UNIT}{here.ref}/").context["glance"]
    log_in(client, other)
    elsewhere = client.get(f"{UNIT}{there.ref}/").context["glance"]
    log_in(client, make_centre())
    all_over = client.get(f"{CENTRE}{here.ref}/").context["glance"]

    told = [(f.filed, f.accepted, f.recommended) for f, _ in glance.years]
    past = this_year - (clock.today() - timedelta(days=400)).year
    assert len(told) == 11
    assert (told[0], told[past]) == ((1, 0, 0), (2, 1, 0))
    assert sum(filed for filed, _, _ in told) == glance.total == 3
    assert (elsewhere.total, all_over.total) == (1, 4)


def test_year_leads_to_the_list_behind_it(client):
    project = make_project("listed", title="甲")
    log_in(client, make_clerk())
    glance = client.get(f"{UNIT}{project.ref}/").context["glance"]

    this_year, last_year = (client.get(url) for _, url in glance.years[:2])

    assert (titles(this_year), titles(last_year)) == (["甲"], [])
    assert titles(client.get(glance.list_url)) == ["甲"]


def test_project_of_nobody_known_has_no_years(client):
    project = make_filed_project("submitted")
    Project.objects.filter(pk=project.pk).update(organisation=None)
    log_in(client, make_clerk())

    assert client.get(f"{UNIT}{project.ref}/").context["glance"] is None


# whatever is typed


NAMES = [*QueueForm.base_fields, "state", "page", "in", "nonsense"]
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["any", "1", "0", "-1", "9" * 30, "yes", "all", "2026-02-30", "0001-01-01"]),
    st.sampled_from(["9999-12-31", "\x00", "%", "\\", "'", "a" * 5000, "碳" * 300, "title", "1.2"]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8))
def test_any_address_is_answered_and_shows_nothing_hidden(client, pool, query):
    data = {}
    for name, value in query:
        data.setdefault(name, []).append(value)

    answers = [client.get(UNIT, data), client.get(pool, data)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [HIDDEN in answer.content.decode() for answer in answers] == [False, False]


@pytest.fixture
def pool(client):
    actors = make_pool()
    log_in(client, actors["clerk"])
    return f"{UNIT}{Project.objects.get(title='碳化硅 外延炉').ref}/"
