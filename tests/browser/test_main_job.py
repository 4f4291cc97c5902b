"""The main job as people do it: in a browser, with their eyes and their keyboard."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from projects.models import Project
from tests.factories import PASSWORD, make_centre, make_lead, make_project
from tests.logins import code_of

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "面向车规的碳化硅栅极驱动芯片"


def log_in(page, base, email):
    page.goto(f"{base}/accounts/login/")
    page.get_by_label("邮箱").fill(email)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    if page.url.endswith("/authenticate/"):
        page.get_by_label("动态口令").fill(code_of())
        page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()


def log_out(page):
    page.get_by_role("button", name="退出").click()


def register(page, base, look):
    page.goto(base)
    look("home-empty")
    page.get_by_role("link", name="注册", exact=True).click()
    look("signup")
    page.get_by_label("姓名").fill("李工")
    page.get_by_label("邮箱").fill("li@example.org")
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.get_by_label("我同意按隐私政策").check()
    page.get_by_role("main").get_by_role("button", name="注册").click()
    expect(page).to_have_url(re.compile("confirm-email"))
    look("verification-sent")
    [link] = re.findall(r"https?://[^/]+(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    page.goto(base + link)
    page.get_by_role("main").get_by_role("button").click()


def fill_in(page):
    page.get_by_label("推荐单位").select_option(label="四川")
    page.get_by_label("项目简介").fill("给主驱逆变器用的单通道隔离驱动芯片。")
    page.get_by_label("持有单位").fill("岷江器件研究所")
    page.get_by_label("单位性质").select_option(label="高校院所")
    page.get_by_label("统一社会信用代码").fill("91350100M000100Y43")
    page.get_by_label("战新领域").select_option(label="电子核心产业")
    page.get_by_label("技术成熟度").select_option("7")
    page.get_by_label("专利号").fill("ZL202110000001.6")
    page.get_by_label("技术许可").check()
    page.get_by_label(re.compile("同意入库后")).check()


def file_project(page, base, look):
    log_in(page, base, "li@example.org")
    expect(page).to_have_url(f"{base}/my/projects/")
    look("my-empty")
    page.get_by_role("link", name="填报成果").first.click()
    page.get_by_label("成果名称").fill(TITLE)
    page.get_by_role("button", name="提交初审").click()
    expect(page.get_by_role("alert")).to_contain_text("还有 1 处要改")
    look("form-errors")
    fill_in(page)
    look("form")
    page.get_by_role("button", name="提交初审").click()
    expect(page.get_by_role("status").first).to_contain_text("等待四川初审")
    look("my-project")
    log_out(page)


def accept_project(page, base, look):
    log_in(page, base, make_lead().user.email)
    look("unit-queue")
    page.get_by_role("link", name=TITLE).click()
    look("unit-project")
    page.get_by_role("button", name="通过初审").click()
    expect(page.get_by_role("status").first).to_contain_text("等待火炬中心入库")
    log_out(page)


def list_project(page, base, look):
    log_in(page, base, make_centre().user.email)
    page.get_by_label(f"选择 {TITLE}").check()
    look("library")
    page.get_by_role("button", name="把选中的入库").click()
    expect(page.get_by_role("status").first).to_contain_text("已入库 1 项")
    log_out(page)


def test_register_file_submit_accept_list_find_read(watched, look, live_server):
    page, base = watched, live_server.url
    register(page, base, look)
    file_project(page, base, look)
    accept_project(page, base, look)
    list_project(page, base, look)

    page.goto(base)
    look("home")
    page.get_by_label("关键词").fill("栅极驱动")
    page.get_by_role("button", name="搜索成果").click()
    look("showcase")
    page.get_by_role("link", name=TITLE).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text(Project.objects.get().code)).to_be_visible()
    look("showcase-project")


def test_search_refreshes_in_place_and_keeps_the_address(watched, live_server):
    page = watched
    make_project("listed")
    page.goto(f"{live_server.url}/showcase/")

    page.get_by_label("关键词").fill("没有的词")
    page.get_by_label("关键词").press("Enter")

    expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
    expect(page).to_have_url(re.compile("q=%E6%B2%A1"))
    page.get_by_role("link", name="清除条件").click()
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def test_search_works_without_javascript(browser, live_server):
    make_project("listed")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/showcase/")

    page.get_by_label("关键词").fill("碳化硅")
    page.get_by_role("button", name="搜索").click()

    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    context.close()


def test_unknown_address_is_told_in_words(page, live_server):
    page.goto(f"{live_server.url}/nothing/")

    expect(page.get_by_role("alert")).to_contain_text("没有这一页")
