"""Numbers of IP rights of all kinds: vectors, and what holds for every patent number."""

import pytest
from hypothesis import assume, given, strategies as st

from foundation.validators import (
    IpKind,
    PatentProblem,
    check_ip_number,
    patent_check_digit,
    same_right,
)

YEAR = 2026
TYPES = {"1": "INV", "2": "UM", "3": "DES", "8": "INV", "9": "UM"}


def _check(text, kind=""):
    return check_ip_number(text, kind=kind, this_year=YEAR)


def _codes(problems):
    return [problem.code for problem in problems]


def _digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def patents(draw):
    year = draw(st.integers(2003, YEAR).map(str))
    digits = year + draw(st.sampled_from(sorted(TYPES))) + draw(_digits(7))
    return f"{draw(st.sampled_from(['', 'ZL']))}{digits}.{patent_check_digit(digits)}"


@st.composite
def old_patents(draw):
    year = draw(st.sampled_from([f"{y % 100:02}" for y in range(1985, 2004)]))
    digits = year + draw(st.sampled_from(sorted(TYPES))) + draw(_digits(5))
    return f"{digits}.{patent_check_digit(digits)}"


def _written(pattern):
    return st.from_regex(pattern, fullmatch=True)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("201710601862.3", "201710601862.3", IpKind.INVENTION),
        ("97101765.4", "97101765.4", IpKind.INVENTION),
        ("95115608.x", "95115608.X", IpKind.INVENTION),
        ("ZL 2021 1 0000001.6", "ZL202110000001.6", IpKind.INVENTION),
        ("专利号：ZL2022200000020", "ZL202220000002.0", IpKind.UTILITY_MODEL),
        ("CN202030000007.X", "202030000007.X", IpKind.DESIGN),
        ("２０２１８００００００５．２", "202180000005.2", IpKind.INVENTION),
        ("cn 112345678 a", "CN112345678A", IpKind.PUBLICATION),
        ("CN85100001A", "CN85100001A", IpKind.PUBLICATION),
        ("CN212345678U", "CN212345678U", IpKind.PUBLICATION),
        ("pct/cn2021/123456", "PCT/CN2021/123456", IpKind.PCT),
        ("WO 2021/123456 A1", "WO2021/123456", IpKind.PCT),
        ("2021SR0123456", "2021SR0123456", IpKind.SOFTWARE),
        ("登记号:2015SR123456", "2015SR123456", IpKind.SOFTWARE),
        ("BS185012345", "BS.185012345", IpKind.LAYOUT),
        ("BS.185012345.X", "BS.185012345.X", IpKind.LAYOUT),
        ("CNA20191001234", "CNA20191001234", IpKind.VARIETY),
        ("CNA20100123.4", "CNA20100123.4", IpKind.VARIETY),
    ],
)
def test_number_shows_its_kind_and_one_written_form(text, value, kind):
    verdict = _check(text)

    assert (verdict.value, verdict.kind, verdict.errors, verdict.warnings) == (value, kind, (), ())


@pytest.mark.parametrize("check", list("0123456789X"))
def test_wrong_patent_check_digit_names_the_right_one(check):
    verdict = _check(f"202110000001.{check}")

    expected = [] if check == "6" else [(PatentProblem.CHECK_DIGIT, "6", check)]
    assert [(p.code, p.expected, p.found) for p in verdict.errors] == expected


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("202110000001", [PatentProblem.NO_CHECK_DIGIT]),
        ("202150000001.8", [PatentProblem.TYPE_DIGIT]),
        ("202710000001.3", [PatentProblem.YEAR]),
        ("198410000001.4", [PatentProblem.YEAR]),
        ("04101765.X", [PatentProblem.YEAR]),
        ("PCT/CN2027/123456", [PatentProblem.YEAR]),
        ("2027SR0123456", [PatentProblem.YEAR]),
        ("1234", [PatentProblem.SHAPE]),
        ("", [PatentProblem.SHAPE]),
        ("２０２１１０００００0１.٦", [PatentProblem.SHAPE]),
    ],
)
def test_impossible_number_is_refused(text, problems):
    assert _codes(_check(text).errors) == problems


@pytest.mark.parametrize(
    "text", ["国防专利 ZL202110000001.6", "（保密专利）", "涉密成果", "密级：机密★10年", "绝密级"]
)
@pytest.mark.parametrize("kind", ["", "INV", "OTH", "TS"])
def test_secret_right_is_refused_in_words(text, kind):
    assert [p.sentence for p in _check(text, kind).errors] == [
        "国防专利、保密专利和涉密成果不得通过本平台填报。请删除这一条"
    ]


@pytest.mark.parametrize("text", ["技术秘密", "一种计算机密钥管理方法", "本标准不涉密"])
def test_ordinary_words_are_not_taken_for_secrets(text):
    assert _check(text, IpKind.OTHER).errors == ()


def test_kind_that_does_not_fit_the_number_is_said():
    verdict = _check("202110000001.6", IpKind.DESIGN)

    assert [p.sentence for p in verdict.errors] == [
        "所选类型是外观设计专利，这个号码却是发明专利。请改选类型或核对号码"
    ]


def test_unknown_shape_names_the_shape_of_the_kind():
    verdict = _check("ABC", IpKind.SOFTWARE)

    assert [p.expected for p in verdict.errors] == ["软件著作权登记号（如 2021SR0123456）"]


@pytest.mark.parametrize(
    ("text", "kind", "warning"),
    [
        ("BS.12", "", PatentProblem.LOOSE),
        ("某某", IpKind.VARIETY, PatentProblem.LOOSE),
        ("CN312345678A", "", PatentProblem.LETTER),
        ("软著登字第1234567号", IpKind.SOFTWARE, PatentProblem.CERTIFICATE),
        ("配方 3", IpKind.KNOW_HOW, PatentProblem.NO_NUMBER),
        ("199710000001.1", "", PatentProblem.LONG_TOO_EARLY),
    ],
)
def test_unusual_number_only_warns(text, kind, warning):
    verdict = _check(text, kind)

    assert (verdict.errors, _codes(verdict.warnings)) == ((), [warning])


@pytest.mark.parametrize("kind", [IpKind.KNOW_HOW, IpKind.OTHER])
def test_free_kinds_need_no_number(kind):
    assert (_check("", kind).ok, _check("", kind).warnings) == (True, ())


def test_application_and_grant_are_the_same_right():
    assert same_right("ZL202110000001.6") == same_right("202110000001.6")


@given(patents())
def test_generated_patent_is_accepted_as_it_is(number):
    verdict = _check(number)

    assert (verdict.value, verdict.errors, verdict.warnings) == (number, (), ())
    assert verdict.kind == TYPES[same_right(number)[4]]


@given(old_patents())
def test_generated_old_patent_is_accepted_as_it_is(number):
    verdict = _check(number)

    assert (verdict.value, verdict.errors, verdict.kind) == (number, (), TYPES[number[2]])


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        (IpKind.PUBLICATION, r"CN(1[0-9]{8}[AB]|2[0-9]{8}U|3[0-9]{8}S)"),
        (IpKind.PCT, r"PCT/CN20[01][0-9]/[0-9]{6}"),
        (IpKind.SOFTWARE, r"20[01][0-9]SR[0-9]{6,7}"),
        (IpKind.LAYOUT, r"BS\.[0-9]{9}"),
        (IpKind.VARIETY, r"CNA[0-9]{11}"),
    ],
)
def test_generated_number_of_every_other_kind_is_accepted(kind, pattern):
    @given(_written(pattern))
    def accept(number):
        verdict = _check(number, kind)
        assert (verdict.value, verdict.errors, verdict.warnings) == (number, (), ())

    accept()


@given(patents() | old_patents(), st.data())
def test_patent_with_one_character_changed_is_refused(number, data):
    place = data.draw(st.integers(0, len(number) - 1))
    character = data.draw(st.sampled_from("0123456789X"))
    assume(number[place] != character)

    assert not _check(number[:place] + character + number[place + 1 :]).ok


@given(patents() | old_patents(), st.data())
def test_patent_with_two_neighbours_swapped_is_refused(number, data):
    plain = number.replace(".", "")
    place = data.draw(st.integers(0, len(plain) - 2))
    assume(plain[place] != plain[place + 1])
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]

    assert not _check(swapped).ok


@given(st.text(), st.sampled_from(["", *IpKind.values, "unheard_of"]))
def test_number_of_any_text_never_raises(text, kind):
    verdict = _check(text, kind)

    assert all(problem.sentence for problem in (*verdict.errors, *verdict.warnings))
