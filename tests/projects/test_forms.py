"""The fields of the 信息表: what each takes, and the words for what it does not."""

import pytest

from foundation.errors import Refused
from foundation.validators import uscc_check_character
from projects.columns.steps import FIRST, STATIONS, STEPS, step_after, step_named, step_of
from projects.forms.sheet import StepForm, names_at
from projects.forms.typing import NAMES
from projects.models import Project
from projects.models.sheet import COLUMNS
from projects.vocabulary import ROWS
from tests.factories import make_draft, make_right, make_row
from tests.projects.sending import GOOD, columns_of, form_of, of_step, of_table, sent, step, told

pytestmark = pytest.mark.django_db

SECRET = "涉密成果不得通过本平台填报，请按保密规定向本单位保密部门报送"
CHOOSE = "请从列出的选项里选"
NO_MONEY = "不是金额。请填数字，单位万元，如 300、1.5亿、5000000元"
NO_DATE = "不是日期。请写成年-月-日，如 2022-04-01；只知道月份的写 2022-04"


def test_every_column_is_asked_once():
    names = [name for one in STEPS for name in one.names]

    extra = {"organisation", "organisation_kind", "organisation_code", "unit", "shown", "mandate"}
    assert set(names) == set(COLUMNS) | extra
    assert len(names) == len(set(names))


def test_steps_are_found_and_follow_each_other():
    assert [step_after(one) for one in STATIONS] == [*STATIONS[1:], STATIONS[-1]]
    assert (step_named("contact").label, step_named("\0没有")) == ("联系人", FIRST)
    assert (step_of("rights").name, step_of("nothing")) == ("rights", FIRST)


@pytest.mark.parametrize("one", STEPS, ids=lambda one: one.name)
def test_good_answers_are_taken(one):
    form = form_of(one, of_step(one))

    assert told(form) == {}
    assert set(columns_of(form)) <= {*COLUMNS, "field_id", "unit_id"}


@pytest.mark.parametrize("one", STEPS, ids=lambda one: one.name)
def test_draft_may_be_empty_but_for_its_title(one):
    data = {"title": "只有名称", "unit": "SC"}

    assert told(form_of(one, data)) == {}


def test_title_is_needed():
    assert told(form_of(FIRST, of_step(FIRST, title=" \u200b "))) == {"title": "请填写“成果名称”"}


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("title", " 芯片\r\n一号\u202e ", "芯片 一号"),
        ("title_en", "Gate driver", "Gate driver"),
        ("tagline", "长" * 60, "长" * 60),
        ("keywords", "碳化硅、驱动，短路,保护 芯片", ["碳化硅", "驱动", "短路", "保护", "芯片"]),
        ("keywords", "驱动 驱动;驱动", ["驱动"]),
        ("orientations", ["health", "economy", "economy"], ["economy", "health"]),
        ("secrecy", "", ""),
        ("contact_mobile", "+86 (138) 0000-0000", "13800000000"),
        ("contact_landline", "(028) 8540 0001 转 801", "028-85400001-801"),
        ("contact_email", "zhou@EXAMPLE.CN", "zhou@example.cn"),
        ("summary", "一\r\n二", "一\n二"),
        ("trl", "9", 9),
        ("trl", "", None),
        ("price", "１，２３４．５ 万元", "1234.50"),
        ("price", "1.5亿", "15000.00"),
        ("price", "人民币叁佰万圆整", "300.00"),
        ("price", "面议", None),
        ("price", "", None),
        ("funding_share", "12.5%", "12.50"),
        ("modes", ["equity", "licence"], ["licence", "equity"]),
        ("willing", "False", False),
        ("willing", "", None),
        ("rights_declared", "on", True),
    ],
)
def test_good_value_is_stored_in_its_one_form(name, typed, stored):
    one = step_of(name)

    form = form_of(one, {"title": "名称", "unit": "SC", name: typed})

    assert told(form) == {}
    found = columns_of(form)[name]
    assert (str(found) if isinstance(stored, str) else found) == stored


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("title", "长" * 201, "最多 200 字，现在 201 字，请写短一些"),
        ("title", "长" * 801, "最多 200 字，现在 801 字，请写短一些"),
        ("tagline", "长" * 61, "最多 60 字，现在 61 字，请写短一些"),
        ("field", "1", CHOOSE),
        ("orientations", ["moon"], CHOOSE),
        ("keywords", "一 二 三 四 五 六", "最多 5 个关键词，现在 6 个，请留最要紧的"),
        ("keywords", "长" * 11, f"“{'长' * 11}”超过 10 字，请写短，或用顿号隔开"),
        ("origin", "theft", CHOOSE),
        ("secrecy", "secret", SECRET),
        ("organisation_code", "91350100M000100Y4Z", None),
        ("unit", "XX", CHOOSE),
        ("qualifications", ["best"], CHOOSE),
        ("lead_name", "长" * 41, "最多 40 字，现在 41 字，请写短一些"),
        (
            "contact_mobile",
            "1280000",
            "“1280000”不是手机号码。请填 11 位、以 13 至 19 开头的号码，如 13800138000",
        ),
        ("contact_landline", "12", None),
        ("contact_email", "zhou", None),
        ("summary", "长" * 1001, "最多 1000 字，现在 1001 字，请写短一些"),
        ("level", "best", CHOOSE),
        ("trl", "12", CHOOSE),
        ("trl", "７", CHOOSE),
        ("modes", ["theft"], CHOOSE),
        ("price", "-1", "金额不能小于 0，填的是“-1”"),
        ("price", "1.234", "“1.234”合 1.234 万元，最多 2 位小数，请四舍五入到百元"),
        ("price", "99999999999", "“99999999999”太大，请核对单位是不是万元"),
        ("price", "NaN", f"“NaN”{NO_MONEY}"),
        ("price", "万元", f"“万元”{NO_MONEY}"),
        ("price", "200-300万", "“200-300万”不是一个确定的数。请只填一个数；还没定的，写“面议”"),
        ("price", "1" * 5000, "最多 300 字，现在 5000 字，请写短一些"),
        ("funding", "1e999999999", f"“1e999999999”{NO_MONEY}"),
        ("funding", "面议", "这一栏要填数字，单位万元；还不知道的，请空着"),
        ("funding_share", "101", "不能大于 100"),
        ("willing", "maybe", CHOOSE),
    ],
)
def test_bad_value_is_told_what_to_do(name, typed, words):
    form = form_of(step_of(name), {"title": "名称", "unit": "SC", name: typed})

    assert set(told(form)) >= {name}
    assert words is None or told(form)[name] == words


@pytest.mark.parametrize(
    ("missing", "label"),
    [
        ("organisation", "持有单位"),
        ("organisation_kind", "单位性质"),
        ("organisation_code", "统一社会信用代码"),
    ],
)
def test_organisation_is_asked_for_whole(missing, label):
    form = form_of(step("organisation"), of_step(step("organisation"), **{missing: ""}))

    assert told(form) == {missing: f"请填写“{label}”：名称、性质、代码要一起填"}


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("91510100MA61RU9B1F", "SC"),
        ("91440300MA5G00019N", "SZ"),
        ("91440101MA5AKP8U4D", "GD"),
    ],
)
def test_unit_is_found_by_the_code(code, unit):
    data = of_step(step("organisation"), organisation_code=code, unit="")

    assert columns_of(form_of(step("organisation"), data))["unit_id"] == unit


@pytest.mark.parametrize("code", ["", "1210000040000000XN"])
def test_unit_is_asked_for_where_the_code_does_not_say(code):
    stated = dict.fromkeys(("organisation", "organisation_kind"), "") if not code else {}
    data = of_step(step("organisation"), organisation_code=code, unit="", **stated)

    words = "请选择推荐单位：填了统一社会信用代码的可以不选"
    assert told(form_of(step("organisation"), data)) == {"unit": words}


def test_unit_of_a_new_project_is_asked_for():
    typed = NAMES.read(names_at(FIRST, None, on_behalf=False), sent(of_step(FIRST)))
    form = StepForm(FIRST, None, typed)

    assert not form.is_valid()
    assert told(form) == {"unit": "请选择推荐单位"}


def test_unit_in_xinjiang_is_chosen_by_the_organisation():
    code = "91650100M000100Y4"
    code += uscc_check_character(code)
    data = of_step(step("organisation"), organisation_code=code, unit="")

    assert told(form_of(step("organisation"), data)) == {"unit": "单位在新疆的，请选新疆或兵团"}


def test_unit_of_a_returned_project_stays():
    project = Project(unit_id="SC", title="名称", status="returned")

    form = form_of(step("organisation"), of_step(step("organisation"), unit="GD"), project)

    assert (told(form), columns_of(form)["unit_id"]) == ({}, "SC")


@pytest.mark.parametrize(
    ("column", "row", "stored"),
    [
        ("indicators", {"name": "响应", "ours": "0.9 μs"}, {"name": "响应", "ours": "0.9 μs"}),
        ("awards", {"name": "一等奖", "year": "2020年"}, {"name": "一等奖", "year": "2020"}),
        (
            "rights",
            {"kind": "invention", "number": "zl 2021 1 0000001.6", "applied_on": "2021/1/2"},
            {"kind": "invention", "number": "ZL202110000001.6", "applied_on": "2021-01-02"},
        ),
        (
            "rights",
            {"kind": "invention", "number": "cn112345678a", "state": "published"},
            {"kind": "invention", "number": "CN112345678A", "state": "published"},
        ),
        ("rights", {"kind": "know_how", "name": "配方"}, {"kind": "know_how", "name": "配方"}),
        (
            "rights",
            {"kind": "other", "name": "三类证", "number": "国械注准20203080001"},
            {"kind": "other", "name": "三类证", "number": "国械注准20203080001"},
        ),
        (
            "conversions",
            {"party": "某厂", "mode": "licence", "amount": "1,200", "year": "2021"},
            {"party": "某厂", "mode": "licence", "amount": "1200.00", "year": "2021"},
        ),
        ("members", {"name": "周蜀", "rank": "高工"}, {"name": "周蜀", "rank": "高工"}),
    ],
)
def test_good_row_is_stored_with_exactly_its_keys(column, row, stored):
    form = form_of(step_of(column), of_table(column, [row, {"name": " "}, {}]))

    assert told(form) == {}
    assert columns_of(form)[column] == [make_row(column, **stored)]
    assert list(columns_of(form)[column][0]) == list(ROWS[column])


NO_YEAR = "不是年份。请填 4 位数字，如 2022"
EARLY = ("granted_on", "授权日早于申请日，请核对")
SPAN = "年份应在 1949 到 "


@pytest.mark.parametrize(
    ("column", "row", "field", "words"),
    [
        ("indicators", {"ours": "1"}, "name", "请填写“指标”"),
        ("indicators", {"name": "长" * 201}, "name", "最多 200 字，现在 201 字，请写短一些"),
        ("awards", {"year": "2020"}, "name", "请填写“名称”"),
        ("awards", {"name": "奖", "year": "20"}, "year", f"“20”{NO_YEAR}"),
        ("awards", {"name": "奖", "year": "2999"}, "year", SPAN),
        ("awards", {"name": "奖", "year": "２０２x"}, "year", f"“202x”{NO_YEAR}"),
        ("rights", {"number": "ZL202110000001.6"}, "kind", "请填写“类型”"),
        ("rights", {"kind": "theft"}, "kind", CHOOSE),
        ("rights", {**make_right(state="lost")}, "state", CHOOSE),
        ("rights", {"kind": "invention"}, "number", "请填写“号码”，申请中的填申请号"),
        ("rights", {"kind": "know_how"}, "name", "请填写“名称”，说明是什么"),
        (
            "rights",
            {"kind": "utility", "number": "ZL202110000001.6"},
            "number",
            "所选类型是实用新型专利，这个号码却是发明专利。请改选类型或核对号码",
        ),
        ("rights", {**make_right("ZL202110000001.5")}, "number", "专利号的校验位应为 6"),
        ("rights", {**make_right("国防专利 1")}, "number", "国防专利、保密专利和涉密成果不得"),
        ("rights", {**make_right(applied_on="昨天")}, "applied_on", f"“昨天”{NO_DATE}"),
        ("rights", {**make_right(applied_on="2999-01-01")}, "applied_on", SPAN),
        ("rights", make_right(applied_on="2021-05-01", granted_on="2021年4月"), *EARLY),
        ("conversions", {"amount": "1"}, "party", "请填写“受让方”"),
        ("conversions", {"party": "甲", "mode": "theft"}, "mode", CHOOSE),
        ("conversions", {"party": "甲", "amount": "很多"}, "amount", f"“很多”{NO_MONEY}"),
        ("conversions", {"party": "甲", "amount": "-1"}, "amount", "金额不能小于 0"),
        ("members", {"rank": "高工"}, "name", "请填写“姓名”"),
    ],
)
def test_bad_row_is_told_what_to_do(column, row, field, words):
    form = form_of(step_of(column), of_table(column, [row]))

    assert list(told(form)) == [f"{column}-0-{field}"]
    assert told(form)[f"{column}-0-{field}"].startswith(words)


def test_row_is_deleted_by_its_box_and_by_emptying_it():
    rights = [make_right(), make_right("ZL202220000002.0", "utility"), make_right("x", "other")]
    project = Project(unit_id="SC", title="名称", rights=rights)
    rows = [rights[0], {**rights[1], "DELETE": "on"}, {}]

    form = form_of(step("rights"), of_table("rights", rows, stored=3), project)

    assert told(form) == {}
    assert columns_of(form)["rights"] == [rights[0]]


def test_more_rows_than_a_table_holds_are_refused():
    rows = [{"name": f"指标 {at}"} for at in range(21)]

    form = form_of(step("technology"), of_table("indicators", rows))

    assert told(form) == {"indicators": "最多 20 行，请合并或删去几行"}


@pytest.mark.parametrize("total", ["", "x", "9" * 400])
def test_spoiled_count_of_rows_is_refused_in_words(total):
    with pytest.raises(Refused) as caught:
        form_of(step("rights"), {"rights-TOTAL_FORMS": total, "rights-INITIAL_FORMS": "0"})

    told = [problem.sentence for problem in caught.value.problems]
    assert told == ["“知识产权”没有传完整，没有保存，请刷新页面后重填"]


def test_table_that_was_not_sent_stays_as_it_is():
    typed = NAMES.read(["summary", "indicators", "awards"], sent({"summary": "只改简介"}))

    assert typed == {"summary": "只改简介"}


def test_rows_are_shown_with_two_to_spare_the_second_folded():
    project = Project(unit_id="SC", title="名称", rights=[make_right()])

    [table] = StepForm(step("rights"), project).tables

    assert [row["is_folded"] for row in table.numbered] == [False, False, True]


def test_what_is_stored_is_shown_as_it_would_be_typed():
    draft = make_draft()

    shown = {one.name: StepForm(one, draft).form for one in STEPS}

    assert 'value="碳化硅、栅极驱动、短路保护"' in str(shown["basic"]["keywords"])
    assert 'value="91350100M000100Y43"' in str(shown["organisation"]["organisation_code"])
    assert '<option value="1.2" selected>1.2 电子核心产业</option>' in str(shown["basic"]["field"])
    assert 'value="True" required' not in str(shown["statement"]["willing"])
    assert " checked" in str(shown["statement"]["shown"])


def test_fields_are_grouped_by_class():
    assert '<optgroup label="新一代信息技术产业">' in str(
        StepForm(FIRST, None, unit="SC").form["field"]
    )


def test_what_a_submission_needs_is_not_marked_optional():
    form = StepForm(step("conversion"), Project(title="名称")).form

    assert form.optional_names == [
        *("licences", "price_open", "funding_round", "funding_share", "spent"),
        *("funding_use", "benefit_amount", "wants_note"),
    ]


def test_good_answers_cover_every_needed_column():
    from projects.columns.steps import NEEDED  # noqa: PLC0415 -- what GOOD is measured by

    assert set(NEEDED) <= set(GOOD)
