"""Cells of demands and offers as people fill them, and the workbooks they are given."""

import io

import pytest
from python_calamine import CalamineWorkbook

from accounts.registering import register_organisation
from accounts.states import OrganisationKind
from foundation import clock
from matching.importing import DemandSubject, OfferSubject
from matching.importing.layout import layout_of, typed_of
from matching.models import PostingDraft
from matching.states import PostingKind
from projects.columns.checking import Checker
from projects.columns.mapping import HEAD, Mapper
from projects.forms.workbooks import template
from tests.factories import make_clerk
from tests.imports import imported, read_in
from tests.matching.import_sheets import CODE, HOUSE, day_in, demand, demands, offer, offers

pytestmark = pytest.mark.django_db
DEMAND, OFFER = layout_of(PostingKind.DEMAND), layout_of(PostingKind.OFFER)


@pytest.fixture
def checker():
    return Checker(DEMAND)


def mapped(layout, *labels):
    rows = [(1, labels), (2, ["甲"] * len(labels))]
    mapper = Mapper(layout, {})
    found = mapper.map_columns(rows, mapper.find_header(rows[:HEAD]), len(labels))
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("name", "text", "typed"),
    [
        ("title", " 驱动\u3000芯片\u200b ", "驱动 芯片"),
        ("category", "技术需求", "technology"),
        ("category", "资金", "money"),
        ("field", "新材料", "3"),
        ("field", "1.2", "1.2"),
        ("keywords", "碳化硅，外延 长晶", "碳化硅、外延、长晶"),
        ("trl_floor", "TRL6", "6"),
        ("trl_floor", "六级", "6"),
        ("modes", "许可/合作开发", ["licence", "joint"]),
        ("budget", "1.5亿", "15000"),
        ("budget", "３００万元", "300"),
        ("budget", "12.50", "12.5"),
        ("budget", "面议", "面议"),
        ("stock_code", "３００７５０", "300750"),
        ("org_code", "９１５１０１００ＭＡ６ＣＧＱ０Ｎ７Ｂ", "91510100MA6CGQ0N7B"),
        ("reach", "公开", "public"),
        ("reach", "完全公开", "public"),
        ("reach", "登录可见", "members"),
        ("reach", "仅注册用户", "members"),
        ("contact_phone", "+86 138-0013-8000", "13800138000"),
        ("contact_phone", "（028）85400001转801", "028-85400001-801"),
    ],
)
def test_cell_says_what_it_says(checker, name, text, typed):
    checked = checker.check({"title": "甲", name: text})

    assert (typed_of(checked.values).get(name), checked.faults) == (typed, [])


@pytest.mark.parametrize(
    "text", ["匿名", "匿名公开", "公开，不显示单位名称", "不公开单位", "公开但隐去企业名称"]
)
def test_what_hides_its_house_is_never_read_as_public(checker, text):
    checked = checker.check({"title": "甲", "reach": text, "alias": "某芯片企业"})

    assert (checked.values["reach"], checked.faults) == ("anonymous", [])


@pytest.mark.parametrize("text", ["不公开", "保密", "内部", "公开？", "涉密"])
def test_reach_that_is_not_clear_is_asked_and_never_guessed(checker, text):
    checked = checker.check({"title": "甲", "reach": text})

    assert "reach" not in checked.values
    assert [(one.name, one.told, one.proposal) for one in checked.faults] == [
        ("reach", "请写“公开”“登录可见”或“匿名”", "")
    ]


@pytest.mark.parametrize("text", ["不限", "无要求", "", "—", "无"])
def test_floor_that_is_none_says_nothing(checker, text):
    checked = checker.check({"title": "甲", "trl_floor": text})

    assert (checked.values, checked.faults) == ({"title": "甲"}, [])


def test_days_are_read_as_they_are_written_and_as_a_spreadsheet_counts_them(checker):
    day = clock.today().replace(month=12, day=31)
    serial = (day - day.replace(year=1899, month=12, day=30)).days
    texts = [day.isoformat(), f"{day.year}年12月31日", f"{day.year}/12/31", str(serial)]

    found = [checker.check({"title": "甲", "wanted_from": text}).values for text in texts]

    assert [one["wanted_from"] for one in found] == [day.isoformat()] * 4


def test_days_are_looked_at_together(checker):
    faults = [
        checker.check({"title": "甲", "valid_until": until, "wanted_from": since}).faults
        for until, since in ((day_in(-1), ""), (day_in(500), ""), (day_in(9), day_in(10)))
    ]

    latest = day_in(366)
    assert [[one.told for one in told] for told in faults] == [
        ["已经过了，请改成今天以后的日期"],
        [f"最晚是 {latest}，到期前可以延期"],
        ["不能早于起始日期"],
    ]


def test_month_alone_is_no_day(checker):
    (fault,) = checker.check({"title": "甲", "valid_until": "2027-06"}).faults

    assert "请写到年月日" in fault.told


def test_anonymous_one_needs_another_name(checker):
    (fault,) = checker.check({"title": "甲", "reach": "匿名"}).faults

    assert (fault.name, fault.told[:9]) == ("alias", "不显示单位名称的，")


@pytest.mark.parametrize("name", DEMAND.names)
@pytest.mark.parametrize(
    "text", ["=1+1", "<script>x</script>", "字" * 32_767, "😀" * 40, "9" * 400, "'; drop", "#REF!"]
)
def test_hostile_cell_is_read_or_told_in_few_words(checker, name, text):
    checked = checker.check({"title": "甲", name: text})

    assert len(checked.faults) <= 5
    assert all(len(one.told) < 200 for one in checked.faults)
    assert (name in checked.values) != any(one.name == name for one in checked.faults)


@pytest.mark.parametrize(
    ("layout", "labels", "names"),
    [
        (DEMAND, ["需求名称", "需求描述", "期望TRL下限"], ["title", "problem", "trl_floor"]),
        (DEMAND, ["难题名称", "悬赏金额", "需求时限"], ["title", "budget", "valid_until"]),
        (DEMAND, ["1.技术需求名称（必填）", "2、企业名称", "上市代码"],
         ["title", "org_name", "stock_code"]),
        (DEMAND, ["需求名称", "邮箱", "序号"], ["title", "", ""]),
        (OFFER, ["政策名称", "支持对象", "申请方式"], ["title", "key_points", "goal"]),
        (OFFER, ["要素名称", "要素类型", "园区名称"], ["title", "category", "org_name"]),
    ],
)  # fmt: skip
def test_columns_are_recognised_in_other_words(layout, labels, names):
    assert mapped(layout, *labels) == names


@pytest.mark.parametrize("layout", [DEMAND, OFFER])
def test_every_column_is_known_by_its_own_label(layout):
    labels = [layout.header_of(name) for name in layout.names]

    assert mapped(layout, *labels) == list(layout.names)


@pytest.mark.parametrize(("layout", "tab"), [(DEMAND, "需求"), (OFFER, "要素供给")])
def test_template_holds_labels_keys_and_what_to_fill_in(layout, tab):
    with template(layout) as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))

    labels, keys = book.get_sheet_by_name(tab).to_python()[:2]
    assert labels == [layout.header_of(name) for name in layout.names]
    assert keys == list(layout.names)
    helped = book.get_sheet_by_name("填写说明").to_python()
    assert [row[0] for row in helped[1:]] == labels


@pytest.mark.parametrize("subject", [DemandSubject(), OfferSubject()])
def test_drafts_in_the_template_say_the_same_when_they_come_back(subject):
    clerk = make_clerk()
    imported(demands(demand(reach="匿名", alias="某芯片企业")), by=clerk)
    imported(offers(offer(budget="面议")), by=clerk)
    with template(subject.layout, subject.drafts_of("SC", 10)) as file:
        again = file.read()

    run = read_in(again, by=clerk, name="草稿.xlsx")

    assert (run.subject, run.counts) == (subject.key, {"same": 1})


def test_organisation_on_file_has_its_name_and_code():
    clerk = make_clerk()
    register_organisation(HOUSE, CODE, OrganisationKind.ENTERPRISE, by=clerk)
    rows = [demand("X-1", org_name="海岳"), demand("X-2", "另一条", org_code="")]

    imported(demands(*rows), by=clerk)

    said = PostingDraft.objects.values_list("typed__org_name", "typed__org_code")
    assert list(said) == [(HOUSE, CODE)] * 2


def test_draft_that_names_a_house_is_known_again_when_that_is_on_file():
    clerk = make_clerk()
    raw = demands(demand("", org_code=""))
    imported(raw, by=clerk)
    register_organisation(HOUSE, CODE, OrganisationKind.ENTERPRISE, by=clerk)

    run = read_in(raw, by=clerk)

    assert run.counts == {"update": 1}
