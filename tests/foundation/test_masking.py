"""Contacts as they are shown to strangers."""

import pytest
from hypothesis import given, strategies as st

from foundation.masking import mask_email, mask_name, mask_phone


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+86 138 1234 5678", "138****5678"),
        ("028-85400001-801", "028-****0001"),
        ("85400001", "****0001"),
        ("没有", "***"),
        ("  ", ""),
    ],
)
def test_phone_shows_its_ends(text, shown):
    assert mask_phone(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("abc@x.cn", "a***@x.cn"), ("a@x.cn", "***@x.cn"), ("not an address", "***"), ("", "")],
)
def test_email_shows_its_first_letter_and_domain(text, shown):
    assert mask_email(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王小明", "王*明"),
        ("王 小 明", "王*明"),
        ("王明", "王*"),
        ("欧阳娜娜", "欧**娜"),
        ("John Smith", "J*** S***"),
        ("", ""),
    ],
)
def test_name_shows_its_ends(text, shown):
    assert mask_name(text) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_phone_never_shows_more_than_seven_digits(number):
    assert mask_phone(number) == f"{number[:3]}****{number[7:]}"


@given(st.text())
def test_masking_of_any_text_never_raises_nor_shows_it_whole(text):
    for mask in (mask_phone, mask_email, mask_name):
        shown = mask(text)
        assert "*" in shown or len("".join(text.split())) < 2
