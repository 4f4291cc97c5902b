"""彩排 in a browser: by keyboard and by buttons, to the second; saved where the line breaks."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from records.models import Inspection
from roadshows.models import Deck, Rehearsal
from tests.browser.test_attachments import work
from tests.browser.test_main_job import log_in
from tests.factories import make_holder
from tests.projects.attaching_files import pdf
from tests.provinces.making import make_listed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def project(holder):
    return make_listed(holder=holder)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def timer(watched, live_server, holder, project):
    """Its clock stands still but for what a test lets pass."""
    log_in(watched, live_server.url, holder.user.email)
    watched.clock.install()
    watched.goto(f"{live_server.url}/my/projects/{project.ref}/rehearse/")
    watched.clock.pause_at(datetime.now(tz=UTC) + timedelta(minutes=1))
    return watched


def digits(page):
    return page.get_by_role("timer")


def test_talk_and_questions_are_timed_by_keyboard(timer, look):
    page = timer
    expect(digits(page)).to_have_text("8:00")
    page.keyboard.press("Space")
    page.clock.run_for(7 * 60_000 + 5_000)
    expect(digits(page)).to_have_text("0:55")
    expect(page.get_by_text("最后一分钟")).to_be_visible()
    look("rehearsal-last-minute")

    page.clock.run_for(60_000)
    expect(digits(page)).to_have_text("+0:05")
    expect(page.get_by_text("超时", exact=True)).to_be_visible()
    look("rehearsal-over")
    page.keyboard.press("n")
    expect(digits(page)).to_have_text("5:00")
    page.clock.run_for(90_000)
    page.keyboard.press("Space")
    expect(page.get_by_label("讲了多少秒")).to_have_value("485")
    expect(page.get_by_label("答了多少秒")).to_have_value("90")

    page.get_by_role("button", name="保存彩排").click()
    expect(page.get_by_text("彩排已记下，这次超时了")).to_be_visible()
    rehearsal = Rehearsal.objects.get()
    assert (rehearsal.talk, rehearsal.questions) == (485, 90)


def test_reset_waits_for_the_pause(timer):
    page = timer
    page.get_by_role("button", name="开始", exact=True).click()
    page.clock.run_for(3_000)
    page.locator("body").press("r")
    expect(digits(page)).to_have_text("7:57")

    page.get_by_role("button", name="暂停").click()
    page.get_by_role("button", name="重来").click()
    expect(digits(page)).to_have_text("8:00")
    expect(page.get_by_label("讲了多少秒")).to_have_value("")


def test_nothing_is_lost_when_the_line_breaks(page, live_server, holder, project):
    log_in(page, live_server.url, holder.user.email)
    page.goto(f"{live_server.url}/my/projects/{project.ref}/rehearse/")
    page.get_by_label("讲了多少秒").fill("470")
    page.get_by_label("答了多少秒").fill("200")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存彩排").click()
    expect(page.get_by_text(re.compile("没有连上网"))).to_be_visible()
    expect(page.get_by_label("讲了多少秒")).to_have_value("470")

    page.context.set_offline(False)

    expect(page.get_by_text("彩排已记下，没有超时")).to_be_visible(timeout=15_000)
    assert Rehearsal.objects.count() == 1


def test_rehearsal_is_typed_without_a_script(browser, live_server, holder, project):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server.url, holder.user.email)
    page.goto(f"{live_server.url}/my/projects/{project.ref}/rehearse/")
    expect(digits(page)).to_be_hidden()

    page.get_by_label("讲了多少秒").fill("470")
    page.get_by_label("答了多少秒").fill("200")
    page.get_by_role("button", name="保存彩排").click()

    expect(page.get_by_text("彩排已记下，没有超时")).to_be_visible()
    context.close()


def test_new_version_comes_into_the_list(watched, live_server, holder, project):
    page = watched
    log_in(page, live_server.url, holder.user.email)
    page.goto(f"{live_server.url}/my/projects/{project.ref}/coaching/?kind=deck")
    file = {"name": "路演.pdf", "mimeType": "application/pdf", "buffer": pdf()}

    page.get_by_label("拖到这里，或选择新一版路演 PPT").set_input_files(file)

    work(Inspection, 1)
    expect(page.get_by_role("link", name="路演.pdf")).to_be_visible()
    assert Deck.objects.get().number == 1
