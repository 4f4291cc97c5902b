"""Reasons in words: what both say, conditions met and missed, one caution; their points."""

import pytest

from matching.scoring import BASE, FEATURES, Facts, reasons
from matching.scoring.phrases import phrases
from matching.scoring.weights import LEARNT
from tests.matching.scoring import KNOWN, TODAY, compared, record

WANTED = Facts(
    field="1.1", group="1", trl=5, modes=frozenset({"transfer"}), amount=2_000, unit="SC"
)


def told(posting, project):
    ranking = compared(posting, project)
    return reasons(ranking.parts[0], ranking.terms[0], posting, project)


def marked(text, spans):
    return [text[start:end] for start, end in spans]


def test_points_of_all_reasons_and_the_base_are_the_score():
    posting = record(1, "动力电池隔膜陶瓷涂层", "热收缩率低", WANTED)
    project = record(9, "锂电隔膜陶瓷涂覆", "涂覆均匀，热收缩率低", KNOWN)
    ranking = compared(posting, project)

    found = reasons(ranking.parts[0], ranking.terms[0], posting, project)

    every = [*found.words, *found.met, *found.missed]
    assert {reason.feature for reason in every} <= set(FEATURES)
    assert {reason.feature for reason in found.words} == set(LEARNT)
    assert BASE + sum(r.points for r in every) == pytest.approx(float(ranking.scores[0]), abs=1e-3)
    assert found.base == BASE


def test_phrases_are_grown_from_words_and_marked_in_both():
    posting = record(1, "动力电池隔膜陶瓷涂层", "要求热收缩率低的隔膜，热收缩率低于 3%")
    project = record(9, "锂电隔膜陶瓷涂覆", "涂覆均匀，热收缩率低")

    found = told(posting, project)

    assert set(found.phrases) == {"隔膜陶瓷涂", "热收缩率低"}
    assert marked(posting.title, found.posting_marks.title) == ["隔膜陶瓷涂"]
    assert marked(posting.body, found.posting_marks.body) == ["热收缩率低", "热收缩率低"]
    assert marked(project.title, found.project_marks.title) == ["隔膜陶瓷涂"]
    assert marked(project.body, found.project_marks.body) == ["热收缩率低"]
    [words] = [reason for reason in found.words if reason.feature == "words"]
    assert words.said in {"都说到“隔膜陶瓷涂”、“热收缩率低”", "都说到“热收缩率低”、“隔膜陶瓷涂”"}


def test_phrase_is_written_as_the_posting_writes_it():
    found = told(record(1, "ＳｉＣ 驱动芯片"), record(9, "sic栅极驱动芯片"))

    assert set(found.phrases) == {"ＳｉＣ", "驱动芯片"}
    assert marked("sic栅极驱动芯片", found.project_marks.title) == ["sic", "驱动芯片"]


def test_phrase_begins_and_ends_with_what_says_something():
    posting, project = record(1, "用于电池的隔膜"), record(9, "在电池的隔膜上")

    assert phrases(posting, project, ["电池"]) == ("电池的隔膜",)
    assert phrases(record(1, "的电池和"), record(9, "的电池和"), ["电池"]) == ("电池",)


@pytest.mark.parametrize(("offered", "met", "missed"), [
    (Facts(trl=6), "成熟度 6 级，达到要求的 5 级", None),
    (Facts(trl=3), None, "成熟度 3 级，低于要求的 5 级"),
    (Facts(amount=1_800), "报价 1,800 万元，接近预算 2,000 万元", None),
    (Facts(amount=500), "报价 500 万元，在预算 2,000 万元以内", None),
    (Facts(amount=3_000), None, "报价 3,000 万元，超过预算 2,000 万元"),
    (Facts(field="1.1", group="1"), "领域相同", None),
    (Facts(field="1.2", group="1"), "领域相近", None),
    (Facts(field="2.1", group="2"), None, "领域不同"),
    (Facts(modes=frozenset({"transfer", "equity"})), "合作方式相符", None),
    (Facts(modes=frozenset({"equity"})), None, "合作方式不同"),
    (Facts(unit="SC"), "在同一地区", None),
    (Facts(services=3), "已享受 3 项服务", None),
    (Facts(since=TODAY - 365), "近期入库（2023 年 4 月）", None),
    (Facts(since=TODAY - 366), None, None),
    (Facts(unit="GD"), None, None),
    (Facts(), None, None),
])  # fmt: skip
def test_condition_is_told_as_met_or_missed(offered, met, missed):
    found = told(record(1, "电池隔膜", "", WANTED), record(9, "锂电池隔膜", "", offered))

    assert [reason.said for reason in found.met] == ([met] if met else [])
    assert [reason.said for reason in found.missed] == ([missed] if missed else [])
    assert found.caution == missed


def test_worst_of_what_is_missed_is_the_caution():
    offered = Facts(trl=2, amount=2_100, modes=frozenset({"equity"}))

    found = told(record(1, "电池隔膜", "", WANTED), record(9, "锂电池隔膜", "", offered))

    assert [reason.feature for reason in found.missed] == ["trl_missed", "mode", "price"]
    assert found.caution == "成熟度 2 级，低于要求的 5 级"


def test_nothing_but_usual_words_is_a_caution():
    others = [(f"第{chr(0x4E00 + n)}种装置的研究", "") for n in range(60)]
    posting = record(1, "重力储能塔吊循环寿命研究", "要求" + "高空起吊安全可靠" * 3)
    ranking = compared(posting, project := record(9, "甘蔗收割机械研究"), others)

    found = reasons(ranking.parts[0], ranking.terms[0], posting, project)

    assert found.caution == "只有“研究”这类常见词相同"


def test_no_word_in_common_is_a_caution():
    found = told(record(1, "水产养殖废水处理"), record(9, "微藻净化池塘尾水"))

    assert found.phrases == ()
    assert found.caution == "没有相同的词，只是用字相近"
    assert {reason.feature for reason in found.words} >= {"characters", "title"}


def test_huge_texts_are_told_in_time():
    long = record(1, "隔膜", "锂电池隔膜涂层" * 15_000)

    found = told(long, record(9, "隔膜涂层", "锂电池隔膜" * 20_000))

    assert found.phrases
    assert sum(map(len, found.phrases)) < 200
