"""全国排期 in a browser: by keyboard alone, dragged, when two move one."""

import pytest
from playwright.sync_api import expect

from roadshows.models import CalendarVersion, Placement
from tests.browser.test_main_job import log_in
from tests.browser.walking import violations
from tests.factories import make_staff
from tests.roadshows.making import opened, placed, season, workdays

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def head(page, name):
    return page.locator("summary").filter(has_text=name)


def told(page):
    return page.locator("#calendar .notes")


def go_to(page, base, day):
    page.goto(f"{base}/center/calendar/?month={day:%Y-%m}")


def place_by_keyboard(page, name, day):
    head(page, name).focus()
    page.keyboard.press("Enter")
    day_input = page.get_by_label("改到").locator("visible=true")
    expect(day_input).to_be_focused()
    day_input.fill(day.isoformat())
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text(f"{name}“集成电路专场”排在")
    expect(head(page, name)).to_be_focused()


def press_on(page, name, key, words):
    page.keyboard.press(key)
    expect(told(page)).to_contain_text(words)
    expect(head(page, name)).to_be_focused()


def publish_by_keyboard(page, look):
    page.get_by_role("link", name="发布排期").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 场的日期有变")).to_be_visible()
    look("calendar-publish")
    assert violations(page) == []
    page.get_by_role("button", name="发布排期").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已发布第 1 版，1 场的日期有变")).to_be_visible()


def test_by_keyboard_alone_from_waiting_to_published(watched, look, live_server):
    page, base = watched, live_server.url
    opened("SC", "GD", "HB")
    day = workdays(1)[0]
    log_in(page, base, make_staff("centre_lead").user.email)
    go_to(page, base, day)
    look("calendar-waiting")
    assert violations(page) == []
    head(page, "广东").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(head(page, "四川")).to_be_focused()

    place_by_keyboard(page, "四川", day)
    press_on(page, "四川", "Alt+ArrowDown", "改到")
    press_on(page, "四川", "p", "固定在")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    look("calendar-pinned")
    publish_by_keyboard(page, look)

    look("calendar-version")
    (version,) = CalendarVersion.objects.all()
    dated = {one["code"]: one["day"] for one in version.content if one["day"]}
    row = Placement.objects.get(is_pinned=True)
    assert dated == {row.roadshow.code: row.day.isoformat()}


def test_dragged_and_undone(watched, look, live_server):
    page, base = watched, live_server.url
    opened("SC")
    day = workdays(1)[0]
    log_in(page, base, make_staff("centre").user.email)
    go_to(page, base, day)

    head(page, "四川").drag_to(page.locator(f'[data-day="{day.isoformat()}"]'))
    expect(told(page)).to_contain_text("四川“集成电路专场”排在")
    assert Placement.objects.get().day == day
    page.get_by_role("button", name="撤销").click()
    expect(told(page)).to_contain_text("放回待排")
    assert Placement.objects.get().day is None


def test_second_of_two_is_told_and_loses_nothing(watched, look, live_server):
    page, base = watched, live_server.url
    (row,) = opened("SC")
    first, second = workdays(2)
    placed(row, first)
    log_in(page, base, make_staff("centre").user.email)
    go_to(page, base, first)
    placed(row, second)

    head(page, "四川").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(told(page)).to_contain_text("刚被别人改到")
    assert Placement.objects.get().day == second
    look("calendar-stale")


def test_clashes_are_told_with_what_mends_them(watched, look, live_server):
    page, base = watched, live_server.url
    rows = opened("SC", "GD", "HB")
    day = workdays(1)[0]
    for row in rows:
        placed(row, day)
    season(rows[0].cycle, theme_gap=3)
    log_in(page, base, make_staff("centre").user.email)
    go_to(page, base, day)
    expect(page.locator(".clashes")).to_contain_text("3 场要直播，只有 2 个直播团队")
    look("calendar-clash")
    assert violations(page) == []

    mends = page.get_by_role("button", name="采用建议")
    while mends.count():
        label = mends.first.get_attribute("aria-label")
        mends.first.click()
        expect(page.get_by_role("button", name=label)).to_have_count(0)
        expect(told(page)).to_contain_text("改到")
    expect(page.get_by_text("没有冲突。")).to_be_visible()
    look("calendar-mended")
