"""Real formats, literally: codes, rights, amounts and dates, each with what it is read as."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from foundation.validators import (
    OPEN,
    check_date,
    check_ip_number,
    check_money,
    check_uscc,
    check_year,
)
from tests.foundation.cases import amounts, codes, days, rights

TODAY = date(2026, 11, 28)


def right(text):
    return check_ip_number(text, this_year=TODAY.year)


def faults(verdict):
    return [str(problem.code.value) for problem in verdict.errors]


def test_there_are_two_hundred_cases_and_more():
    tables = [
        *(codes.USCC_GOOD, codes.USCC_WRONG_CHECK, codes.USCC_BAD, rights.READ, rights.WARNED),
        *(rights.WRONG_CHECK, rights.NO_CHECK, rights.REFUSED, amounts.READ, amounts.OPEN),
        *(amounts.REFUSED, days.READ, days.REFUSED, days.SERIALS, days.YEARS, days.YEARS_REFUSED),
    ]

    assert sum(len(table) for table in tables) >= 300


# codes of organisations


@pytest.mark.parametrize(("code", "typed"), codes.USCC_GOOD)
def test_uscc_is_read_however_it_is_written(code, typed):
    verdict = check_uscc(typed)

    assert (verdict.value, verdict.errors, verdict.warnings) == (code, (), ())


@pytest.mark.parametrize(("typed", "digit"), codes.USCC_WRONG_CHECK)
def test_uscc_names_the_check_digit_it_expects(typed, digit):
    [problem] = check_uscc(typed).errors

    assert (problem.code.value, problem.expected) == ("uscc_check_digit", digit)
    assert f"校验位应为 {digit}，" in problem.sentence


@pytest.mark.parametrize(("typed", "found"), codes.USCC_BAD)
def test_uscc_that_cannot_be_is_told_why(typed, found):
    assert [code for code in faults(check_uscc(typed)) if code != "uscc_check_digit"] == found


# rights


@pytest.mark.parametrize(("typed", "value", "kind"), rights.READ)
def test_right_is_read_however_it_is_written(typed, value, kind):
    verdict = right(typed)

    assert (verdict.value, verdict.kind, verdict.errors, verdict.warnings) == (value, kind, (), ())


@pytest.mark.parametrize(("typed", "value", "kind", "warning"), rights.WARNED)
def test_unusual_right_is_read_with_a_warning(typed, value, kind, warning):
    verdict = right(typed)

    assert (verdict.value, verdict.kind, verdict.errors) == (value, kind, ())
    assert [problem.code.value for problem in verdict.warnings] == [warning]


@pytest.mark.parametrize(("typed", "digit"), [*rights.WRONG_CHECK, *rights.NO_CHECK])
def test_patent_names_the_check_digit_it_expects(typed, digit):
    assert f"应为 {digit}" in " ".join(problem.sentence for problem in right(typed).errors)


@pytest.mark.parametrize(("typed", "fault"), rights.REFUSED)
def test_right_that_cannot_be_is_refused(typed, fault):
    assert fault in faults(right(typed))


@pytest.mark.parametrize(
    ("typed", "value", "kind"), [case for case in rights.READ if case[2] in ("INV", "UM", "DES")]
)
def test_any_single_wrong_digit_of_a_patent_is_found(typed, value, kind):
    for at, digit in ((at, c) for at, c in enumerate(value) if c.isdigit()):
        for other in "0123456789":
            wrong = value[:at] + other + value[at + 1 :]
            assert right(wrong).ok is (other == digit), wrong


@pytest.mark.parametrize(("code", "typed"), codes.USCC_GOOD)
def test_any_single_wrong_character_of_a_uscc_is_found(code, typed):
    for at, other in ((at, c) for at in range(18) for c in "0123456789ABCDEFGHJKLMNPQRTUWXY"):
        wrong = code[:at] + other + code[at + 1 :]
        assert check_uscc(wrong).ok is (other == code[at]), wrong


# amounts


@pytest.mark.parametrize(("typed", "wan"), amounts.READ)
def test_amount_is_read_in_wan(typed, wan):
    verdict = check_money(typed)

    assert (verdict.value, verdict.errors, verdict.kind) == (wan, (), "")


@pytest.mark.parametrize("typed", amounts.OPEN)
def test_amount_to_be_agreed_is_open_where_it_may_be(typed):
    verdict = check_money(typed, may_be_open=True)

    assert (verdict.value, verdict.errors, verdict.kind) == ("", (), OPEN)
    assert faults(check_money(typed)) == ["money_open_here"]


@pytest.mark.parametrize(("typed", "fault"), amounts.REFUSED)
def test_amount_that_could_be_another_is_refused(typed, fault):
    verdict = check_money(typed, may_be_open=True)

    assert faults(verdict) == [fault]
    assert all(problem.sentence for problem in verdict.errors)


DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def in_words(number):
    """A number below 10,000 as it is said."""
    said = "".join(
        f"{DIGITS[int(digit)]}{unit}" if digit != "0" else "零"
        for digit, unit in zip(f"{number:04}", "千百十 ", strict=True)
    ).replace(" ", "")
    while "零零" in said:
        said = said.replace("零零", "零")
    return said.strip("零")


@given(st.integers(1, 9_999_999_999_99))
def test_every_amount_of_hundreds_of_yuan_is_exact(hundreds):
    yuan, wan = hundreds * 100, f"{hundreds // 100}.{hundreds % 100:02}"
    ways = [f"{yuan}元", f"{yuan:,}元", f"人民币{yuan}元整", wan, f"{wan}万元", f"{wan} 万"]

    assert {check_money(way).value for way in ways} == {wan}


@given(st.integers(1, 9_999), st.booleans())
def test_every_number_of_wan_is_read_in_words(number, is_formal):
    said = in_words(number)
    said = said.translate(FORMAL) if is_formal else said

    assert check_money(f"{said}万元").value == f"{number}.00"


@given(st.text(max_size=80), st.booleans())
def test_amount_of_any_text_is_an_amount_or_a_sentence(text, may_be_open):
    verdict = check_money(text, may_be_open=may_be_open)

    assert all(problem.sentence for problem in verdict.errors)
    assert bool(verdict.errors) or verdict.kind == OPEN or float(verdict.value) >= 0


@given(
    st.text("0123456789.,万亿元千百十一二三零点¥- ", max_size=24)
    | st.from_regex(r"¥?[0-9]{1,6}(,[0-9]{3})?(\.[0-9]{1,4})?[千百]?[万亿]?元?", fullmatch=True)
)
def test_amount_read_is_read_alike_again(text):
    verdict = check_money(text)

    assert not verdict.ok or check_money(verdict.value).value == verdict.value


# dates


@pytest.mark.parametrize(("typed", "iso"), days.READ)
def test_date_is_read_however_it_is_written(typed, iso):
    verdict = check_date(typed, today=TODAY)

    assert (verdict.value, verdict.errors) == (iso, ())
    assert verdict.kind == ("day" if len(iso) == 10 else "month")


@pytest.mark.parametrize(("typed", "fault"), days.REFUSED)
def test_date_that_cannot_be_is_refused(typed, fault):
    assert faults(check_date(typed, today=TODAY)) == [fault]


@pytest.mark.parametrize(("typed", "iso"), days.SERIALS)
def test_serial_of_a_spreadsheet_is_read_where_told_so(typed, iso):
    assert check_date(typed, today=TODAY, excel_serial=True).value == iso
    assert not check_date(typed, today=TODAY).ok


@pytest.mark.parametrize(("typed", "year"), days.YEARS)
def test_year_is_read(typed, year):
    verdict = check_year(typed, today=TODAY)

    assert (verdict.value, verdict.errors) == (year, ())


@pytest.mark.parametrize(("typed", "fault"), days.YEARS_REFUSED)
def test_year_that_cannot_be_is_refused(typed, fault):
    assert faults(check_year(typed, today=TODAY)) == [fault]


@given(st.dates(date(1949, 1, 1), TODAY))
def test_every_day_is_read_alike_in_every_way(day):
    y, m, d = day.year, day.month, day.day
    ways = [f"{y}-{m}-{d}", f"{y}.{m:02}.{d:02}", f"{y}/{m}/{d}", f"{day:%Y%m%d}"]
    ways += [f"{y}年{m}月{d}日", f"{day.isoformat()} 00:00:00"]
    ways += [f"{''.join(DIGITS[int(c)] for c in str(y))}年{m}月{d}日"]

    assert {check_date(way, today=TODAY).value for way in ways} == {day.isoformat()}
    serial = str((day - date(1899, 12, 30)).days)
    assert check_date(serial, today=TODAY, excel_serial=True).value == day.isoformat()


@given(st.text(max_size=60) | st.text("0123456789年月日.-/ 一二十〇", max_size=14))
def test_date_of_any_text_is_a_date_or_a_sentence(text):
    for verdict in (check_date(text, today=TODAY), check_year(text, today=TODAY)):
        assert all(problem.sentence for problem in verdict.errors)
        assert verdict.errors or verdict.value <= TODAY.isoformat()
