"""The first page of a desk as a person there sees it: from what waits straight to its list."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import page as page_called
from tests.browser.walking import overflow_at

pytestmark = pytest.mark.django_db


def test_line_of_a_home_leads_to_what_waits(walk):
    page, faults = walk.go(page_called("desk-unit"))
    waiting = page.get_by_role("region", name="等我办理")

    waiting.get_by_role("link", name="待初审的成果").click()

    expect(page).to_have_url(re.compile(r"/unit/projects/\?state=submitted$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("等待初审")
    assert faults == []


def test_links_of_a_long_desk_stand_in_groups_and_open_on_a_telephone(walk):
    page, _ = walk.go(page_called("desk-center"))
    navigation = page.get_by_role("navigation", name="工作台导航")
    groups = navigation.get_by_role("group")

    expect(groups).to_have_count(5)
    assert overflow_at(page, 375) == 0
    expect(navigation).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(navigation.get_by_role("link", name="会商")).to_be_visible()
    assert overflow_at(page, 375) == 0
