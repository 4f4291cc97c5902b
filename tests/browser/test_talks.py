"""From an interest to a conversation, as both sides see it."""

import re

import pytest
from playwright.sync_api import expect

from foundation import clock
from introductions.introducing import introduce_due
from introductions.models import Introduction
from matching.models import Interest
from tests.browser.test_main_job import log_in, log_out
from tests.factories import make_holder, make_project
from tests.introductions.making import later, sent
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db(transaction=True)


def wish(page, base, project, look):
    page.goto(f"{base}/showcase/{project.code}/")
    page.get_by_role("link", name="我有意向").click()
    page.get_by_label("技术许可").check()
    page.get_by_label("留言").fill("年产 3 万件，想谈非独占许可")
    page.get_by_label("意向金额，最低").fill("50")
    page.get_by_role("button", name="提交意向").click()
    expect(page.get_by_role("status").first).to_contain_text("意向已送达")
    look("interest-sent")
    log_out(page)


def agree_to(page, project, look):
    page.get_by_role("link", name="等你答复的意向").click()
    page.get_by_role("link", name=project.title).first.click()
    page.locator("summary").get_by_text("同意对接", exact=True).click()
    page.get_by_label("想先说的话").fill("欢迎，先开个视频会")
    look("interest-agree")
    page.get_by_role("button", name="同意对接", exact=True).click()
    expect(page.get_by_role("button", name="撤回同意")).to_be_visible()


def talk(page, look):
    page.get_by_label("留言").fill("您好，周三下午方便吗？")
    page.get_by_role("button", name="发出").click()
    page.locator("summary").get_by_text("提议时间", exact=True).click()
    page.locator("#time-day").fill(f"{clock.today().year + 1}-03-02")
    page.get_by_label("开始").fill("14:00")
    page.get_by_label("结束").fill("15:00")
    page.get_by_label("地点").fill("视频会议 123 456")
    look("talk-propose")
    page.get_by_role("button", name="提议时间", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("等对方确认")
    log_out(page)


def confirm_and_finish(page, project, look):
    page.get_by_role("link", name="等你确认的约见").click()
    page.get_by_role("link", name=project.title).first.click()
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.get_by_role("link", name="存到日历")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/note/")):
        page.get_by_role("textbox", name="我的笔记").fill("底价三百万")
    page.reload()
    expect(page.get_by_role("textbox", name="我的笔记")).to_have_value("底价三百万")
    page.locator("summary").get_by_text("结束对接", exact=True).click()
    page.get_by_label("已达成合作").check()
    page.get_by_role("button", name="结束对接", exact=True).click()
    expect(page.get_by_role("button", name="继续对接")).to_be_visible()
    look("talk-finished")


def test_interest_is_agreed_to_and_talked_about(watched, look, live_server):
    page, base = watched, live_server.url
    holder, asker = make_holder(), make_enterprise()
    project = make_project("listed", holder)
    log_in(page, base, asker.user.email)
    wish(page, base, project, look)
    log_in(page, base, holder.user.email)
    agree_to(page, project, look)
    with later():
        introduce_due()
    page.reload()
    page.get_by_role("link", name="进入对接").click()
    expect(page.get_by_text(asker.user.email)).to_be_visible()
    talk(page, look)
    log_in(page, base, asker.user.email)
    confirm_and_finish(page, project, look)
    assert Introduction.objects.get().outcome == "signed"


def test_interest_is_questioned_and_declined(watched, look, live_server):
    page, base = watched, live_server.url
    holder, asker = make_holder(), make_enterprise()
    interest = sent(make_project("listed", holder), asker)
    path = f"{base}/interests/{interest.ref}/"
    log_in(page, base, holder.user.email)
    page.goto(path)
    page.locator("summary").get_by_text("先问一句", exact=True).click()
    page.get_by_label("你的疑问").fill("用在哪类车上？")
    page.get_by_role("button", name="先问一句", exact=True).click()
    expect(page.get_by_text("等对方回答")).to_be_visible()
    log_out(page)

    log_in(page, base, asker.user.email)
    page.get_by_role("link", name="对方有疑问、等你回答的意向").click()
    page.get_by_role("link", name=re.compile(interest.project.title)).first.click()
    page.get_by_label("你的回答").fill("新能源客车")
    look("interest-reply")
    page.get_by_role("button", name="回答疑问", exact=True).click()
    log_out(page)

    log_in(page, base, holder.user.email)
    page.goto(path)
    page.locator("summary").get_by_text("不接受", exact=True).click()
    page.get_by_role("button", name="不接受", exact=True).click()
    expect(page.get_by_text("请填写“原因”").first).to_be_visible()
    page.get_by_label("已有合作方").check()
    look("interest-decline")
    page.get_by_role("button", name="不接受", exact=True).click()
    expect(page.get_by_text("未接受").first).to_be_visible()
    assert Interest.objects.get().reason == "taken"
