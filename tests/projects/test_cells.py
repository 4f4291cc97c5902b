"""Cells as people fill them: what each says, what is wrong with it, what was probably meant."""

import io

import pytest

from projects.columns.checking import Checker
from projects.columns.mapping import HEAD, Mapper
from projects.columns.resource import SHEET, SPREAD, SheetResource, header_of
from projects.forms.workbooks import template
from projects.models import Project
from tests.factories import make_clerk, make_draft
from tests.imports import read_in, told_of

pytestmark = pytest.mark.django_db
RIGHT = {"owner": "", "applied_on": "", "granted_on": "", "burden": ""}


@pytest.fixture
def checker():
    return Checker(SHEET)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", " 碳化硅\u3000外延炉\u200b ", "碳化硅 外延炉"),
        ("field", "新材料", "3"),
        ("field", "3 新材料产业", "3"),
        ("field", "生物产业", "4"),
        ("trl", "７", 7),
        ("trl", "TRL7", 7),
        ("trl", "七级", 7),
        ("trl", "7级", 7),
        ("level", "国际领先", "intl_lead"),
        ("stage", "中试阶段", "pilot"),
        ("modes", "许可/入股", ["licence", "equity"]),
        ("modes", "技术许可、合作开发；技术入股", ["licence", "joint", "equity"]),
        ("wants", "资金，场地", ["money", "place"]),
        ("price", "1.5亿", "15000.00"),
        ("price", "３００万", "300.00"),
        ("price", "300", "300.00"),
        ("spent", "1,200.5", "1200.50"),
        ("funding_share", "30%", "30.00"),
        ("funding_share", "12.5", "12.50"),
        ("contact_mobile", "１３８ ００１３ ８０００", "13800138000"),
        ("contact_mobile", "+86 138-0013-8000", "13800138000"),
        ("contact_landline", "（028）85400001转801", "028-85400001-801"),
        ("contact_email", "wu@EXAMPLE.cn", "wu@example.cn"),
        ("organisation_code", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ("willing", "愿意", True),
        ("willing", "不同意", False),
        ("keywords", "碳化硅，外延 长晶", ["碳化硅", "外延", "长晶"]),
        ("secrecy", "公开", "open"),
        ("summary", "第一行\r\n第二行 \u200b", "第一行\n第二行"),
    ],
)
def test_cell_says_what_it_says(checker, name, text, value):
    checked = checker.check({"title": "甲", name: text})

    assert (checked.values.get(name), checked.faults) == (value, [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("面议", {"price_open": True}),
        ("待商定", {"price_open": True}),
        ("", {}),
        ("—", {}),
        ("无", {}),
        ("/", {}),
    ],
)
def test_price_that_is_no_number(checker, text, values):
    checked = checker.check({"title": "甲", "price": text})

    assert (checked.values, checked.faults) == ({"title": "甲", **values}, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ZL202110000001.6", [("invention", "ZL202110000001.6", "", "granted")]),
        ("202110000001.6", [("invention", "202110000001.6", "", "")]),
        (
            "ZL202110000001.6；2021SR0123456、CN112345678A",
            [
                ("invention", "ZL202110000001.6", "", "granted"),
                ("software", "2021SR0123456", "", ""),
                ("invention", "CN112345678A", "", ""),
            ],
        ),
        (
            "ZL202110000001.6（一种方法，及其装置）\nZL202220000002.0",
            [
                ("invention", "ZL202110000001.6", "一种方法，及其装置", "granted"),
                ("utility", "ZL202220000002.0", "", "granted"),
            ],
        ),
        ("发明专利：ZL202110000001.6", [("invention", "ZL202110000001.6", "", "granted")]),
        ("ＺＬ２０２１１００００００１．６", [("invention", "ZL202110000001.6", "", "granted")]),
    ],
)
def test_rights_in_one_cell_are_taken_apart(checker, text, found):
    checked = checker.check({"title": "甲", "rights": text})

    assert checked.faults == []
    assert checked.values["rights"] == [
        {"kind": kind, "number": number, "name": name, "state": state, **RIGHT}
        for kind, number, name, state in found
    ]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        (
            "awards",
            "四川省科技进步奖｜一等｜2021年",
            [{"name": "四川省科技进步奖", "level": "一等", "year": "2021"}],
        ),
        (
            "awards",
            "名称：四川省科技进步奖；年份：二〇二一",
            [{"name": "四川省科技进步奖", "level": "", "year": "2021"}],
        ),
        ("members", "吴一\n郑二", [{"name": n, "rank": "", "part": ""} for n in ("吴一", "郑二")]),
    ],
)
def test_table_in_one_cell_is_taken_apart(checker, name, text, rows):
    checked = checker.check({"title": "甲", name: text})

    assert (checked.values[name], checked.faults) == (rows, [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("44652", "2022-04-01"),
        ("2022.4", "2022-04"),
        ("2022年4月", "2022-04"),
        ("20220401", "2022-04-01"),
        ("2022-04-01 00:00", "2022-04-01"),
        ("２０２２/４/１", "2022-04-01"),
    ],
)
def test_day_is_read_as_spreadsheets_have_it(checker, text, day):
    told = f"类型：发明专利；号码：ZL202110000001.6；授权日：{text}"

    checked = checker.check({"title": "甲", "rights": told})

    assert [right["granted_on"] for right in checked.values["rights"]] == [day]


@pytest.mark.parametrize(
    ("name", "text", "told", "proposal"),
    [
        ("field", "汽车电子", "请从列出的选项里选", "5.4 新能源汽车相关服务"),
        ("level", "国内先进水平等级", "", ""),
        ("trl", "12", "请从列出的选项里选", ""),
        ("trl", "0.7", "请从列出的选项里选", ""),
        ("modes", "技术许诺", "请从列出的选项里选", "技术许可"),
        ("price", "约300", "“约300”不是一个确定的数。请只填一个数；还没定的，写“面议”", ""),
        ("funding_share", "0.3", "0.3 是比例还是百分数，请写明，如 30%", "30%"),
        (
            "organisation_code",
            "91350100M000100Y4A",
            "统一社会信用代码的校验位应为 3，填的是 A。请核对营业执照或法人证书",
            "91350100M000100Y43",
        ),
        (
            "rights",
            "ZL202110000001.5",
            "专利号的校验位应为 6，填的是 5。请对照证书核对整个号码",
            "ZL202110000001.6",
        ),
        (
            "rights",
            "发明专利3项",
            "“发明专利3项”不是知识产权的号码。请写号码，每项一行，如 ZL202110000001.6",
            "",
        ),
        ("tagline", "<b>粗体</b>的简介", "这里有网页代码，请只留文字", "粗体的简介"),
        ("summary", "<script>alert(1)</script>", "这里有网页代码，请只留文字", "alert(1)"),
        ("spent", "#DIV/0!", "这一格的公式出错（#DIV/0!），请改好后再导入", ""),
        ("title", "长" * 201, "最多 200 字，现在 201 字，请写短一些", ""),
        ("source_key", "9" * 65, "最多 64 字，现在 65 字，请写短一些", ""),
        (
            "secrecy",
            "涉密或不宜公开",
            "涉密成果不得通过本平台填报，请按保密规定向本单位保密部门报送",
            "",
        ),
    ],
)
def test_cell_that_cannot_be_read_says_why_and_what_was_meant(checker, name, text, told, proposal):
    checked = checker.check({"title": "甲", name: text})

    found = [(f.name, f.told, f.proposal) for f in checked.faults]
    assert found == ([(name, told, proposal)] if told else [])


def test_formula_without_a_value_is_told(checker):
    checked = checker.check({"title": "甲", "spent": ""}, ["spent"])

    assert [(f.name, f.told) for f in checked.faults] == [
        ("spent", "这一格是公式，还没有算出值。请在表格软件里打开并保存，或直接填值")
    ]


def test_phone_is_mobile_or_landline(checker):
    said = [
        checker.check({"title": "甲", "phone": t}).values for t in ("13800138000", "028-85400001")
    ]

    assert said == [
        {"title": "甲", "contact_mobile": "13800138000"},
        {"title": "甲", "contact_landline": "028-85400001"},
    ]


def mapped(labels, *rows, kept=None, above=()):
    lines = [*above, labels, *rows]
    told = [(number, list(cells)) for number, cells in enumerate(lines, start=1)]
    mapper = Mapper(SHEET, kept or {})
    header = mapper.find_header(told[:HEAD])
    found = mapper.map_columns(told, header, len(labels))
    return header, [(one.name, one.how) for one in found]


@pytest.mark.parametrize(
    ("_case", "labels", "rows", "names"),
    [
        ("order", ["技术领域", "成果名称"], [["新材料", "甲"]], ["field", "title"]),
        ("words", ["项目名称", "完成单位", "TRL"], [["甲", "乙", "7"]],
         ["title", "organisation", "trl"]),
        ("numbered", ["1.成果名称（必填）", "2、专利号"], [["甲", ""]], ["title", "rights"]),
        ("two of one", ["成果名称", "项目名称"], [["甲", "乙"]], ["title", ""]),
        ("not asked", ["成果名称", "邮编", "序号"], [["甲", "610000", "1"]], ["title", "", ""]),
        ("by values", ["成果名称", "机构证照"], [["甲", "91350100M000100Y43"]],
         ["title", "organisation_code"]),
        ("alike", ["成果名称", "技术成熟程度"], [["甲", "7"]], ["title", "trl"]),
    ],
)  # fmt: skip
def test_columns_are_recognised(_case, labels, rows, names):
    _, found = mapped(labels, *rows)

    assert [name for name, _ in found] == names


def test_title_rows_and_groups_stand_above_the_header():
    above = [["四川省汇总表", "", ""], ["", "联系人", "联系人"]]

    header, found = mapped(["成果名称", "姓名", "手机"], ["甲", "吴", "138"], above=above)

    assert (header.line, header.data_from) == (3, 4)
    assert [name for name, _ in found] == ["title", "contact_name", "contact_mobile"]


def test_row_of_keys_below_the_header_is_no_data():
    header, found = mapped(["成果名称", "什么"], ["title", "trl"], ["甲", "7"])

    assert (header.line, header.data_from) == (1, 3)
    assert found == [("title", "key"), ("trl", "key")]


def test_what_the_unit_kept_goes_before_what_we_think():
    _, found = mapped(["成果名称", "简介"], ["甲", "乙"], kept={"简介": "tagline"})

    assert found[1] == ("tagline", "kept")


def test_template_filled_in_is_read_without_a_fault():
    """What the template asks for, in the words it offers, is what the check takes."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- the reader of this one test

    with template(SHEET) as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    labels, keys = book.get_sheet_by_name("成果").to_python()[:2]

    assert labels == [header_of(name) for name in SPREAD]
    assert keys == list(SPREAD)
    helped = book.get_sheet_by_name("填写说明").to_python()
    assert [row[0] for row in helped[1:]] == labels


def test_written_cells_read_back_as_they_were():
    """Every column of a full sheet, written as an export writes it, says the same when read."""
    project = Project.objects.get(pk=make_draft().pk)
    columns = SheetResource().columns
    cells = {name: columns[name].export(project) for name in SPREAD}

    checked = Checker(SHEET).check(cells)

    assert checked.faults == []
    again = {name: columns[name].widget.render(checked.values.get(name)) for name in checked.values}
    assert {n: again[n] for n in again if n in cells} == {
        name: text for name, text in cells.items() if name in again
    }
    assert {n for n, text in cells.items() if text} == set(again)


def test_error_column_of_our_own_workbook_is_ignored():
    raw = "成果名称,错误原因\n甲,领域：请从列出的选项里选\n".encode()

    run = read_in(raw, by=make_clerk())

    assert ([one["name"] for one in run.mapping], told_of(run)) == (["title", ""], {})
