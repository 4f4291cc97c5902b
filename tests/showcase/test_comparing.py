"""Projects side by side: what their own pages say, in the order of the address."""

import re

import pytest
from django.utils.html import escape

from accounts.acting import actor_of
from accounts.consenting import withdraw_consent
from foundation import clock
from matching.favouring import favour
from projects.entitlements import note_service
from projects.states import ServiceKind
from showcase.queries import MOST_COMPARED
from tests.factories import (
    make_clerk,
    make_holder,
    make_project,
    make_recommendation,
    make_right,
)
from tests.metas import metas_of

pytestmark = pytest.mark.django_db
PATH = "/showcase/compare/"


@pytest.fixture
def holder():
    return make_holder()


def made(holder, count):
    return [make_project("listed", holder, title=f"第{at}项成果") for at in range(count)]


def read(client, *names):
    answer = client.get(PATH, {"p": names})
    assert answer.status_code == 200
    return answer.content.decode()


def titles_in(page):
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    return re.findall(r'class="row-link"\s+href=".+?">(.+?)</a>', head)


def lines_in(page):
    """Label → texts of each cell, and whether it is marked."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    lines = {}
    for row in re.findall(r"<tr.+?</tr>", body, re.DOTALL):
        cells = [
            re.findall(r"<(?:p|span class=\"muted\")>(.*?)</", cell)
            for cell in re.findall(r"<td>(.+?)</td>", row, re.DOTALL)
        ]
        [label] = re.findall(r'<th scope="row">\s*(\S+)', row)
        lines[label] = (cells, "不同</span>" in row)
    return lines


def test_projects_stand_in_the_order_of_the_address(client, holder):
    first, second, third = made(holder, 3)

    page = read(client, third.code, first.ref.lower(), f" {second.code} ", first.code)

    assert titles_in(page) == ["第2项成果", "第0项成果", "第1项成果"]
    assert f'href="/showcase/{first.code}/"' in page


def test_lines_say_what_the_pages_say(client, holder):
    plain = make_project("listed", holder, title="甲")
    other = make_project(
        "listed",
        holder,
        title="乙",
        trl=9,
        stage="industrial",
        price="300.50",
        price_open=False,
        funding="1200",
        funding_round="a",
        rights=[make_right(), make_right("", "know_how", "")],
    )

    lines = lines_in(read(client, plain.code, other.code))

    assert lines["领域"] == ([["电子核心产业"]] * 2, False)
    assert lines["单位"] == ([["岷江器件研究所"]] * 2, False)
    assert lines["推荐单位"] == ([["四川省科学技术厅"]] * 2, False)
    assert lines["成熟度"] == ([["7 级（中试）"], ["9 级（产业化）"]], True)
    assert lines["技术水平"] == ([["国内领先（第三方检测）"]] * 2, False)
    assert lines["知识产权"] == (
        [["发明专利 1 件，授权有效 1 件"], ["发明专利 1 件，授权有效 1 件", "技术秘密 1 件"]],
        True,
    )
    assert lines["意向价格"] == ([["面议"], ["300.50 万元"]], True)
    assert lines["资金需求"] == ([["没有填写"], ["1,200 万元，A 轮"]], True)
    assert lines["希望对方"] == ([["生产线"]] * 2, False)
    assert lines["亮点"][0][0] == ["0.9 微秒内关断短路的碳化硅，少用一半余量"]
    assert [label for label in ("已享服务", "推荐") if label in lines] == []


def test_services_and_recommendations_are_told(client, holder):
    first, second = made(holder, 2)
    note_service(first, ServiceKind.ROADSHOW, provider="科融通", on=clock.today(), by=make_clerk())
    recommendation = make_recommendation(second)

    lines = lines_in(read(client, first.code, second.code))

    assert lines["已享服务"] == (
        [[f"{ServiceKind.ROADSHOW.label}，科融通"], ["没有填写"]],
        True,
    )
    assert lines["推荐"] == ([["没有填写"], [f"{recommendation.cycle}推荐"]], True)


def test_one_alone_differs_from_nothing(client, holder):
    [project] = made(holder, 1)

    page = read(client, project.code)

    assert "不同" not in page
    assert titles_in(page) == [project.title]


def test_prose_is_never_marked(client, holder):
    first = make_project("listed", holder, tagline="快")
    second = make_project("listed", holder, tagline="省")

    assert lines_in(read(client, first.code, second.code))["亮点"] == ([["快"], ["省"]], False)


def test_more_than_four_are_cut_and_it_is_said(client, holder):
    page = read(client, *(project.code for project in made(holder, 6)))

    assert titles_in(page) == [f"第{at}项成果" for at in range(4)]
    assert "最多对比 4 项，这里是前 4 项，还有 2 项没有列出。" in page
    assert "按编号加一项" not in page


def test_what_is_not_shown_is_left_out_and_it_is_said(client, holder):
    first, second = made(holder, 2)
    draft = make_project("accepted", holder)
    withdraw_consent(second.display_consent, by=actor_of(second.holder))

    page = read(client, first.code, second.code, draft.ref, "P2026-999999", "<b>", "")

    assert titles_in(page) == [first.title]
    assert "有 4 个编号没有找到，可能写错了，或者项目已不再公开展示。" in page
    assert [text for text in (second.title, draft.title, "<b>&") if text in page] == []


def test_each_is_taken_out_by_a_link(client, holder):
    first, second, third = made(holder, 3)

    page = read(client, first.code, second.ref, third.code)

    links = re.findall(r'class="compare__away no-print"\s+href="(.+?)"', page)
    assert links == [
        escape(f"?p={one.code}&p={two.code}")
        for one, two in ((second, third), (first, third), (first, second))
    ]


@pytest.mark.parametrize("names", [(), ("\0",), ("P0000-000000", "\0")])
def test_nothing_to_compare_is_a_page_with_ways_on(client, names):
    page = read(client, *names)

    assert "还没有选项目" in page
    assert 'href="/showcase/"' in page
    assert "按编号加一项" in page


def test_another_is_added_by_code_or_from_what_one_keeps(client, holder):
    first, second, third = made(holder, 3)
    reader = make_holder()
    for project in (first, second):
        favour(project, by=reader)
    assert "从收藏里选" not in read(client, first.code)
    client.force_login(reader.user)

    page = read(client, first.code)

    assert f'<input type="hidden" name="p" value="{first.code}">' in page
    offered = re.findall(r'<option value="(.+?)">(.+?)</option>', page)
    assert offered == [(second.code, second.title)]
    assert titles_in(read(client, first.code, third.code, second.code)) == [
        *(first.title, third.title, second.title)
    ]


def test_page_is_for_everybody_and_for_no_index(client, holder):
    [project] = made(holder, 1)

    answer = client.get(PATH, {"p": project.code})

    assert metas_of(answer)["robots"] == "noindex"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_lists_and_pages_lead_to_it(client, holder):
    project, _ = made(holder, 2)

    found = client.get("/showcase/").content.decode()
    page = client.get(f"/showcase/{project.code}/").content.decode()

    assert re.search(rf'name="p"\s+value="{project.code}"\s+form="compare"', found)
    assert found.count('form="compare"') == 2
    assert f'action="{PATH}"' in found
    assert f'data-most="{MOST_COMPARED}"' in found
    assert f'href="{PATH}?p={project.code}"' in page
    assert "对比所选" not in client.get("/showcase/?q=鎏金铜壶").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_takes_as_many_queries(client, holder, django_assert_num_queries, count):
    projects = made(holder, count)
    for project in projects:
        make_recommendation(project)

    with django_assert_num_queries(3):
        read(client, *(project.code for project in projects))
