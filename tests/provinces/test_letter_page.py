"""A province's letter and work plan as `templates/provinces/letter.html` says and sets them."""

import re

import pytest
from django.template.loader import render_to_string

from foundation.official import render_official
from tests.foundation.measuring import characters, find, lines, opened
from tests.provinces.plans import make_plan

BEIJING = "北京市科学技术委员会、中关村科技园区管理委员会"
EMPTY = {
    "aims": "",
    "targets": [],
    "events": [],
    "tasks": [],
    "basis": {"text": "", "figures": []},
    "tracking": {"text": "", "reporting": ""},
    "organisation": {"text": "", "parties": [], "lead": "", "liaison": ""},
    "programme": {"selection": "", "coaching": "", "broadcast": ""},
    "support": {"budget": [], "total": "", "policies": "", "staff": "", "safety": ""},
}


def html_of(plan):
    return render_to_string("provinces/letter.html", {"plan": plan})


def pages_of(plan):
    return list(opened(render_official(html_of(plan), title="函").pdf))


def of_unit(department):
    return make_plan(unit={"abbr": "XX", "name": "某地", "department": department})


@pytest.fixture(scope="module")
def pages():
    return pages_of(make_plan())


def test_letter_says_what_is_asked_on_one_page(pages):
    assert lines(pages[0]) == [
        "四川省科学技术厅",
        "川科函〔2026〕41号",
        "四川省科学技术厅关于申报2026年度",
        "火炬科技成果直通车路演活动的函",
        "科技部火炬中心：",
        "按照《关于开展2026年度火炬科技成果直通车申报工作的",
        "通知》（国科火字〔2026〕94号）要求，我厅制定了《2026年",
        "度火炬科技成果直通车工作方案》，拟申报路演活动1场：“新",
        "一代信息技术专场”，拟于2026年6月16日（备选2026年6月18",
        "日）在成都高新区菁蓉汇举办，由成都高新区管委会承办。",
        "现将工作方案随函报送，请予审定。",
        "附件：2026年度火炬科技成果直通车工作方案",
        "四川省科学技术厅",
        "2026年5月10日",
        "（联系部门：成果转化处；电话：028-86700000）",
    ]


def test_annex_has_a_cover(pages):
    said = lines(pages[1])

    assert said[:3] == ["附件", "2026年度火炬科技成果直通车", "工作方案"]
    assert [line for line in said if line.startswith(("拟办", "备选"))] == [
        "拟办时间 2026年6月16日",
        "备选时间 2026年6月18日",
        "拟办地点 成都高新区菁蓉汇",
    ]


def test_plan_has_its_sections_and_tables_in_order(pages):
    said = [line for page in pages[2:] for line in lines(page)]

    assert [line for line in said if re.match(r"[一二三四五六七八九十]+、", line)] == [
        *("一、目标任务", "二、路演活动", "三、工作基础", "四、组织架构"),
        *("五、任务分工与进度安排", "六、项目遴选与路演组织", "七、保障措施", "八、转化跟踪"),
    ]
    assert [line for line in said if re.match(r"表\d", line)] == [
        *("表1　主要目标", "表2　路演活动安排", "表3　拟路演项目", "表4　工作基础数据"),
        *("表5　参与单位与分工", "表6　任务分工与进度安排", "表7　经费预算"),
    ]


def test_long_table_says_its_columns_on_every_page():
    pages = pages_of(make_plan(projects=40))
    heads = [page for page in pages if "序号 编号 项目名称 持有单位 成熟度" in lines(page)]
    rows = [page for page in pages if any("2026-SC-0000" in line for line in lines(page))]

    assert len(heads) == len(rows) == 4


def test_empty_parts_leave_nothing_behind():
    html = html_of(make_plan(**EMPTY))

    assert [word for word in ("<h2", "<h3", "<caption", "None") if word in html] == []
    assert re.search(r"<(p|td|th)[^>]*>\s*</\1>", html) is None
    assert re.search(r"，|、|：</", html.partition('class="annex"')[2]) is None


def test_letter_without_office_has_no_note():
    letter = {**make_plan()["letter"], "office": ""}

    assert "联系部门" not in html_of(make_plan(letter=letter))


def test_two_roadshows_are_counted_and_both_said():
    plan = make_plan(events=make_plan()["events"] * 2)
    html = html_of(plan)

    assert "拟申报路演活动2场：（1）“新一代" in html
    assert html.count("；（2）“新一代") == 1
    assert "<td>2场</td>" in html


def test_what_is_typed_is_no_markup():
    assert "&lt;b&gt;粗&lt;/b&gt;" in html_of(make_plan(aims="<b>粗</b>"))


@pytest.mark.parametrize(
    ("department", "we"),
    [
        ("四川省科学技术厅", "我厅"),
        ("青岛市科学技术局", "我局"),
        ("上海市科学技术委员会", "我委"),
    ],
)
def test_department_speaks_of_itself_as_it_is_called(department, we):
    assert f"{we}制定了" in html_of(of_unit(department))


@pytest.mark.parametrize(
    "department",
    [
        *("四川省科学技术厅", "广西壮族自治区科学技术厅"),
        *("新疆生产建设兵团科学技术局", "新疆维吾尔自治区科学技术厅", BEIJING),
    ],
)
def test_head_is_one_line_within_the_rules_and_signed_within_the_margins(department):
    pages = pages_of(of_unit(department))
    head = find(pages[0], department)
    signed = next(page for page in pages if "2026年5月10日" in lines(page))
    below_head = [ink for ink in characters(signed) if ink.top > 50]

    assert lines(pages[0])[0] == department
    assert (head.left > 20, head.right < 190) == (True, True)
    assert (min(ink.left for ink in below_head) > 28, max(ink.right for ink in below_head)) == (
        True,
        pytest.approx(184, abs=0.5),
    )
    assert lines(signed)[lines(signed).index("2026年5月10日") - 1] == department


def test_title_leaves_out_a_department_too_long_for_one_line():
    assert lines(pages_of(of_unit(BEIJING))[0])[2:4] == [
        "关于申报2026年度火炬科技成果直通车",
        "路演活动的函",
    ]
