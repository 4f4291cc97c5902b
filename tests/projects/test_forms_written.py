"""Answers of the 信息表 that bear on one another: a price or none, one day and another."""

import pytest

from tests.factories import make_right
from tests.projects.sending import columns_of, form_of, of_table, step, told

pytestmark = pytest.mark.django_db


def test_price_and_price_to_be_agreed_exclude_each_other():
    form = form_of(step("conversion"), {"price": "12", "price_open": "on"})

    assert told(form) == {"price": "填了意向价格就不要勾选“价格面议”，二选一"}


def test_price_written_as_to_be_agreed_is_the_tick_beside_it():
    form = form_of(step("conversion"), {"price": "电议"})

    assert told(form) == {}
    assert (columns_of(form)["price"], columns_of(form)["price_open"]) == (None, True)


def test_right_granted_in_the_month_it_was_applied_for_is_not_before_it():
    row = make_right(applied_on="2021-05-20", granted_on="2021年5月")
    form = form_of(step("rights"), of_table("rights", [row]))

    assert told(form) == {}
    [kept] = columns_of(form)["rights"]
    assert (kept["applied_on"], kept["granted_on"]) == ("2021-05-20", "2021-05")
