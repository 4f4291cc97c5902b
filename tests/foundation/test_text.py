"""Text as it arrives from keyboards, Word, WPS and PDF, and as it is kept."""

import pytest
from hypothesis import example, given, strategies as st

from foundation.text import clean, clean_line

_ODD = st.sampled_from(
    list("\u200b\u00ad\ufe0f\U000e0100\u0301\u3099\uf0b7\uf06c\uf06d\u00a0\u3000\t\v\r\n\u2028")
    + list("，。、“”①²½㎡ﬁ１Ａｶﾞ㈠\uac00\u1160\u11a8·•e°℃…⋯\uf020")
)
_TEXTS = st.lists(st.one_of(_ODD, st.characters()), max_size=40).map("".join)


@given(_TEXTS)
@example("e\u200b\u0301")
@example("\uf0b7\u00a0\uf0b7 甲")
@example("\u3000\u0301、\u0301")
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(_TEXTS)
def test_cleaned_text_has_no_character_nobody_sees(text):
    cleaned = clean(text)

    assert not set(cleaned) & set("\u200b\u00ad\ufe0f\U000e0100\v\r\u2028\u00a0\t\u3000\0")
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("\uf0b7\t短路响应小于 0.9 μs", "· 短路响应小于 0.9 μs"),
        ("\uf06c 一\n\uf0d8\u00a0二", "· 一\n· 二"),
        ("\uf06c没有空格", "· 没有空格"),
        ("误差 \uf0b10.5\uf0b0，\uf0b310 \uf06dm", "误差 ±0.5°，≥10 μm"),
        ("10⁶ Ω，10⁻³ mol，½ 桶，H₂O", "10⁶ Ω，10⁻³ mol，½ 桶，H₂O"),
        ("㎡ 和 ㎥ 和 ㎏", "m² 和 m³ 和 kg"),
        ("①提速；②降耗", "①提速；②降耗"),
        ("⑴甲 ⒉乙 ㈢丙 Ⅳ丁", "(1)甲 2.乙 (三)丙 IV丁"),
        ("ｚｌ２０２１　１０００", "zl2021 1000"),
        ("e\ufb03cient \ufb01eld", "efficient field"),
        ("“智能”、‘快’——……《书》", "“智能”、‘快’——……《书》"),
        ("软\u00ad连字\u200b符\u2060，不\u00a0断", "软连字符，不 断"),
        ("葛\U000e0100城 ☑\ufe0f", "葛城 ☑"),
        ("第一行\v第二行\r\n第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
        ("e\u200b\u0301", "é"),
        ("  首尾 \t 空白  \n\n 留空行 ", "首尾 空白\n\n留空行"),
    ],
)
def test_text_is_kept_as_it_was_meant(found, kept):
    assert clean(found) == kept
