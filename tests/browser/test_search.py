"""Searching by keyboard: what is suggested, and pages that agree with their addresses."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walking import violations
from tests.factories import make_holder, make_project

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = ("岷江水质在线监测浮标", "岷江上游泥石流预警雷达", "碳化硅外延炉温场控制")


@pytest.fixture
def projects():
    holder = make_holder()
    words = (["岷江流域", "水质监测"], ["泥石流预警", "毫米波雷达"], ["碳化硅外延", "温场控制"])
    return [
        make_project("listed", holder, title=title, keywords=said)
        for title, said in zip(TITLES, words, strict=True)
    ]


def test_what_is_suggested_is_chosen_by_keyboard(watched, look, live_server, projects):
    page = watched
    page.goto(f"{live_server.url}/showcase/")
    field, shown = page.get_by_role("combobox", name="关键词"), page.locator(".suggest a")

    field.press_sequentially("岷江", delay=20)
    expect(shown).to_have_text(
        ["岷江流域关键词", "岷江器件研究所单位", *(f"{title}成果" for title in TITLES)]
    )
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "suggested-1")
    look("search-suggestions")
    assert violations(page) == []
    field.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("ArrowUp")
    expect(shown.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("岷江")
    for _ in range(3):
        field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[0])

    page.goto(f"{live_server.url}/")
    page.get_by_role("combobox", name="关键词").fill("mjq")
    expect(shown.first).to_have_text("岷江器件研究所单位")
    look("home-suggestions")
    shown.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 3 项成果")
    expect(page.get_by_role("combobox", name="关键词")).to_have_value("岷江器件研究所")


def test_page_gone_back_to_is_as_its_address_says(watched, look, live_server, projects):
    page = watched
    page.goto(f"{live_server.url}/showcase/?q=岷江水质")
    field, box = page.get_by_label("关键词"), page.get_by_label("新一代信息技术产业")
    heading = page.get_by_role("heading", level=1)
    look("search-found")

    field.fill("碳化硅外延炉")
    field.press("Enter")
    expect(page.locator(".result mark").first).to_have_text("碳化硅外延炉")
    box.check()
    expect(page).to_have_url(re.compile("field=1"))
    expect(page.get_by_label("电子核心产业")).to_be_visible()
    field.fill("激光雷达 潮汐电站")
    field.press("Enter")
    expect(page.get_by_role("heading", name="没有找到“激光雷达 潮汐电站”")).to_be_visible()
    look("search-empty")

    page.go_back()
    expect(field).to_have_value("碳化硅外延炉")
    expect(box).to_be_checked()
    look("search-narrowed")
    page.go_back()
    expect(box).not_to_be_checked()
    expect(field).to_have_value("碳化硅外延炉")
    page.go_back()
    expect(field).to_have_value("岷江水质")
    expect(page.locator(".result h2").first).to_have_text(TITLES[0])
    page.go_forward()
    expect(field).to_have_value("碳化硅外延炉")
    expect(heading).to_have_text(re.compile("找到"))


def test_word_that_is_suggested_is_sought_under_the_conditions(watched, live_server, projects):
    page = watched
    page.set_viewport_size({"width": 375, "height": 900})
    page.goto(f"{live_server.url}/showcase/?unit=SC&sort=maturity")
    field, conditions = page.get_by_label("关键词"), page.locator("details.facet-box")
    expect(conditions).not_to_have_attribute("open", "")

    field.press_sequentially("泥石流", delay=20)
    page.locator(".suggest a").first.click()

    expect(page).to_have_title(re.compile("^泥石流预警 · 成果展示"))
    expect(page).to_have_url(re.compile("unit=SC.*sort=maturity"))
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 1 项成果")
    expect(conditions).not_to_have_attribute("open", "")
    page.get_by_text("筛选条件").click()
    page.get_by_label("7–9 级，示范与量产").check()
    expect(page).to_have_url(re.compile("trl=7-9"))
    expect(conditions).to_have_attribute("open", "")


def test_ways_on_are_gone(watched, look, live_server, projects):
    page = watched
    page.goto(f"{live_server.url}/showcase/?q=岷江水质&unit=GD&trl=7-9")
    look("search-ways-on")
    assert violations(page) == []

    page.get_by_role("link", name="去掉“推荐单位”").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("找到 3 项成果")


def test_search_works_without_script(browser, live_server, projects):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/showcase/")

    page.get_by_role("searchbox", name="关键词").fill("岷江水质")
    page.get_by_role("button", name="搜索", exact=True).click()

    expect(page.locator(".result h2").first).to_have_text(TITLES[0])
    context.close()
