"""An agenda by keyboard: projects picked, moved, taken out and put back, released."""

import pytest
from playwright.sync_api import expect

from roadshows.models import Release
from tests.browser.test_main_job import log_in
from tests.browser.walking import overflow_at, violations
from tests.factories import make_clerk, make_staff
from tests.roadshows.arranging import added, at, changed, lined_up, noted, titles
from tests.roadshows.making import dated, recommended

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1440, 375)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def arranged():
    """SC's on its day, with an opening and tea; two projects wait to be picked."""
    (roadshow,) = dated("SC")
    recommended(2)
    added(roadshow)
    added(roadshow, kind="break", title="茶歇", talk=15)
    return roadshow


def press_on(page, name, key):
    """Of a row, wherever in it."""
    row = page.locator("[data-item]").filter(has_text=name)
    row.get_by_role("link", name="修改").focus()
    page.keyboard.press(key)


def order(page):
    return [text.split("\n")[0] for text in page.locator("[data-item] th").all_inner_texts()]


def test_agenda_is_arranged_by_keyboard_and_released(watched, look, live_server):
    page, base, roadshow, by = watched, live_server.url, arranged(), make_clerk()
    log_in(page, base, by.user.email)
    page.goto(f"{base}/unit/roadshows/{roadshow.ref}/programme/")

    page.get_by_role("link", name="列入项目").press("Enter")
    page.get_by_role("checkbox").nth(0).press("Space")
    expect(page.get_by_text("已选 1 项")).to_be_visible()
    page.get_by_role("checkbox").nth(1).press("Space")
    page.get_by_role("button", name="列入议程").press("Enter")
    expect(page.get_by_text("已列入 2 项")).to_be_visible()

    press_on(page, "茶歇", "Alt+ArrowDown")
    expect(page.get_by_text("“茶歇”移到第 3 项")).to_be_visible()
    expect(page.locator("[data-item]").nth(2).get_by_role("link", name="修改")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text("“茶歇”移到第 2 项")).to_be_visible()
    page.get_by_role("button", name="撤出 茶歇").press("Enter")
    expect(page.get_by_role("button", name="放回 茶歇")).to_be_visible()
    assert len(order(page)) == 3
    page.get_by_role("button", name="放回 茶歇").press("Enter")
    expect(page.get_by_text("“茶歇”放回第 2 项")).to_be_visible()
    assert order(page)[:2] == ["致辞", "茶歇"]
    look("programme-arranged")
    assert violations(page) == []

    page.get_by_role("link", name="预览并发布").press("Enter")
    expect(page.get_by_role("heading", name="谁的安排有变")).to_be_visible()
    look("programme-preview")
    page.get_by_role("button", name="发布", exact=True).press("Enter")
    expect(page.get_by_text("议程第 1 版已发布")).to_be_visible()
    assert Release.objects.get().number == 1


def test_agenda_is_released_changed_and_released_again(watched, look, live_server):
    page, base, roadshow = watched, live_server.url, arranged()
    items, reader = lined_up(roadshow, recommended(2)), make_staff("exchange")
    changed(items[0], people={noted(roadshow): "speaker"})
    log_in(page, base, make_clerk().user.email)
    programme = f"{base}/unit/roadshows/{roadshow.ref}/programme/"
    for number in (1, 2):
        page.goto(programme)
        if number > 1:
            press_on(page, "茶歇", "Alt+ArrowDown")
            expect(page.get_by_text("“茶歇”移到第 3 项")).to_be_visible()
        page.get_by_role("link", name="预览并发布").press("Enter")
        looked_at(page, look, f"release-{number}")
        page.get_by_role("button", name="发布", exact=True).press("Enter")
        expect(page.get_by_text(f"议程第 {number} 版已发布")).to_be_visible()
    looked_at(page, look, "release-done")
    page.get_by_role("link", name="第 2 版").press("Enter")
    expect(page.get_by_text("和第 1 版相比")).to_be_visible()
    looked_at(page, look, "release-version")

    page.context.clear_cookies()
    log_in(page, base, reader.user.email)
    page.goto(f"{base}/exchange/events/{roadshow.ref}/programme/")
    expect(page.get_by_text("按最近发布的第 2 版")).to_be_visible()
    expect(page.get_by_text("赵老师")).to_have_count(0)
    looked_at(page, look, "release-read")


def looked_at(page, look, name):
    look(name)
    assert violations(page) == []


def test_clash_stands_beside_both_items_and_is_mended(watched, look, live_server):
    page, base, roadshow = watched, live_server.url, arranged()
    zhao, items = noted(roadshow), lined_up(roadshow, recommended(2))
    changed(items[0], people={zhao: "speaker"})
    changed(items[1], people={zhao: "speaker"}, fixed_at=at("14:30"))
    log_in(page, base, make_clerk().user.email)
    page.goto(f"{base}/unit/roadshows/{roadshow.ref}/programme/")

    expect(page.get_by_text("2 项有冲突，处理完才能发布")).to_be_visible()
    expect(page.get_by_text("赵老师这段时间已有安排")).to_have_count(2)
    look("programme-clashing")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
    page.locator("[data-item]").nth(3).get_by_role("link", name="修改").press("Enter")
    page.get_by_label("固定开始").fill("")
    page.get_by_role("button", name="保存").press("Enter")

    expect(page.get_by_text("处理完才能发布")).to_have_count(0)


def test_row_is_dragged_and_a_stale_page_loses_nothing(watched, live_server):
    page, base, roadshow = watched, live_server.url, arranged()
    log_in(page, base, make_clerk().user.email)
    page.goto(f"{base}/unit/roadshows/{roadshow.ref}/programme/")

    page.locator("[data-item]").nth(1).locator("[data-grip]").drag_to(
        page.locator("[data-item]").nth(0)
    )
    expect(page.get_by_text("“茶歇”移到第 1 项")).to_be_visible()
    added(roadshow, title="推介", kind="policy")
    press_on(page, "茶歇", "Alt+ArrowDown")

    expect(page.get_by_text("议程刚被别人改过")).to_be_visible()
    assert titles(roadshow) == order(page) == ["茶歇", "致辞", "推介"]


def test_agenda_is_arranged_without_a_script(browser, live_server):
    base, roadshow, by = live_server.url, arranged(), make_clerk()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, base, by.user.email)
    page.goto(f"{base}/unit/roadshows/{roadshow.ref}/programme/")

    page.get_by_role("button", name="上移 茶歇").click()
    expect(page.get_by_text("“茶歇”移到第 1 项")).to_be_visible()
    page.get_by_role("link", name="添加议程项").click()
    page.get_by_label("名称").fill("")
    page.get_by_label("讲（分钟）").fill("700")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("最多 600 分钟").first).to_be_visible()
    page.get_by_label("讲（分钟）").fill("20")
    page.get_by_label("名称").fill("园区推介")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_text("已添加“园区推介”")).to_be_visible()
    assert overflow_at(page, 375) == 0
    assert titles(roadshow) == ["茶歇", "致辞", "园区推介"]
    context.close()
