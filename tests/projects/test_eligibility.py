"""The six conditions of the notice, 五(一): each finding of each; what holds for every sheet."""

import pytest
from hypothesis import given, strategies as st

from projects.conditions import AGREES, CONDITIONS, LEVELS, MATURE, PROVEN
from projects.content import content_of, mode_names
from projects.eligibility import judge
from projects.models.sheet import CHOSEN, CHOSEN_SEVERAL
from projects.states import Source, Verdict
from projects.vocabulary import ROWS, Basis, Level, Right, RightState, Stage
from tests.factories import make_draft, make_filed_draft, make_indicator, make_right, make_row

PASS, FAIL, PERSON = Verdict.PASS.value, Verdict.FAIL.value, Verdict.PERSON.value
WRONG = "ZL202110000001.5"  # its check digit is 6
UTILITY, DESIGN = "ZL202220000002.0", "ZL202030000007.X"
UNTESTED = {"indicators": [make_indicator(basis="")]}
AWARD = {"awards": [make_row("awards", name="省科技进步二等奖", year="2023")]}
SOLD = {"conversions": [make_row("conversions", party="青川电气", year="2024")]}


def rights(*rows):
    return {"rights": list(rows)}


#            condition, what differs from a careful sheet, verdict, column, a piece of the reason
CASES = [
    (1, {}, PASS, "field", "在战新产业分类中"),
    (1, {"field": None}, PERSON, "field", "没有填报领域"),
    (2, {}, PASS, "level", "达到国内同业领先水平"),
    (2, {"level": "intl_lead", "level_basis": ["award"]}, PASS, "level", "有依据"),
    (2, {"level": "intl_advanced", "level_basis": ["novelty", "self"]}, PASS, "level", "有依据"),
    *(
        (2, {"level_basis": [basis]}, PASS, "level", "有依据")
        for basis in Basis.values
        if basis != "self"
    ),
    (2, {"level": ""}, PERSON, "level", "未评价"),
    (2, {"level": "unrated"}, PERSON, "level", "未评价"),
    (2, {"level": "unrated", "level_basis": ["award"]}, PERSON, "level", "未评价"),
    (2, {"level": "domestic_advanced"}, PERSON, "level", "一般应达到"),
    (2, {"level": "domestic_advanced", "level_basis": []}, PERSON, "level", "一般应达到"),
    *(
        (2, {"level": level, "level_basis": basis}, PERSON, "level_basis", "没有第三方依据")
        for level in Level.leading
        for basis in ([], ["self"])
    ),
    (3, {}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 6}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 6, "stage": "bench"}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 6, **UNTESTED}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 7, "stage": "batch"}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 8, "stage": "batch"}, PASS, "trl", "不低于 6 级"),
    (3, {"trl": 9, "stage": "industrial"}, PASS, "trl", "不低于 6 级"),
    *(
        (3, {"trl": trl, "stage": stage, **UNTESTED, **shown}, PASS, "trl", "不低于 6 级")
        for trl, stage in ((7, "pilot"), (8, "batch"), (9, "industrial"))
        for shown in (AWARD, SOLD)
    ),
    (3, {"trl": None}, PERSON, "trl", "没有填报技术成熟度"),
    (3, {"trl": None, "stage": ""}, PERSON, "trl", "没有填报技术成熟度"),
    (3, {"stage": ""}, PERSON, "stage", "没有填报产业化阶段"),
    (3, {"trl": 3, "stage": ""}, PERSON, "stage", "没有填报产业化阶段"),
    (3, {"trl": 5, "stage": "bench"}, PERSON, "trl", "低于 6 级"),
    (3, {"trl": 1, "stage": "laboratory"}, PERSON, "trl", "低于 6 级"),
    (3, {"trl": 9, "stage": "pilot"}, PERSON, "stage", "对不上"),
    (3, {"trl": 6, "stage": "laboratory"}, PERSON, "stage", "对不上"),
    (3, {"trl": 2, "stage": "industrial"}, PERSON, "stage", "对不上"),
    (3, {"trl": 7, "stage": "bench"}, PERSON, "stage", "对不上"),
    (3, UNTESTED, PERSON, "trl", "7 级以上，没有佐证"),
    (3, {"indicators": []}, PERSON, "trl", "没有佐证"),
    (3, {"trl": 8, "stage": "batch", **UNTESTED}, PERSON, "trl", "没有佐证"),
    (3, {"trl": 9, "stage": "industrial", **UNTESTED}, PERSON, "trl", "没有佐证"),
    (4, {}, PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right(UTILITY, "utility")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right(DESIGN, "design")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right("CN112345678B")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right("US10123456B2")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right("2021SR0123456", "software")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right("BS.185012345", "circuit")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right("CNA20191001234", "variety")), PASS, "rights", "已声明无纠纷"),
    (4, rights(make_right(state="pending"), make_right()), PASS, "rights", "已声明无纠纷"),
    (4, {"rights": []}, PERSON, "rights", "没有填报知识产权"),
    (4, rights(make_right(WRONG)), FAIL, "rights", f"号码不合规则：{WRONG}"),
    (4, rights(make_right(), make_right(WRONG)), FAIL, "rights", WRONG),
    (4, rights(make_right("1"), make_right("2")), FAIL, "rights", "1、2"),
    (4, rights(make_right(UTILITY)), FAIL, "rights", UTILITY),
    (4, rights(make_right("国防专利 1")), FAIL, "rights", "国防专利 1"),
    (4, rights(make_right("{found}")), FAIL, "rights", "{found}"),
    (4, {"rights_declared": False}, PERSON, "rights_declared", "没有权属声明"),
    *(
        (4, rights(make_right(state=state)), PERSON, "rights", "没有授权有效")
        for state in ("", *RightState.values)
        if state != "granted"
    ),
    (4, rights(make_right("")), PERSON, "rights", "没有授权有效"),
    (4, rights(make_right("", kind="know_how")), PERSON, "rights", "没有授权有效"),
    (4, rights(make_right("T/CAS 1-2020", kind="other")), PERSON, "rights", "没有授权有效"),
    (5, {}, PASS, "modes", "已选择转化方式"),
    (5, {"modes": ["merger"]}, PASS, "modes", "已选择转化方式"),
    (5, {"modes": []}, PERSON, "modes", "没有填报转化方式"),
    (6, {}, PASS, "willing", "持有人愿意参加路演"),
    (6, {"willing": None}, PERSON, "willing", "没有填报是否愿意路演"),
    (6, {"willing": False}, FAIL, "willing", "不参加路演"),
    *(
        (6, {"filer": filer}, PERSON, "filer", "由他人代填，附件里没有委托书，请向持有人核实")
        for filer in ("", "office", "agency", "unit")
    ),
]


def judged(content):
    return judge(content, this_year=2026)


def verdicts_of(project):
    return judged(content_of(project, mode_names([project])))


def test_there_are_sixty_cases_and_more():
    assert len(CASES) >= 60


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "fields", "verdict", "column", "reason"), CASES)
def test_each_verdict_of_each_condition(number, fields, verdict, column, reason):
    verdicts = verdicts_of(make_draft(shown=False, **fields))

    assert [one["clause"] for one in verdicts] == [f"五(一){n}" for n in range(1, 7)]
    found = verdicts[number - 1]
    assert (found["verdict"], found["column"]) == (verdict, column)
    assert reason in found["reason"]
    others = {one["verdict"] for one in verdicts if one is not found}
    assert others == {PASS}


@pytest.mark.django_db
def test_evidence_is_what_was_filled_in():
    evidence = [one["evidence"] for one in verdicts_of(make_draft(shown=False))]

    assert evidence[1:] == [
        "国内领先，第三方检测",
        "技术成熟度 7 级，中试，有测试依据的指标 1 项",
        "发明专利 ZL202110000001.6",
        "技术许可、合作开发",
        "愿意参加路演，持有人本人",
    ]
    assert evidence[0].startswith("1.2 ")


@pytest.mark.django_db
def test_what_others_filed_is_looked_at_by_a_person():
    assert [one["verdict"] for one in verdicts_of(make_filed_draft())] == [*[PASS] * 5, PERSON]


BY_MANDATE = (6, PASS, "filer", "由委托人代填，有委托书")


@pytest.mark.django_db
@pytest.mark.parametrize("held", [{"mandated": True}, {"attachments": [{"kind": "mandate"}]}])
def test_who_files_for_another_under_a_mandate_passes(held):
    project = make_filed_draft()
    content = content_of(project, mode_names([project])) | held

    found = judged(content)[5]

    assert (6, found["verdict"], found["column"], found["reason"]) == BY_MANDATE


def test_every_finding_of_the_table_has_a_case():
    said = {(number, verdict, column, reason) for number, _, verdict, column, reason in CASES}
    said.add(BY_MANDATE)

    for condition in CONDITIONS:
        for finding in condition.findings:
            kind = (condition.number, finding.verdict.value, finding.column)
            reasons = [case[3] for case in said if case[:3] == kind]
            assert any(r in finding.reason or finding.reason[:6] == r[:6] for r in reasons), finding


def test_stages_and_levels_cover_each_other():
    assert AGREES.keys() == set(Stage)
    covered = {trl for lowest, highest in AGREES.values() for trl in range(lowest, highest + 1)}
    assert covered == set(LEVELS) == set(range(1, 10))
    assert MATURE < PROVEN


# what holds for every sheet

texts = st.text(max_size=12)
RIGHT_TEXTS = {
    **dict.fromkeys(ROWS["rights"], texts),
    "kind": st.sampled_from(["", *Right.values]),
    "state": st.sampled_from(["", *RightState.values]),
    "number": texts | st.sampled_from(["", WRONG, UTILITY, "ZL202110000001.6", "涉密"]),
}


def tables(column):
    texts_of = RIGHT_TEXTS if column == "rights" else dict.fromkeys(ROWS[column], texts)
    labelled = {f"{key}_label": texts for key in ("kind", "state", "mode") if key in texts_of}
    return st.lists(st.fixed_dictionaries({**texts_of, **labelled}), max_size=3)


def contents():
    """Everything the form could have said."""
    return st.fixed_dictionaries(
        {
            **{name: st.sampled_from(["", *kinds.values]) for name, kinds in CHOSEN.items()},
            **{
                name: st.lists(st.sampled_from(kinds.values), unique=True)
                for name, kinds in CHOSEN_SEVERAL.items()
            },
            **{column: tables(column) for column in ROWS},
            "field": st.sampled_from(["", "1.2"]),
            "trl": st.none() | st.integers(1, 9),
            "rights_declared": st.booleans(),
            "willing": st.none() | st.booleans(),
            "modes": st.lists(st.sampled_from(["licence", "joint"]), unique=True),
            "source": st.sampled_from(Source.values),
        }
    ).map(labelled_content)


def labelled_content(said):
    """Labels as `content_of` makes them."""
    several = {name: said[name] for name in [*CHOSEN_SEVERAL, "modes"]}
    labels = {name: said[name] for name in CHOSEN} | several | {"field": said["field"]}
    return {**said, "labels": labels}


@given(contents())
def test_judge_answers_every_sheet_from_its_table(content):
    verdicts = judged(content)

    for condition, one in zip(CONDITIONS, verdicts, strict=True):
        wrong = one["reason"].partition("：")[2]
        known = [(f.verdict, f.reason.format(found=wrong), f.column) for f in condition.findings]
        assert (one["verdict"], one["reason"], one["column"]) in known
    # 一般应达到国内同业领先水平: it warns, it does not block.
    assert verdicts[1]["verdict"] != FAIL


ANSWERS = [
    (1, "field", ""),
    (2, "level", ""),
    (2, "level_basis", []),
    (3, "trl", None),
    (3, "stage", ""),
    (4, "rights", []),
    (4, "rights_declared", False),
    (5, "modes", []),
    (6, "willing", None),
    (6, "filer", ""),
]


@given(contents())
def test_missing_answer_is_never_a_pass(content):
    for number, name, nothing in ANSWERS:
        verdicts = judged(labelled_content({**content, name: nothing}))
        assert verdicts[number - 1]["verdict"] != PASS, name


@given(contents(), st.lists(st.fixed_dictionaries({"kind": st.sampled_from(["mandate", "test"])})))
def test_mandate_alone_proves_no_maturity(content, attachments):
    content = {**content, "trl": 9, "stage": "industrial", "attachments": attachments}
    content |= {"awards": [], "conversions": [], "indicators": []}

    is_proven = any(one["kind"] == "test" for one in attachments)
    assert (judged(content)[2]["verdict"] == PASS) is is_proven
