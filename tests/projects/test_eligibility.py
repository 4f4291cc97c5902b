"""The six conditions of the notice, 五(一): each verdict of each, with its reason."""

import pytest

from projects.content import content_of, mode_names
from projects.eligibility import judge
from projects.states import Verdict
from tests.factories import make_draft, make_filed_draft, make_right

pytestmark = pytest.mark.django_db

PASS, FAIL, PERSON = Verdict.PASS.value, Verdict.FAIL.value, Verdict.PERSON.value
WRONG = "ZL202110000001.5"  # its check digit is 6

#            condition, what differs from a careful sheet, verdict, column, a piece of the reason
CASES = [
    (1, {}, PASS, "field", "在战新产业分类中"),
    (1, {"field": None}, PERSON, "field", "没有填报领域"),
    (2, {}, PASS, "level", "达到国内同业领先水平"),
    (2, {"level": "intl_lead", "level_basis": ["award"]}, PASS, "level", "有依据"),
    (2, {"level": ""}, PERSON, "level", "未评价"),
    (2, {"level": "unrated"}, PERSON, "level", "未评价"),
    (2, {"level": "domestic_advanced"}, PERSON, "level", "一般应达到"),
    (2, {"level_basis": []}, PERSON, "level_basis", "没有第三方依据"),
    (2, {"level_basis": ["self"]}, PERSON, "level_basis", "没有第三方依据"),
    (3, {}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 6, "stage": ""}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": None}, PERSON, "trl", "没有填报技术成熟度"),
    (3, {"trl": 5, "stage": "bench"}, PERSON, "trl", "低于 6 级"),
    (3, {"trl": 9, "stage": "pilot"}, PERSON, "stage", "对不上"),
    (3, {"trl": 6, "stage": "laboratory"}, PERSON, "stage", "对不上"),
    (4, {}, PASS, "rights", "已声明无纠纷"),
    (4, {"rights": []}, PERSON, "rights", "没有填报知识产权"),
    (4, {"rights": [make_right(WRONG)]}, FAIL, "rights", f"号码不合规则：{WRONG}"),
    (4, {"rights": [make_right(), make_right(WRONG)]}, FAIL, "rights", WRONG),
    (4, {"rights_declared": False}, PERSON, "rights_declared", "没有权属声明"),
    (4, {"rights": [make_right(state="pending")]}, PERSON, "rights", "没有授权有效"),
    (4, {"rights": [make_right("", kind="know_how")]}, PERSON, "rights", "没有授权有效"),
    (5, {}, PASS, "modes", "已选择转化方式"),
    (5, {"modes": []}, PERSON, "modes", "没有填报转化方式"),
    (6, {}, PASS, "willing", "持有人愿意参加路演"),
    (6, {"willing": None}, PERSON, "willing", "没有填报是否愿意路演"),
    (6, {"willing": False}, FAIL, "willing", "不参加路演"),
    (6, {"filer": "office"}, PERSON, "filer", "由他人代填"),
]


def verdicts_of(project):
    return judge(content_of(project, mode_names()), this_year=2026)


@pytest.mark.parametrize(("number", "fields", "verdict", "column", "reason"), CASES)
def test_each_verdict_of_each_condition(number, fields, verdict, column, reason):
    judged = verdicts_of(make_draft(shown=False, **fields))

    assert [one["clause"] for one in judged] == [f"五(一){n}" for n in range(1, 7)]
    found = judged[number - 1]
    assert (found["verdict"], found["column"]) == (verdict, column)
    assert reason in found["reason"]
    others = {one["verdict"] for one in judged if one is not found}
    assert others == {PASS}


def test_evidence_is_what_was_filled_in():
    evidence = [one["evidence"] for one in verdicts_of(make_draft(shown=False))]

    assert evidence[1:] == [
        "国内领先，第三方检测",
        "技术成熟度 7 级，中试",
        "发明专利 ZL202110000001.6",
        "技术许可、合作开发",
        "愿意参加路演，持有人本人",
    ]
    assert evidence[0].startswith("1.2 ")


def test_what_others_filed_is_looked_at_by_a_person():
    assert [one["verdict"] for one in verdicts_of(make_filed_draft())] == [*[PASS] * 5, PERSON]
