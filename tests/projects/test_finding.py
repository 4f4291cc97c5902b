"""Labels recognised in forms of all kinds: which field each answers, and what is left alone."""

import io

import pytest

from foundation.word import read_word
from projects.columns.labels import _OTHERS, NOT_ASKED, PHONE, column_of, columns_by_label, key_of
from projects.columns.steps import MANDATE, SHOWN, STEPS
from projects.forms.finding import find
from projects.vocabulary import ROWS
from tests.foundation.word_files import cell, merged, p, raw, spanned, table


def found_in(body):
    return find(read_word("表.docx", io.BytesIO(raw(body))).blocks)


def fields_in(body):
    return found_in(body).fields


def test_every_field_of_the_form_is_known_by_its_own_label():
    names = {name for step in STEPS for name in step.names} - {SHOWN, MANDATE}

    assert names <= set(columns_by_label().values())
    assert set(_OTHERS) - {PHONE, NOT_ASKED} <= names


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("成果名称", "title"),
        ("1. 项目名称（不超过60字）：", "title"),
        ("*技术名称", "title"),
        ("1.2 成果名称", "title"),
        ("(三)成果名称", "title"),
        ("· 成果名称", "title"),
        ("一、成果简介（500字以内）", "summary"),
        ("成果完成单位（盖章）", "organisation"),
        ("统一社会信用代码", "organisation_code"),
        ("意向价格（万元）", "price"),
        ("技术成熟度(TRL)", "trl"),
        ("E-mail", "contact_email"),
        ("传　真", NOT_ASKED),
        ("成果名称\n写清楚做的是什么", "title"),
        ("我们的成果名称很长而且不是标签", ""),
        ("", ""),
        ("字" * 300, ""),
    ],
)
def test_labels_are_known_in_other_words(label, name):
    assert column_of(label) == name


def test_group_a_label_stands_in_says_whose_it_is():
    assert column_of("姓名", "联系人") == "contact_name"
    assert column_of("姓名", "项目负责人") == "lead_name"
    assert column_of("电话", "项目负责人") == NOT_ASKED
    assert key_of("rights", "专利号（或申请号）") == "number"


def test_label_and_value_by_turns():
    body = table(
        ["成果名称", spanned("碳化硅驱动芯片", 3)],
        ["完成单位", "岷江器件研究所", "信用代码", "91350100M000100Y43"],
        ["技术成熟度", "7 级", "所处阶段", "中试"],
    )

    found = found_in(body)

    assert found.fields == {
        "title": "碳化硅驱动芯片",
        "organisation": "岷江器件研究所",
        "organisation_code": "91350100M000100Y43",
        "trl": "7 级",
        "stage": "中试",
    }
    assert found.places["organisation_code"] == "表 1 第 2 行"


def test_people_are_told_apart_by_merged_groups():
    body = table(
        [merged("项目负责人"), "姓名", "林岷", "职称", "正高"],
        [merged(), "电话", "13900000000", "邮箱", "lin@example.cn"],
        [merged("联系人"), "姓名", "周蜀", "职务", "主任"],
        [merged(), "电话", "138 0000 0000", "邮箱", "zhou@example.cn"],
        ["办公电话", spanned("028-85400001", 4)],
    )

    found = fields_in(body)

    assert (found["lead_name"], found["lead_rank"]) == ("林岷", "正高")
    assert (found["contact_name"], found["contact_mobile"]) == ("周蜀", "138 0000 0000")
    assert (found["contact_email"], found["contact_landline"]) == (
        "zhou@example.cn",
        "028-85400001",
    )


def test_number_says_whether_it_is_a_mobile_or_a_landline():
    assert fields_in(table(["联系电话", "13800000000"])) == {"contact_mobile": "13800000000"}
    assert fields_in(table(["联系电话", "028-85400001"])) == {"contact_landline": "028-85400001"}


def test_value_may_stand_in_the_row_below_or_in_the_cell_of_its_label():
    body = table(
        [spanned("项目简介（500 字以内）", 2)],
        [cell(p("第一段。") + p("第二段。"), '<w:gridSpan w:val="2"/>')],
        [spanned("创新点：同片集成。", 2)],
    )

    assert fields_in(body) == {"summary": "第一段。\n第二段。", "innovation": "同片集成。"}


def test_lines_are_read_until_the_next_label_or_heading():
    body = "".join(
        p(line)
        for line in (
            "成果登记表",
            "项目名称：碳化硅驱动芯片",
            "关键词: 碳化硅、驱动",
            "项目简介：给主驱逆变器用。",
            "隔离电容在片上。",
            "二、应用前景",
            "国内约 40 家。",
            "三、其他说明",
            "与本表无关的话。",
        )
    )

    assert fields_in(body) == {
        "title": "碳化硅驱动芯片",
        "keywords": "碳化硅、驱动",
        "summary": "给主驱逆变器用。\n隔离电容在片上。",
        "market": "国内约 40 家。",
    }


def test_first_answer_that_says_anything_stands():
    body = table(["成果名称", ""], ["成果名称", "先写的"], ["项目名称", "后写的"])

    assert fields_in(body) == {"title": "先写的"}


def test_rows_are_read_below_their_head_whatever_the_order_of_columns():
    body = p("五、知识产权") + table(
        ["序号", "专利号", "专利名称", "类型", "专利权人"],
        ["1", "ZL202110000001.6", "一种驱动电路", "发明专利", "岷江器件研究所"],
        ["2", "", "", "", ""],
        ["3", "202210000002.X", "一种检测电路", "发明专利", ""],
    )

    found = found_in(body)

    assert [(row["number"], row["kind"]) for row in found.rows["rights"]] == [
        ("ZL202110000001.6", "发明专利"),
        ("202210000002.X", "发明专利"),
    ]
    assert set(found.rows["rights"][0]) == set(ROWS["rights"])


def test_rows_inside_of_one_large_table_end_where_labels_begin_again():
    body = table(
        ["成果名称", spanned("芯片", 3)],
        [merged("主要成员"), "姓名", "职务职称", "分工"],
        [merged(), "林岷", "正高", "总体"],
        [merged(), "周蜀", "副高", "工艺"],
        ["联系人", "周蜀", "手机", "13800000000"],
    )

    found = found_in(body)

    assert [row["name"] for row in found.rows["members"]] == ["林岷", "周蜀"]
    assert found.fields["contact_mobile"] == "13800000000"


def test_nested_table_is_read_as_one_of_its_own():
    inner = table(["指标", "本成果", "国内同类"], ["短路响应", "0.9 μs", "2.1 μs"])
    body = table(["主要技术指标", cell(p("") + inner + p(""))], ["团队介绍", "各 4 人"])

    found = found_in(body)

    assert found.rows["indicators"][0]["ours"] == "0.9 μs"
    assert found.fields == {"team": "各 4 人"}


def test_what_nobody_knows_is_left_to_be_seen():
    found = found_in(table(["成果名称", "芯片"], ["开户银行", "某某银行"]))

    assert found.others == [["开户银行", "某某银行"]]


def test_empty_document_answers_nothing():
    found = found_in(p("") + table(["", ""], ["成果名称", ""]))

    assert (found.fields, found.rows, found.others) == ({}, {}, [])
