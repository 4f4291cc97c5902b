"""A unit's list by keyboard, at both widths, and without a script: narrowed, laid out, saved, and
gone through project by project."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Project, SavedView
from tests.browser.test_main_job import log_in
from tests.browser.walking import violations
from tests.factories import make_clerk, make_filed_project, make_lead, make_project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def queue(watched, live_server):
    """The lead of SC before three that wait, one of them with another's papers missing."""
    make_project("submitted", title="甲型隔离驱动芯片")
    make_project("submitted", title="乙型隔离驱动芯片")
    make_filed_project("submitted", make_clerk(), title="丙型隔离驱动芯片")
    log_in(watched, live_server.url, make_lead().user.email)
    watched.goto(f"{live_server.url}/unit/projects/")
    return watched


def rows_of(page):
    return page.get_by_role("region", name="待初审").locator(".row-link")


@pytest.mark.parametrize("width", [1440, 375])
def test_list_is_narrowed_laid_out_and_saved_by_keyboard(queue, look, width):
    page = queue
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("summary", has_text="筛选条件").press("Enter")
    look(f"queue-conditions-from-{width}")
    page.set_viewport_size({"width": width, "height": 900})  # pictures leave it at their own
    page.get_by_label("委托书", exact=True).press("Space")
    page.get_by_role("button", name="按这些条件筛选").press("Enter")

    expect(page).to_have_url(re.compile(r"lacks=mandate"))
    expect(rows_of(page)).to_have_text(["丙型隔离驱动芯片"])
    expect(page.get_by_role("link", name=re.compile("缺材料：委托书.*去掉后 3 项"))).to_be_visible()
    page.locator("summary", has_text="显示哪些列").press("Enter")
    page.get_by_label("代管单位").last.press("Space")
    page.get_by_role("button", name="显示这些列").press("Enter")
    expect(page).to_have_url(re.compile(r"cols=custodian"))
    page.locator("summary", has_text="保存当前筛选").press("Enter")
    page.get_by_label("名称", exact=True).fill("缺委托书的")
    page.get_by_role("button", name="保存", exact=True).press("Enter")

    saved = page.get_by_role("navigation", name="常用筛选").get_by_role("link", name="缺委托书的")
    expect(saved).to_have_attribute("aria-current", "page")
    assert violations(page) == []
    look(f"queue-saved-from-{width}")
    page.get_by_role("link", name="清除", exact=True).press("Enter")
    expect(rows_of(page)).to_have_count(3)
    assert "cols=custodian" in SavedView.objects.get().query


def expect_place(walk, words):
    """With the keys at work: their switch is shown by the script that hears them."""
    expect(walk).to_contain_text(words)
    expect(walk.get_by_role("button", name="用 J、K 键翻项")).to_be_visible()


def test_projects_are_gone_through_by_keys_and_decided_one_after_the_other(queue, look):
    page = queue
    page.get_by_role("region", name="待初审").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="乙型隔离驱动芯片")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    walk = page.get_by_role("navigation", name="在清单里")
    expect_place(walk, "第 1 / 3 项")
    look("queue-walk")
    page.keyboard.press("j")
    expect_place(walk, "第 2 / 3 项")
    page.keyboard.press("k")
    expect_place(walk, "第 1 / 3 项")
    page.get_by_role("button", name="通过初审并看下一项").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("乙型隔离驱动芯片")
    expect(walk).to_contain_text("第 1 / 2 项")
    assert Project.objects.get(title="甲型隔离驱动芯片").status == "accepted"


def test_letters_typed_into_a_text_or_switched_off_go_nowhere(queue):
    page = queue
    rows_of(page).first.press("Enter")
    walk = page.get_by_role("navigation", name="在清单里")
    page.locator("summary", has_text="退回修改").press("Enter")
    page.get_by_label("修改意见").press_sequentially("jk")
    expect(page.get_by_label("修改意见")).to_have_value("jk")
    expect(walk).to_contain_text("第 1 / 3 项")

    switch = walk.get_by_role("button", name="用 J、K 键翻项")
    switch.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("j")
    expect(walk).to_contain_text("第 1 / 3 项")
    page.reload()

    expect(switch).to_have_attribute("aria-pressed", "false")


def test_list_needs_no_script(browser, queue, live_server):
    context = browser.new_context(
        java_script_enabled=False, storage_state=queue.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/unit/projects/")
    page.locator("summary", has_text="筛选条件").click()
    page.get_by_label("委托书", exact=True).check()
    page.get_by_role("button", name="按这些条件筛选").click()

    rows_of(page).click()
    walk = page.get_by_role("navigation", name="在清单里")
    expect(walk).to_contain_text("第 1 / 1 项")
    expect(walk.get_by_role("button")).to_be_hidden()
    walk.get_by_role("link", name="回到清单").click()

    expect(page).to_have_url(re.compile(r"lacks=mandate"))
    context.close()
