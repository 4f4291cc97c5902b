"""Texts that have no room are cut where a sentence ends."""

import pytest

from foundation.text import cut_at_sentence, width_of


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("甲乙丙。丁戊己。", 8, "甲乙丙。丁戊己。"),
        ("甲乙丙。丁戊己。", 7.9, "甲乙丙。"),
        ("甲乙丙。丁戊己。", 4, "甲乙丙。"),
        ("甲乙丙。丁戊己。", 3.9, "甲乙…"),
        ("他说“甲乙。”丁戊己庚辛", 9, "他说“甲乙。”"),
        ("耐压 12.8 kV，损耗 3.5 W，可以量产", 12, "耐压 12.8 kV，损耗…"),
        ("It is 0.9 us fast. It is small", 14, "It is 0.9 us fast."),
        ("第一行\n第二行", 10, "第一行"),
        ("无标点的一句长话", 5, "无标点的…"),
        ("无标点", 1, ""),
        ("无标点", 0, ""),
        ("", 0, ""),
    ],
)
def test_text_is_cut_at_the_last_sentence_that_fits(text, width, cut):
    assert cut_at_sentence(text, width) == cut


def test_ascii_takes_half_and_a_line_end_much():
    assert width_of("中文") == 2
    assert width_of("ab") == pytest.approx(1.1)
    assert width_of("中\n文") == 22
