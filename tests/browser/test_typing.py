"""Typing that is never lost: through a dropped connection, a killed server, an ended session, two
tabs and two devices, character for character."""

import os
import re
import signal
import subprocess
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import Error, expect

from bench.database import renamed
from bench.serving import state_folder
from bench.start import free_port, wait_for_page
from foundation.text import clean
from projects.models import Draft, Project
from tests.browser.test_main_job import log_in
from tests.browser.walking import picture
from tests.factories import PASSWORD, make_draft, make_holder
from ztc.runtime.portal import module, web_options

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "栅极驱动：0.9 μs 关断（−40℃～150℃），①②③\n第二行，　全角空格与 emoji 🔌"
SAVED = re.compile("已自动保存")


@pytest.fixture
def draft(live_server):
    return make_draft(make_holder())


@pytest.fixture
def sheet(watched, live_server, draft):
    """The page of the step where most is typed, opened by its holder."""
    log_in(watched, live_server.url, draft.holder.email)
    open_step(watched, live_server, draft, "technology")
    return watched


@pytest.fixture
def look_at(page):
    def take(name):
        for width in (1440, 375):
            picture(page, name, width)
        page.set_viewport_size({"width": 1440, "height": 900})

    return take


def open_step(page, live_server, draft, step):
    page.goto(f"{live_server.url}/my/projects/{draft.ref}/?step={step}")


def summary(page):
    return page.locator("[name='summary']")


def told(page):
    return page.locator("[data-saved]")


def kept(draft, name="summary"):
    """What the server has of it, wherever it stands."""
    found = Draft.objects.filter(project=draft).first()
    stored = getattr(Project.objects.get(pk=draft.pk), name)
    return found.typed.get(name, stored) if found else stored


def wait_for(draft, text, name="summary"):
    end = time.monotonic() + 20
    while kept(draft, name) != text and time.monotonic() < end:
        time.sleep(0.1)
    assert kept(draft, name) == text


def test_typing_is_saved_at_a_pause_with_the_conditions_beside(sheet, draft, look):
    page = sheet
    summary(page).fill("")
    summary(page).press_sequentially(TEXT, delay=5)

    expect(told(page)).to_have_text(SAVED, timeout=15_000)
    wait_for(draft, TEXT)
    page.locator("[name='trl']").select_option("3")
    expect(page.locator("#beside")).to_contain_text("技术成熟度与产业化阶段对不上", timeout=15_000)
    look("typing-saved")
    expect(page.locator("#beside")).to_have_attribute("aria-live", "polite")


def test_typing_goes_on_through_a_dropped_connection(page, live_server, draft, look_at):
    """Requests fail on purpose: nobody watches."""
    log_in(page, live_server.url, draft.holder.email)
    open_step(page, live_server, draft, "technology")
    page.context.set_offline(True)
    summary(page).fill(TEXT)

    expect(page.locator("[data-trouble]")).to_contain_text("连不上服务器", timeout=15_000)
    look_at("typing-offline")
    summary(page).press_sequentially("，断网时写的", delay=5)
    page.context.set_offline(False)

    expect(told(page)).to_have_text(SAVED, timeout=20_000)
    wait_for(draft, TEXT + "，断网时写的")
    expect(page.locator("[data-trouble]")).to_be_hidden()


@contextmanager
def served(state, port):
    """The portal's own web processes over the test's database; killed at the end, not asked."""
    url = renamed(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ztc.settings.dev",
        "ZTC_STATE_DIR": str(state),
        "DATABASE_URL": url,
        "ZTC_DATABASE_ROLE": "app",
        "PORT": str(port),
    }
    command = module("gunicorn", "ztc.wsgi:application", *web_options(port))
    with (
        (state / "web.log").open("ab") as log,
        subprocess.Popen(command, env=env, stdout=log, stderr=log, process_group=0) as web,
    ):
        try:
            wait_for_page(web, f"http://127.0.0.1:{port}/healthz")
            yield SimpleNamespace(url=f"http://127.0.0.1:{port}")
        finally:
            os.killpg(web.pid, signal.SIGKILL)


def test_what_a_killed_server_did_not_take_is_offered_back(page, client, draft, look_at):
    port = free_port()
    with state_folder() as state:
        with served(state, port) as server:
            client.force_login(draft.holder)
            session = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
            open_step(page, server, draft, "technology")
            before = kept(draft)
        summary(page).fill(TEXT)
        expect(page.locator("[data-trouble]")).to_contain_text("连不上服务器", timeout=15_000)
        with pytest.raises(Error):
            page.reload()
        assert kept(draft) == before

        with served(state, port) as server:
            open_step(page, server, draft, "technology")
            expect(page.locator("[data-offer]")).to_contain_text("项目简介")
            look_at("typing-offered")
            page.get_by_role("button", name="恢复", exact=True).click()
            expect(summary(page)).to_have_value(TEXT)
            wait_for(draft, TEXT)
            expect(page.locator("[data-offer]")).to_be_hidden()


def test_typing_outlives_the_session(page, live_server, draft, look_at):
    """Requests fail on purpose: nobody watches."""
    log_in(page, live_server.url, draft.holder.email)
    open_step(page, live_server, draft, "technology")
    Session.objects.all().delete()
    summary(page).fill(TEXT)
    expect(page.locator("[data-trouble]")).to_contain_text("登录已到时间", timeout=15_000)
    look_at("typing-logged-out")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    other = opened.value
    other.get_by_label("邮箱").fill(draft.holder.email)
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(other.locator("[name='summary']")).to_be_visible()
    page.bring_to_front()

    wait_for(draft, TEXT)
    expect(told(page)).to_have_text(SAVED, timeout=20_000)
    expect(page.locator("[data-trouble]")).to_be_hidden()


def test_two_tabs_merge_by_name_and_show_both_where_they_clash(sheet, live_server, draft, look):
    first = sheet
    second = first.context.new_page()
    open_step(second, live_server, draft, "technology")
    summary(first).fill("第一个标签页写的简介")
    wait_for(draft, "第一个标签页写的简介")
    second.locator("[name='problem']").fill("第二个标签页写的问题")
    wait_for(draft, "第二个标签页写的问题", "problem")

    # what the other tab wrote comes along, as nothing was typed here
    expect(summary(second)).to_have_value("第一个标签页写的简介")

    summary(second).fill("第二个标签页改的简介")
    wait_for(draft, "第二个标签页改的简介")
    summary(first).fill("第一个标签页又改的简介")
    clash = first.locator("[data-clash='summary']")
    expect(clash).to_contain_text("第二个标签页改的简介", timeout=15_000)
    expect(clash).to_contain_text("第一个标签页又改的简介")
    assert kept(draft) == "第二个标签页改的简介"
    look("typing-clash")
    expect(first.locator("[name='problem']")).to_have_value("第二个标签页写的问题")

    clash.get_by_role("button", name="用这里的").click()
    wait_for(draft, "第一个标签页又改的简介")
    expect(first.locator("[data-clash]")).to_have_count(0)


def test_what_was_typed_is_there_on_another_device(sheet, browser, live_server, draft):
    summary(sheet).fill(TEXT)
    wait_for(draft, TEXT)

    context = browser.new_context()
    other = context.new_page()
    log_in(other, live_server.url, draft.holder.email)
    open_step(other, live_server, draft, "technology")
    expect(summary(other)).to_have_value(TEXT)
    context.close()


def test_going_to_another_step_takes_what_was_typed_along(sheet, draft):
    page = sheet
    summary(page).fill(TEXT)
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="知识产权").click()
    expect(page.get_by_role("heading", level=2, name="知识产权", exact=True)).to_be_visible()

    wait_for(draft, clean(TEXT))


def test_rows_are_added_taken_away_and_had_back_by_keyboard(sheet, live_server, draft, look):
    page = sheet
    open_step(page, live_server, draft, "rights")
    add = page.get_by_role("button", name="再加一行")
    add.press("Enter")
    expect(page.locator("[name='rights-2-kind']")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.locator("[name='rights-1-kind']").select_option("know_how")
    page.locator("[name='rights-1-name']").fill("封装工艺参数")
    expect(told(page)).to_have_text(SAVED, timeout=15_000)
    look("typing-rows")
    assert [row["kind"] for row in kept(draft, "rights")] == ["invention", "know_how"]

    page.get_by_role("button", name=re.compile(r"删除\s*知识产权 1")).press("Enter")
    undo = page.get_by_role("button", name="撤销")
    expect(undo).to_be_focused()
    expect(page.locator("[name='rights-0-name']")).to_have_value("封装工艺参数")
    undo.press("Enter")
    expect(page.locator("[name='rights-0-kind']")).to_be_focused()
    expect(page.locator("[name='rights-1-name']")).to_have_value("封装工艺参数")


def test_history_of_ones_own_saves_gives_a_text_back(sheet, live_server, draft, look):
    page = sheet
    before = draft.summary
    summary(page).fill("改坏了")
    wait_for(draft, "改坏了")
    page.goto(f"{live_server.url}/my/projects/{draft.ref}/saves/")
    look("typing-saves")
    page.get_by_role("button", name=re.compile(r"改之前的\s*项目简介")).click()

    expect(summary(page)).to_have_value(before)
