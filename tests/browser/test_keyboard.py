"""Everything by keyboard, and everything without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import page as page_called
from tests.browser.walking import violations

pytestmark = pytest.mark.django_db  # asks for the test database; the cast is there for all


@pytest.fixture(autouse=True)
def _shown_plainly(walk):
    yield
    walk.show_plainly()


@pytest.mark.parametrize("name", ["home", "library"])
def test_first_key_leads_past_the_navigation(walk, name):
    page, _ = walk.go(page_called(name))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_focus_is_seen_wherever_it_goes(walk):
    page, _ = walk.go(page_called("library"))
    rings = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        ring = "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth"
        rings.add(page.locator(":focus").evaluate(ring))

    assert rings == {"solid3px"}


@pytest.mark.parametrize(("name", "menu"), [("home", "主导航"), ("library", "工作台导航")])
def test_menu_of_a_phone_opens_and_closes_by_keyboard(walk, name, menu):
    page, _ = walk.go(page_called(name), 375)
    button = page.get_by_role("button", name="菜单")
    links = page.get_by_role("navigation", name=menu).get_by_role("link")
    expect(links.first).to_be_hidden()

    button.press("Enter")
    expect(links.first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")

    expect(links.first).to_be_hidden()
    expect(button).to_be_focused()


def test_display_changes_in_place_and_keeps_what_was_typed(walk):
    page, _ = walk.go(page_called("my-new"))
    page.get_by_label("成果名称").fill("填到一半")

    page.get_by_role("button", name="长者").press("Enter")

    expect(page.locator("html")).to_have_attribute("data-display", "elder")
    expect(page.get_by_role("button", name="长者")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("成果名称")).to_have_value("填到一半")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-display", "elder")
    page.get_by_role("button", name="长者").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-display", "")


def test_errors_take_the_focus_and_lead_to_their_fields(walk):
    page, faults = walk.go(page_called("my-new"))
    page.get_by_label("成果名称").fill("")
    page.get_by_role("button", name="存草稿").press("Enter")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("还有 1 处要改 · 基本信息 · 填报成果｜火炬科技成果直通车")
    assert violations(page) == []
    summary.get_by_role("link", name="成果名称").press("Enter")

    expect(page.get_by_label("成果名称")).to_be_focused()
    assert faults == []


def test_confirmation_opens_in_place_and_escape_closes_it(walk):
    page, _ = walk.go(page_called("kit"))
    opener = page.locator("summary", has_text="撤回同意")
    opener.press("Enter")
    expect(page.get_by_role("heading", name="撤回 3 项成果的展示同意？")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="再看看").press("Escape")

    expect(page.get_by_role("heading", name="撤回 3 项成果的展示同意？")).to_be_hidden()
    expect(opener).to_be_focused()


def test_acting_membership_is_chosen_without_leaving_the_keyboard(walk):
    page, _ = walk.go(page_called("unit"))
    chooser = page.get_by_label("以哪个身份办理")

    chooser.select_option(label="成果持有人")
    page.get_by_role("button", name="切换").press("Enter")

    expect(page.get_by_role("navigation", name="工作台导航")).to_contain_text("填报成果")
    page.get_by_label("以哪个身份办理").select_option(index=0)
    page.get_by_role("button", name="切换").press("Enter")
    expect(page.get_by_role("navigation", name="工作台导航")).to_contain_text("初审")


def test_print_shows_the_page_and_not_its_frame(walk):
    page, _ = walk.go(page_called("showcase-project"))
    page.emulate_media(media="print")

    try:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for frame in (".topbar", ".site-head", ".crumb", ".site-foot", ".btn"):
            expect(page.locator(frame).first).to_be_hidden()
    finally:
        page.emulate_media(media="screen")


@pytest.fixture
def without_script(browser, walk):
    context = browser.new_context(
        java_script_enabled=False, base_url=walk.base, viewport={"width": 375, "height": 900}
    )
    yield context.new_page()
    context.close()


def test_menu_needs_no_script(without_script):
    page = without_script
    page.goto("/")
    link = page.get_by_role("navigation", name="主导航").get_by_role("link", name="成果展示")
    expect(link).to_be_hidden()

    page.get_by_role("button", name="菜单").click()
    link.click()

    expect(page).to_have_title("成果展示｜火炬科技成果直通车")


def test_display_needs_no_script_and_comes_back_to_the_page(without_script, walk):
    page = without_script
    page.goto("/showcase/?q=碳化硅")

    page.get_by_role("button", name="深色").click()

    expect(page.locator("html")).to_have_attribute("data-display", "dark")
    expect(page.get_by_label("关键词")).to_have_value("碳化硅")


def test_search_is_narrowed_without_script(without_script):
    page = without_script
    page.goto("/showcase/")
    page.get_by_label("四川").check()

    page.get_by_role("button", name="筛选", exact=True).click()

    expect(page).to_have_url(re.compile(r"unit=SC"))
    page.get_by_role("link", name=re.compile("去掉.*四川")).click()
    expect(page.get_by_label("四川")).not_to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"找到 \d+ 项成果"))
