"""会商 as a workbook, read back."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.factories import make_staff
from tests.provinces.boards import ask, judged
from tests.provinces.judging import accepted_plans, make_expert

pytestmark = pytest.mark.django_db


@pytest.fixture
def experts():
    return [make_expert("BJ") for _ in range(3)]


def sheets_of(client, round_):
    answer = ask(client, make_staff("centre"), f"/center/review/{round_.number}/board.xlsx")
    content = b"".join(answer.streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }, content


def test_workbook_holds_all_figures_and_every_score(client, experts):
    plans = accepted_plans("SC", "HB")
    comment = {"points": 4, "comment": '=HYPERLINK("http://x")'}
    round_ = judged(plans, experts, (5, 5, comment), (2, 3, None), closed=False)

    sheets, content = sheets_of(client, round_)

    head, first, second = sheets["排名"]
    told = dict(zip(head, first, strict=True))
    assert list(sheets) == ["排名", "评分", "回避", "说明"]
    assert (told["名次"], told["单位"], told["总分"]) == (1, "四川省科学技术厅", 93.33)
    assert (told["主题（25 分）"], told["标准差"]) == (23.33, 11.55)
    assert dict(zip(head, second, strict=True))["还缺"] == 1
    scores = sheets["评分"]
    assert [row[0][:2] for row in scores[1:]] == ["四川"] * 3 + ["湖北"] * 3
    assert [row[3] for row in scores[1:]] == [100, 100, 80, 40, 60, ""]
    assert '=HYPERLINK("http://x")' in scores[3]
    assert sheets["回避"] == [["单位", "专家", "原因"]]
    assert b"<f>" not in content
