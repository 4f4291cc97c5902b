"""手机, 固话, 邮编, e-mail: what people write, and what holds for every text."""

import pytest
from hypothesis import given, strategies as st

from foundation.validators import (
    ContactProblem,
    check_email,
    check_landline,
    check_mobile,
    check_postcode,
)

CHECKS = (check_email, check_landline, check_mobile, check_postcode)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"(010|02[0-9]|0[3-9][0-9]{2})-[0-9]{7,8}(-[0-9]{1,6})?", fullmatch=True)


def _codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+86 138-0013-8000",
        "0086 13800138000",
        "8613800138000",
        "(+86)138 0013 8000",
        "１３８００１３８０００",
        "138\u20130013\u20138000\u200b",
    ],
)
def test_mobile_is_written_as_eleven_digits(text):
    verdict = check_mobile(text)

    assert (verdict.value, verdict.errors) == ("13800138000", ())


@pytest.mark.parametrize(
    "text", ["", "1380013800", "138001380000", "12800138000", "+85213800138000", "١٣٨٠٠١٣٨٠٠٠"]
)
def test_what_is_no_mobile_is_refused(text):
    assert _codes(check_mobile(text).errors) == [ContactProblem.MOBILE]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("028-85400001-801", "028-85400001-801"),
        ("（028）85400001转801", "028-85400001-801"),
        ("+86 28 8540 0001", "028-85400001"),
        ("0086-0571-88888888", "0571-88888888"),
        ("+86(0)28 85400001 ext. 801", "028-85400001-801"),
        ("02885400001", "028-85400001"),
        ("028-8540-0001", "028-85400001"),
        ("010 12345678", "010-12345678"),
        ("85400001", "85400001"),
        ("8540001分机1", "8540001-1"),
    ],
)
def test_landline_is_written_with_area_and_extension(text, value):
    verdict = check_landline(text)

    assert (verdict.value, verdict.errors) == (value, ())


@pytest.mark.parametrize("text", ["", "110", "028-", "028-854", "13800138000"])
def test_what_is_no_landline_is_refused(text):
    assert _codes(check_landline(text).errors) == [ContactProblem.LANDLINE]


@pytest.mark.parametrize(("text", "ok"), [("１０００45", True), ("10004", False), ("", False)])
def test_postcode_is_six_digits(text, ok):
    assert check_postcode(text).ok is ok


@pytest.mark.parametrize(
    ("text", "value"),
    [(" Wang.Ming@SCU.EDU.CN ", "Wang.Ming@scu.edu.cn"), ("ａ＠ｘ．ｃｎ", "a@x.cn")],
)
def test_email_keeps_its_name_and_lowers_its_domain(text, value):
    verdict = check_email(text)

    assert (verdict.value, verdict.errors) == (value, ())


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [ContactProblem.EMAIL]),
        ("a@b", [ContactProblem.EMAIL]),
        ("a b@x.cn", [ContactProblem.EMAIL]),
        ("a@x.cn,b@x.cn", [ContactProblem.EMAIL]),
        ("a" * 65 + "@x.cn", [ContactProblem.EMAIL_LOCAL]),
        ("a@" + "b" * 250 + ".cn", [ContactProblem.EMAIL_LENGTH]),
        (
            "a" * 65 + "@" + "b" * 250 + ".cn",
            [ContactProblem.EMAIL_LENGTH, ContactProblem.EMAIL_LOCAL],
        ),
    ],
)
def test_what_is_no_email_is_refused(text, problems):
    assert _codes(check_email(text).errors) == problems


@given(MOBILES)
def test_generated_mobile_is_accepted_as_it_is(number):
    verdict = check_mobile(number)

    assert (verdict.value, verdict.errors) == (number, ())


@given(LANDLINES)
def test_generated_landline_is_accepted_as_it_is(number):
    verdict = check_landline(number)

    assert (verdict.value, verdict.errors) == (number, ())


@given(st.text())
def test_contact_of_any_text_never_raises_and_is_short_in_the_sentence(text):
    for check in CHECKS:
        assert all(len(problem.sentence) < 120 for problem in check(text).errors)


@given(st.from_regex(r"\+?[0-9 ()-]{0,20}", fullmatch=True))
def test_accepted_phone_is_its_own_normal_form(text):
    for check in (check_mobile, check_landline):
        verdict = check(text)
        assert not verdict.ok or check(verdict.value).value == verdict.value
