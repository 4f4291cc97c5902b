"""Codes are set up and asked for, and the end of a session is told, as people see it."""

import re

import pytest
from playwright.sync_api import expect

from accounts.granting import grant_role
from accounts.states import Role
from records.actors import PORTAL
from tests.factories import PASSWORD, make_lead, make_project, make_user
from tests.logins import code_of

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def give_password(page, base, email):
    page.goto(f"{base}/accounts/login/")
    page.get_by_label("邮箱").fill(email)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")


def is_as_wide_as_the_window(page):
    page.wait_for_load_state("load")
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1440, 375])
def test_codes_are_set_up_and_asked_for(watched, look, live_server, width):
    page, base, user = watched, live_server.url, make_user()
    grant_role(user, Role.CENTRE, by=PORTAL)
    page.set_viewport_size({"width": width, "height": 900})
    give_password(page, base, user.email)

    expect(page.get_by_text("你的身份要用动态口令登录")).to_be_visible()
    assert is_as_wide_as_the_window(page)
    image = page.get_by_alt_text("二维码，内容是下面的密钥")
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("[data-secret]").inner_text()
    page.get_by_label("动态口令").fill(code_of(secret))
    press(page, "启用")

    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    codes = page.get_by_role("list", name="没有用过的恢复码").get_by_role("listitem")
    expect(codes).to_have_count(10)
    assert is_as_wide_as_the_window(page)
    page.get_by_role("link", name="收好了，继续").click()
    expect(page).to_have_url(f"{base}/center/")
    page.get_by_role("button", name="退出").click()

    give_password(page, base, user.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("输入动态口令")
    assert is_as_wide_as_the_window(page)
    page.get_by_label("动态口令").press_sequentially(code_of(secret))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base}/center/")


def test_pages_of_codes_are_pictured(watched, look, live_server):
    page, base = watched, live_server.url
    give_password(page, base, make_lead().user.email)
    look("login-code")
    page.get_by_label("动态口令").fill(code_of())
    press(page, "登录")
    expect(page).to_have_url(f"{base}/unit/")

    for name in ("email", "password/change", "2fa", "2fa/totp/deactivate", "sessions"):
        page.goto(f"{base}/accounts/{name}/")
        look(f"account-{name.replace('/', '-')}")


def test_decision_waits_for_the_password(watched, look, live_server, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page, base, project = watched, live_server.url, make_project("submitted")
    user = make_user(is_demo=True)
    grant_role(user, Role.UNIT_LEAD, by=PORTAL, unit=project.unit)
    give_password(page, base, user.email)
    page.goto(f"{base}/unit/projects/{project.ref}/")
    press(page, "通过初审")
    expect(page.get_by_role("heading", level=1)).to_have_text("请再确认一次是你本人")
    look("reauthenticate")

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "确认")

    expect(page.get_by_text("已通过初审，等待火炬中心入库")).to_be_visible()
    expect(page).to_have_url(f"{base}/unit/projects/{project.ref}/")


def test_end_of_a_session_is_told_and_put_off(watched, look, live_server, settings):
    settings.SESSION_IDLE_SECONDS = 123
    page, base = watched, live_server.url
    give_password(page, base, make_user().email)
    notice = page.get_by_role("alert").filter(has_text="就会退出登录")
    expect(notice).to_be_hidden()
    first = page.locator("body").get_attribute("data-session-ends")

    expect(notice).to_be_visible(timeout=15_000)
    look("session-notice")
    settings.SESSION_IDLE_SECONDS = 1800
    notice.get_by_role("button", name="继续使用").click()

    expect(notice).to_be_hidden()
    page.reload()
    again = page.locator("body").get_attribute("data-session-ends")
    assert int(again) - int(first) > 1600


def test_end_of_the_day_cannot_be_put_off(watched, live_server, settings):
    settings.SESSION_ABSOLUTE_SECONDS = 124
    page, base = watched, live_server.url
    give_password(page, base, make_user().email)
    notice = page.get_by_role("alert").filter(has_text="就会退出登录")
    expect(notice).to_be_visible(timeout=15_000)

    notice.get_by_role("button", name="继续使用").click()

    expect(page.get_by_text("已连续登录 8 小时，马上会退出")).to_be_visible()


def test_who_is_out_is_told_and_keeps_what_was_typed(page, live_server, settings):
    """Not `watched`: the console tells of the 401."""
    settings.SESSION_IDLE_SECONDS = 4
    base = live_server.url
    give_password(page, base, make_user().email)
    page.goto(f"{base}/my/projects/new/")
    page.get_by_label("成果名称").fill("还没保存的名称")

    expect(page.get_by_text("页面上填的内容还在")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("成果名称")).to_have_value("还没保存的名称")
    page.get_by_role("alert").get_by_role("link", name="重新登录").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_codes_are_set_up_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page, user = context.new_page(), make_user()
    grant_role(user, Role.CENTRE, by=PORTAL)
    give_password(page, live_server.url, user.email)

    page.get_by_label("动态口令").fill(code_of(page.locator("[data-secret]").inner_text()))
    press(page, "启用")

    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    expect(page.get_by_text("就会退出登录")).to_be_hidden()
    context.close()
