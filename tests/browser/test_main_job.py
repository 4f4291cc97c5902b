"""The main job as people do it: in a browser, with their eyes and their keyboard."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.granting import grant_role
from accounts.models import Unit
from accounts.states import Role
from projects.columns.steps import STEPS as ALL_STEPS
from projects.library import list_project as list_it
from projects.models import BulkOrder, Project
from projects.screening import accept
from records.actors import PORTAL
from tests.factories import (
    PASSWORD,
    make_centre,
    make_clerk,
    make_evaluation,
    make_lead,
    make_project,
    make_user,
)
from tests.logins import code_of
from tests.projects.ordering import carried_out
from tests.projects.sending import ON_BEHALF, of_step

STEPS = [one for one in ALL_STEPS if one.names]
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


def file_project(page, base, look):
    """Step by step; every step is saved on the way."""
    log_in(page, base, "li@example.org")
    expect(page).to_have_url(f"{base}/my/")
    page.get_by_role("navigation", name="工作台导航").get_by_role("link", name="我的成果").click()
    look("my-empty")
    page.get_by_role("link", name="填报成果").first.click()
    page.get_by_role("button", name="保存并下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写“成果名称”")
    look("form-errors")
    page.locator("main [name='unit']").select_option("SC")
    for one in STEPS:
        fill_step(page, one)
        look(f"form-{one.name}")
        go_on(page)
    expect(page.get_by_role("heading", level=2, name="检查并提交")).to_be_visible()
    look("form-check")
    page.get_by_role("button", name="提交初审").click()
    expect(page.get_by_role("status").first).to_contain_text("等待四川初审")
    look("my-project")
    log_out(page)


def go_on(page):
    """The page first keeps what was typed, then sends the step."""
    with page.expect_navigation():
        page.get_by_role("button", name="保存并下一步").click()


def fill_step(page, one, **others):
    """By the names the fields are sent under: what they are called is read by axe elsewhere."""
    for name, answer in of_step(one, **others).items():
        found = page.locator(f"main [name='{name}']")
        if not found.count():
            continue  # asked of who files for another
        kind = found.first.evaluate("control => control.type || control.tagName")
        if kind == "hidden":
            continue
        if kind in ("checkbox", "radio"):
            for value in [answer] if isinstance(answer, str) else answer:
                choose(page, name, value)
        elif kind.startswith("select"):
            found.select_option(answer)
        else:
            found.fill(answer)


def choose(page, name, value):
    one = page.locator(f"main [name='{name}'][value='{value}']")
    (one if one.count() else page.locator(f"main [name='{name}']").first).check(force=True)


def return_project(page, base, look):
    # Logs in several times, sooner than a second code can be had.
    lead = make_user("lead", is_demo=True)
    grant_role(lead, Role.UNIT_LEAD, by=PORTAL, unit=Unit.objects.get(abbr="SC"))
    log_in(page, base, lead.email)
    look("unit-home")
    page.get_by_role("link", name="待初审的成果").click()
    look("unit-queue")
    page.get_by_role("link", name=TITLE).click()
    look("unit-project")
    page.locator("summary").get_by_text("退回修改", exact=True).click()
    page.get_by_label("修改意见").fill("请补测试报告的编号")
    look("unit-return")
    page.get_by_role("button", name="退回修改", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("退回")
    log_out(page)


def fix_project(page, base, look):
    log_in(page, base, "li@example.org")
    page.get_by_role("link", name="退回修改的成果").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("请补测试报告的编号").first).to_be_visible()
    look("my-returned")
    page.goto(page.url.partition("?")[0] + "?step=technology")
    page.locator("[name='indicators-0-basis']").fill("检测报告 2026-0117")
    page.get_by_role("button", name="提交初审").click()
    expect(page.get_by_role("status").first).to_contain_text("等待四川初审")
    log_out(page)


def accept_project(page, base):
    log_in(page, base, "lead@example.cn")
    page.get_by_role("link", name="待初审的成果").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="通过初审", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("等待火炬中心入库")
    log_out(page)


def list_project(page, base, look):
    log_in(page, base, make_centre().user.email)
    page.get_by_role("link", name="待入库的成果").click()
    page.get_by_label(f"选择 {TITLE}").check()
    look("library")
    page.get_by_role("button", name="入库", exact=True).click()
    page.get_by_role("button", name="再次确认，入库 1 项").click()
    page.wait_for_url(re.compile(r"/center/orders/"))
    carried_out(BulkOrder.objects.get())
    expect(page.get_by_text("1 项都办好了")).to_be_visible(timeout=10_000)
    log_out(page)


def recommend_project(page, base, look):
    make_evaluation(Project.objects.get())
    log_in(page, base, "lead@example.cn")
    page.goto(f"{base}/unit/projects/{Project.objects.get().ref}/")
    page.locator("summary").get_by_text("推荐", exact=True).click()
    page.get_by_label("推荐理由").fill("两家整车厂已在台架验证")
    look("unit-recommend")
    page.get_by_role("button", name="推荐", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已推荐")
    log_out(page)


def find_project(page, base, look):
    page.goto(base)
    look("home")
    page.get_by_label("关键词").fill("栅极驱动")
    page.get_by_role("button", name="搜索", exact=True).click()
    look("search")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text(Project.objects.get().code, exact=True)).to_be_visible()
    look("showcase-project")


def wish_for_project(page, base, look):
    """The button leads to log in, and back to the form."""
    make_user("wang")
    page.get_by_role("link", name="我有意向").click()
    page.get_by_label("邮箱").fill("wang@example.cn")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    page.get_by_label("采购或试用").check()
    page.get_by_label("留言").fill("想装两台车试")
    look("interest-new")
    page.get_by_role("button", name="提交意向").click()
    expect(page.get_by_role("status").first).to_contain_text("意向已送达")
    look("interests-sent")
    log_out(page)
    log_in(page, base, "li@example.org")
    page.goto(f"{base}/my/interests/")
    expect(page.get_by_text("想装两台车试")).to_be_visible()
    look("my-interests")


def test_an_achievement_travels_from_draft_to_an_interest(watched, look, live_server):
    page, base = watched, live_server.url
    register(page, base, look)
    file_project(page, base, look)
    return_project(page, base, look)
    fix_project(page, base, look)
    accept_project(page, base)
    list_project(page, base, look)
    recommend_project(page, base, look)
    find_project(page, base, look)
    wish_for_project(page, base, look)


def test_what_a_unit_files_is_claimed_by_its_holder(watched, look, live_server):
    page, base = watched, live_server.url
    clerk, holder = make_clerk(), make_user("zhou")
    log_in(page, base, clerk.user.email)
    page.get_by_role("link", name="代填成果").first.click()
    for one in STEPS:
        fill_step(page, one, **ON_BEHALF)
        go_on(page)
    look("filing-check")
    page.get_by_role("button", name="提交初审").click()
    expect(page.get_by_role("status").first).to_contain_text("已提交")
    project = Project.objects.get()
    list_it(accept(project, by=make_lead()), by=make_centre())

    page.goto(f"{base}/unit/projects/{project.ref}/")
    page.locator("summary").get_by_text("邀请认领", exact=True).click()
    page.get_by_label("邮箱").fill(holder.email)
    page.get_by_label("姓名").fill("周蜀")
    look("unit-invite")
    page.get_by_role("button", name="邀请认领").click()
    expect(page.get_by_role("status").first).to_contain_text("邀请")
    log_out(page)

    log_in(page, base, holder.email)
    page.get_by_role("link", name="认领成果").first.click()
    look("my-claims-invited")
    page.get_by_role("button", name=re.compile("^是我的成果")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    look("my-claimed")
    project.refresh_from_db()
    assert (project.holder, project.custodian) == (holder, None)


def test_search_refreshes_in_place_and_keeps_the_address(watched, live_server):
    page = watched
    make_project("listed")
    page.goto(f"{live_server.url}/showcase/")

    page.get_by_label("关键词").fill("鎏金铜壶")
    page.get_by_label("关键词").press("Enter")

    expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
    expect(page).to_have_url(re.compile("q=%E9%8E%8F"))
    page.get_by_role("link", name="看全部成果").click()
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
