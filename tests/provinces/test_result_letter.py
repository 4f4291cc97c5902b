"""结果函 as it is worded and set: one sheet, by the form of the letters."""

import pytest
from django.template.loader import render_to_string

from foundation.official import render_official
from provinces.models import Printing, ResultLetter
from tests.foundation.measuring import lines, opened
from tests.provinces.deciding import final, letters_printed

ONE = {
    "event": "第 1 场",
    "title": "集成电路专场",
    "verdict": "承办",
    "reason": "成果储备充足，保障措施落实。",
}
TWO = {"event": "第 2 场", "title": "生物医药专场", "verdict": "候补", "reason": "主题相近。"}


def make_content(**changed):
    return {
        "issuer": "科技部火炬中心",
        "year": 2026,
        "unit": "四川",
        "department": "四川省科学技术厅",
        "date": "2026-07-01",
        "replaces": "",
        "letter": "川科函〔2026〕41号",
        "verdict": "审定通过",
        "is_approved": True,
        "has_host": True,
        "has_reserve": False,
        "reason": "目标明确，分工清晰。",
        "events": [ONE],
        **changed,
    }


def pages_of(**changed):
    html = render_to_string("provinces/result_paper.html", {"letter": make_content(**changed)})
    return list(opened(render_official(html, title="结果函").pdf))


def test_letter_says_what_was_decided_on_one_sheet():
    [page] = pages_of()

    assert lines(page) == [
        "科技部火炬中心",
        "关于2026年度火炬科技成果直通车",
        "工作方案和路演承办审定结果的函",
        "四川省科学技术厅：",
        "你单位报送的《2026年度火炬科技成果直通车工作方案》",
        "（川科函〔2026〕41号）收悉。经研究，同意该方案。目标明",
        "确，分工清晰。",
        "第1场“集成电路专场”的结果为：承办。成果储备充足，",
        "保障措施落实。",
        "请按审定的方案组织实施；时间、地点、主题需要调整的，",
        "请事先来函。",
        "特此函复。",
        "科技部火炬中心",
        "2026年7月1日",
    ]


def test_two_roadshows_are_a_table_and_the_letter_before_is_no_more_valid():
    [page] = pages_of(events=[ONE, TWO], has_reserve=True, replaces="2026-06-20")
    said = lines(page)

    assert "2场路演的结果如下：" in said
    assert "场次 活动名称 结果 理由" in said
    assert any("候补的场次，名额有空缺时另行函告。" in line for line in said)
    assert "2026年6月20日给你单位的结果函同时废止。特此函复。" in said


def test_roadshow_that_is_not_hosted_is_asked_for_nothing():
    no = {**ONE, "verdict": "不承办"}
    said = "".join(lines(pages_of(events=[no], has_host=False)[0]))

    assert "的结果为：不承办。" in said
    assert "组织实施" not in said


def test_denied_plan_is_told_why_and_nothing_of_roadshows():
    [page] = pages_of(is_approved=False, events=[], has_host=False, reason="缺少经费来源。")
    said = lines(page)

    assert said[1:3] == ["关于2026年度火炬科技成果直通车工作方案", "审定结果的函"]
    assert "经研究，该方案不予审定。缺少经费来源。" in "".join(said)
    assert [word for word in ("路演承办", "组织实施", "结果为") if word in "".join(said)] == []


def test_long_reason_keeps_the_signature_with_the_text_before_it():
    pages = pages_of(reason="方案目标明确，分工清晰。" * 40)

    assert len(pages) == 2
    *before, signer, signed, _ = lines(pages[1])
    assert (signer, signed) == ("科技部火炬中心", "2026年7月1日")
    assert before[-1] == "特此函复。"


def test_what_was_written_is_no_markup():
    html = render_to_string(
        "provinces/result_paper.html", {"letter": make_content(reason="<b>粗</b>")}
    )

    assert "&lt;b&gt;粗&lt;/b&gt;" in html


@pytest.mark.django_db
def test_letter_is_printed_with_a_code_that_leads_to_the_announcement(settings):
    settings.SITE_URL = "https://example.cn"
    final("SC")
    letters_printed()

    letter, printing = ResultLetter.objects.get(), Printing.objects.get(kind="result")

    assert (printing.state, printing.pages) == ("done", 1)
    with printing.file.open("rb") as file:
        said = lines(next(iter(opened(file.read()))))
    address = f"https://example.cn/notices/results-{letter.content['year']}/"
    assert f"结果函 {letter.ref} 扫码看公告 {address}" in said
    assert letter.content["reason"] == "论证充分。"
