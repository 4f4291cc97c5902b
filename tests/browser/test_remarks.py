"""逐项意见 in the browser: written by keyboard, two at once, sent, mended live, looked at again."""

import pytest
from playwright.sync_api import expect

from projects.models import FieldRemark
from projects.remarking import note_remark
from tests.browser.test_main_job import log_in, log_out
from tests.browser.walking import violations
from tests.factories import make_clerk, make_holder, make_lead, make_project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    """Nobody logs in twice: a code counts once."""
    return {"clerk": make_clerk(), "lead": make_lead(), "later": make_lead()}


def box(page, column):
    return page.locator(f"#remark-{column}")


def test_remarks_from_the_first_key_to_the_difference(watched, look, live_server, people):
    page, base = watched, live_server.url
    holder = make_holder()
    project = make_project("submitted", holder)
    at_unit = f"{base}/unit/projects/{project.ref}/"

    write_by_keyboard(page, base, at_unit, look, people["clerk"])
    meet_another(page, base, at_unit, look, people, project)
    mend(page, base, look, holder, project)
    look_again(page, base, at_unit, look, people["later"])


def write_by_keyboard(page, base, address, look, clerk):
    log_in(page, base, clerk.user.email)
    page.goto(address)
    box(page, "summary").locator("summary").focus()
    page.keyboard.press("r")
    text = box(page, "summary").get_by_label("对“项目简介”的意见")
    expect(text).to_be_focused()
    text.fill("写清楚台架试验在哪两家做的")
    look("remark-writing")
    assert violations(page) == []
    page.keyboard.press("Escape")  # closes, and keeps it
    expect(page.locator("#noted")).to_contain_text("1 条，未发出")
    expect(box(page, "summary").locator("summary")).to_be_focused()
    box(page, "rights").locator("summary").click()
    box(page, "rights").locator("textarea").fill("补权利人")
    box(page, "rights").get_by_role("button", name="记下").click()
    expect(page.locator("#noted")).to_contain_text("2 条，未发出")
    # what is typed as the page is left is sent along
    box(page, "industry").locator("summary").click()
    box(page, "industry").locator("textarea").fill("请填写")
    page.goto(f"{base}/unit/projects/")
    for _ in range(50):  # the browser sends it after the page is gone, unseen from here
        if FieldRemark.objects.filter(column="industry").exists():
            break
        page.wait_for_timeout(100)
    page.goto(address)
    expect(page.locator("#noted")).to_contain_text("3 条，未发出")
    look("remark-noted")
    assert violations(page) == []
    log_out(page)


def meet_another(page, base, address, look, people, project):
    lead = people["lead"]
    log_in(page, base, lead.user.email)
    page.goto(address)
    box(page, "tagline").locator("summary").click()
    note_remark(project, "tagline", "不要写“领先”", by=people["clerk"])
    box(page, "tagline").locator("textarea").fill("写短些")
    box(page, "tagline").get_by_role("button", name="记下").click()
    expect(box(page, "tagline")).to_contain_text("不要写“领先”")
    expect(box(page, "tagline").locator("textarea")).to_have_value("写短些")
    look("remark-meets-another")
    assert violations(page) == []
    box(page, "tagline").locator("textarea").fill("写短些，不要写“领先”")
    box(page, "tagline").get_by_role("button", name="记下").click()
    expect(page.locator("#noted")).to_contain_text("4 条，未发出")
    page.locator("summary").get_by_text("退回修改", exact=True).click()
    expect(page.locator("#noted-to-send")).to_contain_text("一起发出 4 条逐项意见")
    look("remark-return")
    page.get_by_role("button", name="退回修改").click()
    expect(page.get_by_text("已退回修改，持有人要在").first).to_be_visible()
    assert FieldRemark.objects.filter(status="sent").count() == 4
    log_out(page)


def mend(page, base, look, holder, project):
    log_in(page, base, holder.user.email)
    page.goto(f"{base}/my/projects/{project.ref}/?step=basic")
    side = page.locator("#beside")
    expect(side.get_by_text("未改")).to_have_count(4)
    look("remark-to-mend")
    page.get_by_label("一句话简介").fill("0.9 微秒内关断短路")
    expect(side.get_by_text("已改")).to_have_count(1)
    side.get_by_role("link", name="项目简介").click()
    expect(page.get_by_label("项目简介")).to_be_in_viewport()
    found = page.get_by_label("项目简介").input_value()
    page.get_by_label("项目简介").fill(found.replace("两家整车厂", "岷山和青川两家整车厂"))
    expect(side.get_by_text("已改")).to_have_count(2)
    look("remark-mending")
    assert violations(page) == []
    page.get_by_role("button", name="提交初审").click()
    expect(page.get_by_text("已提交，等待").first).to_be_visible()
    look("remark-mended")
    log_out(page)


def look_again(page, base, address, look, lead):
    log_in(page, base, lead.user.email)
    page.goto(address)
    expect(page.get_by_text("已改 2 / 4")).to_be_visible()
    page.locator("#column-summary").get_by_text("改前改后").click()
    expect(page.locator("#column-summary ins")).to_contain_text("岷山")
    look("remark-answered")
    assert violations(page) == []
    page.get_by_role("link", name="各版和差异").first.click()
    look("versions")
    page.get_by_role("link", name="对照上一版").click()
    expect(page.get_by_role("heading", name="前后两版的差异")).to_be_visible()
    look("versions-difference")
    assert violations(page) == []


def test_remarks_are_written_without_a_script(browser, live_server):
    project, lead = make_project("submitted"), make_lead()
    page = browser.new_context(java_script_enabled=False).new_page()
    log_in(page, live_server.url, lead.user.email)
    page.goto(f"{live_server.url}/unit/projects/{project.ref}/")

    box(page, "summary").locator("summary").click()
    box(page, "summary").locator("textarea").fill("写短些")
    box(page, "summary").get_by_role("button", name="记下").click()

    expect(page).to_have_url(f"{live_server.url}/unit/projects/{project.ref}/#column-summary")
    expect(box(page, "summary")).to_contain_text("写短些")
    box(page, "summary").locator("summary").click()
    box(page, "summary").get_by_role("button", name="删除").click()
    expect(page.get_by_text("已删去“项目简介”的意见")).to_be_visible()
