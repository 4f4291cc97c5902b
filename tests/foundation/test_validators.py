"""统一社会信用代码 and 上市公司代码: vectors, and what holds for every code."""

import pytest
from hypothesis import assume, given, strategies as st

from foundation.validators import (
    CodeProblem,
    Exchange,
    Registrant,
    check_stock_code,
    check_uscc,
    inner_check_character,
    uscc_check_character,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PREFIXES = ("11", "12", "13", "51", "52", "54", "91", "92", "93", "A1", "N1", "Y1")


def _codes(problems):
    return [problem.code for problem in problems]


@st.composite
def usccs(draw):
    region = draw(st.from_regex(r"[1-8][0-9]{5}", fullmatch=True))
    body = draw(st.text("0123456789", min_size=8, max_size=8))
    inner = inner_check_character(body)
    first = draw(st.sampled_from(PREFIXES)) + region + body + inner
    return first + uscc_check_character(first)


@pytest.mark.parametrize(
    "code",
    ["91110108MA00TE5T26", "1210000040000000XN", "91440300MA5G00019N", "52330100MJ87000279"],
)
def test_uscc_vector_is_accepted_without_warning(code):
    verdict = check_uscc(code)

    assert (verdict.value, verdict.errors, verdict.warnings) == (code, (), ())


def test_uscc_is_normalised_from_full_width_spaces_and_hyphens():
    verdict = check_uscc(" ９１１１０１０８－ma00 te5t\u200b26\n")

    assert (verdict.value, verdict.ok) == ("91110108MA00TE5T26", True)


def test_uscc_wrong_check_digit_names_the_right_one():
    verdict = check_uscc("91350100M000100Y44")

    assert [p.sentence for p in verdict.errors] == [
        "统一社会信用代码的校验位应为 3，填的是 4。请核对营业执照或法人证书"
    ]


def test_uscc_forbidden_letter_is_named_with_what_it_may_be():
    verdict = check_uscc("9111O108MA00TE5T26")

    assert [p.sentence for p in verdict.errors] == [
        "统一社会信用代码里不会有“O”，可能是“0”。请核对营业执照或法人证书"
    ]


def test_uscc_forbidden_check_letter_also_names_the_right_one():
    verdict = check_uscc("91350100M000100Y4Z")

    assert [(p.code, p.expected) for p in verdict.errors] == [
        (CodeProblem.LETTER, "，可能是“2”"),
        (CodeProblem.CHECK_DIGIT, "3"),
    ]


@pytest.mark.parametrize(("code", "found"), [("", "0"), ("9111010", "7"), ("1" * 19, "19")])
def test_uscc_of_wrong_length_is_refused(code, found):
    assert [(p.code, p.found) for p in check_uscc(code).errors] == [(CodeProblem.LENGTH, found)]


def test_uscc_says_all_its_faults_at_once():
    verdict = check_uscc("88A50100M000100Y43")

    assert _codes(verdict.errors) == [
        CodeProblem.PREFIX,
        CodeProblem.REGION,
        CodeProblem.CHECK_DIGIT,
    ]


def test_uscc_inner_check_only_warns():
    first = "91350100M000100Y5"
    verdict = check_uscc(first + uscc_check_character(first))

    assert (verdict.errors, _codes(verdict.warnings)) == ((), [CodeProblem.INNER_CHECK])
    assert (verdict.warnings[0].expected, verdict.warnings[0].found) == ("4", "5")


@pytest.mark.parametrize(
    ("code", "kind", "warnings"),
    [
        ("1210000040000000XN", Registrant.ACADEMIC, []),
        ("1210000040000000XN", Registrant.ENTERPRISE, [CodeProblem.KIND]),
        ("91110108MA00TE5T26", Registrant.ENTERPRISE, []),
        ("91110108MA00TE5T26", Registrant.ACADEMIC, [CodeProblem.KIND]),
        ("91110108MA00TE5T26", "unheard_of", []),
    ],
)
def test_uscc_unusual_for_the_kind_of_organisation_warns(code, kind, warnings):
    verdict = check_uscc(code, kind=kind)

    assert (verdict.errors, _codes(verdict.warnings)) == ((), warnings)


def test_problems_are_placed_at_a_field():
    verdict = check_uscc("1").at("uscc")

    assert [p.field for p in verdict.errors] == ["uscc"]


@given(usccs())
def test_generated_uscc_is_accepted_as_it_is(code):
    verdict = check_uscc(code)

    assert (verdict.value, verdict.errors, verdict.warnings) == (code, (), ())


@given(usccs(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_uscc_with_one_character_changed_is_refused(code, place, character):
    assume(code[place] != character)

    assert not check_uscc(code[:place] + character + code[place + 1 :]).ok


@given(usccs(), st.integers(0, 16))
def test_uscc_with_two_neighbours_swapped_is_refused(code, place):
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert not check_uscc(swapped).ok


@given(st.text())
def test_uscc_and_stock_code_of_any_text_never_raise(text):
    for verdict in (check_uscc(text, kind=text), check_stock_code(text)):
        assert all(problem.sentence for problem in verdict.errors)


@given(st.text("0Aa1９Ｂ \u3000\u200b-－—\n", max_size=30))
def test_uscc_value_is_its_own_normal_form(text):
    assert check_uscc(check_uscc(text).value).value == check_uscc(text).value


@pytest.mark.parametrize(
    ("text", "value", "exchange"),
    [
        ("000001", "000001", Exchange.SHENZHEN),
        ("300750.sz", "300750", Exchange.SHENZHEN),
        ("SH６００000", "600000", Exchange.SHANGHAI),
        ("688981", "688981", Exchange.SHANGHAI),
        ("430047", "430047", Exchange.BEIJING),
        ("920002.BJ", "920002", Exchange.BEIJING),
    ],
)
def test_stock_code_shows_its_exchange(text, value, exchange):
    verdict = check_stock_code(text)

    assert (verdict.value, verdict.kind, verdict.errors) == (value, exchange, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("123456", CodeProblem.STOCK),
        ("00700", CodeProblem.STOCK),
        ("٠٠٠٠٠١", CodeProblem.STOCK),
        ("", CodeProblem.STOCK),
        ("600000.SZ", CodeProblem.EXCHANGE),
    ],
)
def test_stock_code_of_no_or_another_exchange_is_refused(text, problem):
    assert _codes(check_stock_code(text).errors) == [problem]
