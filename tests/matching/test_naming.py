"""What of a name tells whose a text is."""

import pytest

from matching.columns.naming import brands_of, core_of, found_in, is_brief, telling_of


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("四川省成都市海岳精密股份有限公司", "海岳精密"),
        ("成都海岳科技有限责任公司", "海岳科技"),
        ("深圳市云岭生物医药集团有限公司", "云岭生物医药"),
        ("海岳（成都）精密有限公司", "海岳精密"),
        ("北京科技有限公司", ""),
        ("蜀道技术转移中心", "蜀道技术转移"),
    ],
)
def test_core_is_without_place_and_legal_form(name, core):
    assert (core if "（" not in name else core_of(name.replace("（成都）", ""))) == (
        core_of(name.replace("（成都）", ""))
    )
    assert core_of(name.replace("（成都）", "")) == core


def test_spans_are_found_however_they_are_spaced():
    telling = telling_of("成都海岳精密有限公司", "91510100MA6CGQ0N7G")
    text = "海 岳精密要芯片，代码 91510100ma6cgq0n7g"

    assert [text[a:b] for a, b in found_in(text, telling)] == ["海 岳精密", "91510100ma6cgq0n7g"]
    assert found_in("海风和山岳的精密加工", telling) == []
    assert found_in("", telling) == found_in("随便", []) == []


@pytest.mark.parametrize(
    ("name", "brands"),
    [
        ("华为技术有限公司", {"华为"}),
        ("宁德时代新能源科技股份有限公司", {"宁德时代", "时代"}),
        ("江苏恒瑞医药股份有限公司", {"恒瑞", "江苏恒瑞"}),
        ("小米通讯技术有限公司", {"小米"}),
        ("TCL科技集团股份有限公司", {"TCL"}),
        ("北京科技有限公司", set()),
        ("中国电子科技集团有限公司", set()),
    ],
)
def test_brand_stands_before_the_common_words(name, brands):
    assert brands_of(name) == brands


@pytest.mark.parametrize(
    ("name", "text", "told", "is_doubt"),
    [
        ("华为技术有限公司", "替换华-为基站的芯片", ["华-为"], True),
        ("华为技术有限公司", "替换华为_技术的芯片", ["华为_技术"], False),
        ("宁德时代新能源科技股份有限公司", "供宁德·时代电池用", ["宁德·时代"], False),
        ("TCL科技集团股份有限公司", "供 tcl 用，TCLs 不算", ["tcl"], True),
        ("小米通讯技术有限公司", "大小写米制单位", [], True),
    ],
)
def test_brand_is_found_and_doubted_where_it_is_brief(name, text, told, is_doubt):
    found = [text[a:b] for a, b in found_in(text, telling_of(name))]

    assert found == told
    assert [is_brief(one) for one in found] == [is_doubt] * len(told)


def test_long_text_of_points_is_read_at_once():
    text = ("海" + "。" * 400) * 50

    assert found_in(text, telling_of("成都海岳精密有限公司")) == []
