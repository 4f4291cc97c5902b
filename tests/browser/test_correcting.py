"""信息更正 in a browser: the holder corrects, the unit returns it, it is mended and accepted."""

import re

import pytest
from playwright.sync_api import expect

from accounts.granting import grant_role
from accounts.models import Unit
from accounts.states import Role
from projects.models import Correction, Project
from records.actors import PORTAL
from tests.browser.test_main_job import log_in, log_out
from tests.factories import make_holder, make_project, make_user

pytestmark = pytest.mark.django_db(transaction=True)

OLD, TITLE = "面向车规的碳化硅栅极驱动芯片", "面向车规的碳化硅栅极驱动芯片（第二代）"


def test_a_correction_is_made_returned_and_accepted(watched, look, live_server):
    page, base = watched, live_server.url
    holder = make_holder()
    project = make_project("listed", holder)
    # Logs in several times, sooner than a second code can be had.
    lead = make_user("lead", is_demo=True)
    grant_role(lead, Role.UNIT_LEAD, by=PORTAL, unit=Unit.objects.get(abbr="SC"))

    begin(page, base, holder, project, look)
    correct(page, TITLE)
    look("correcting-proposed")
    log_out(page)
    return_it(page, base, lead, look)
    mend(page, base, holder, look)
    showcase_says(page, base, project, OLD)
    accept(page, base, lead, look)
    showcase_says(page, base, project, TITLE)
    assert Project.objects.get().title == TITLE
    assert Correction.objects.get().status == "accepted"


def begin(page, base, holder, project, look):
    log_in(page, base, holder.user.email)
    page.goto(f"{base}/my/projects/{project.ref}/")
    page.get_by_text("更正信息", exact=True).first.click()
    page.get_by_label("更正原因").fill("第三方复测，指标更新")
    look("correcting-reason")
    page.locator("details[open]").get_by_role("button", name="更正信息").click()
    expect(page.get_by_role("heading", level=1, name="更正信息")).to_be_visible()
    look("correcting-sheet")


def correct(page, title):
    """Kept at a pause, then proposed."""
    page.get_by_label("成果名称").fill(title)
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存", timeout=15_000)
    page.get_by_role("button", name="提交更正").click()
    expect(page.get_by_role("status").first).to_contain_text("更正已提交")


def return_it(page, base, lead, look):
    log_in(page, base, lead.email)
    page.get_by_role("link", name="信息更正").click()
    look("corrections-waiting")
    page.get_by_role("link", name=OLD).click()
    expect(page.locator("ins", has_text="第二代")).to_be_visible()
    look("correction-lead")
    page.get_by_text("退回修改", exact=True).first.click()
    page.get_by_label("修改意见").fill("请附复测报告")
    page.locator("details[open]").get_by_role("button", name="退回修改").click()
    expect(page.get_by_role("status").first).to_contain_text("已退回修改")
    log_out(page)


def mend(page, base, holder, look):
    log_in(page, base, holder.user.email)
    page.get_by_role("link", name="我的成果").click()
    page.get_by_role("link", name="按意见修改更正").click()
    expect(page.get_by_text("请附复测报告")).to_be_visible()
    look("correcting-returned")
    page.get_by_label("一句话简介").fill("第二代，复测报告编号 2026-0117")
    page.get_by_role("button", name="提交更正").click()
    expect(page.get_by_role("status").first).to_contain_text("更正已提交")
    log_out(page)


def showcase_says(page, base, project, title):
    page.goto(f"{base}/showcase/{project.ref}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"{re.escape(title)}$"))


def accept(page, base, lead, look):
    log_in(page, base, lead.email)
    page.get_by_role("link", name="信息更正").click()
    page.get_by_role("link", name=OLD).click()
    page.get_by_role("button", name="通过更正").click()
    expect(page.get_by_role("status").first).to_contain_text("更正已生效")
    look("correction-accepted")
    log_out(page)
