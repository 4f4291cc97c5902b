"""A unit's clerk fills the plan in, prints it, sends the scan; its lead hands it in."""

import re

import pytest
from playwright.sync_api import expect

from provinces.models import PlanDraft, PlanVersion, Printing, ScanReading, Submission
from records.models import Inspection
from tests.browser.test_attachments import work
from tests.browser.test_main_job import log_in, log_out
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import add_event, full_plan, publish, type_in, typed_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_plan_saves_itself_and_says_what_lacks(watched, look, live_server):
    page, base, clerk = watched, live_server.url, make_clerk()
    publish()
    log_in(page, base, clerk.user.email)
    page.goto(f"{base}/unit/plan/")
    expect(page.get_by_text("定稿前还差 27 处")).to_be_visible()
    look("plan-empty")

    page.get_by_role("button", name="增加一场").click()
    page.get_by_label("活动名称").fill("集成电路专场")
    page.get_by_label("新一代信息技术产业").check()
    expect(page.get_by_text("已自动保存")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name="目标", exact=True).click()
    page.get_by_label("总体要求与目标").fill("办好两场路演")
    expect(page.get_by_text("还没有填“总体要求与目标”")).to_have_count(0, timeout=10_000)

    typed = PlanDraft.objects.get().typed
    assert "办好两场路演" in typed.values()
    assert ["1"] in typed.values()


def test_what_somebody_else_changed_is_shown_beside_ones_own(watched, look, live_server):
    page, base, clerk = watched, live_server.url, make_clerk()
    plan = publish().plans.select_related("unit", "cycle").get(unit="SC")
    log_in(page, base, clerk.user.email)
    page.goto(f"{base}/unit/plan/form/?step=aims")
    type_in(plan, {"aims": "审核人写的"}, by=make_lead())

    page.get_by_label("总体要求与目标").fill("经办人写的")
    expect(page.get_by_text("有 1 处别的地方也改过")).to_be_visible(timeout=10_000)
    look("plan-clash")
    page.get_by_role("button", name="用这里的").click()
    expect(page.get_by_text("有 1 处别的地方也改过")).to_have_count(0)
    expect(page.get_by_text("已自动保存")).to_be_visible(timeout=10_000)

    assert PlanDraft.objects.get().typed["aims"] == "经办人写的"


def saved(page, link, path):
    with page.expect_download() as download:
        link.click()
    download.value.save_as(path)
    return path


def test_letter_is_printed_sealed_scanned_and_handed_in(watched, look, live_server, tmp_path):
    page, base, clerk, lead = watched, live_server.url, make_clerk(), make_lead()
    publish()
    full_plan(by=clerk)
    log_in(page, base, clerk.user.email)
    page.goto(f"{base}/unit/plan/")
    page.get_by_role("button", name="定稿并排印").click()
    expect(page.get_by_text("正在排印").first).to_be_visible()
    work(Printing, 1)
    letter = page.get_by_role("link", name=re.compile("下载函和方案"))
    expect(letter).to_be_visible(timeout=10_000)
    scan = saved(page, letter, tmp_path / "盖章.pdf")
    page.get_by_label("拖到这里，或选择盖好章的整份扫描件").set_input_files(scan)
    expect(page.get_by_text("“盖章.pdf”已传完")).to_be_visible(timeout=20_000)
    work(Inspection, 1)
    work(ScanReading, 1)
    whole = page.locator("#plan-live").get_by_text("各页齐全，与定稿一致")
    expect(whole).to_be_visible(timeout=30_000)
    expect(page.get_by_text("还没有上传第 1 版的盖章扫描件")).to_have_count(0)
    look("plan-scanned")
    log_out(page)

    log_in(page, base, lead.user.email)
    page.goto(f"{base}/unit/plan/")
    page.get_by_role("button", name="报送给火炬中心").click()
    expect(page.get_by_text("已报送，回执号")).to_be_visible()
    look("plan-submitted")
    receipt = Submission.objects.get()
    page.goto(f"{base}/receipts/{receipt.ref}/")
    expect(page.get_by_text("回执有效")).to_be_visible()


def test_centre_sees_tiles_change_and_reminds(watched, look, live_server):
    page, base, centre = watched, live_server.url, make_staff("centre")
    plan = publish().plans.select_related("unit", "cycle").get(unit="SC")
    log_in(page, base, centre.user.email)
    page.goto(f"{base}/center/plans/")
    expect(page.locator(".plan-tile")).to_have_count(37)

    type_in(plan, typed_plan(), by=make_clerk())
    add_event(plan, by=make_clerk())
    tile = page.locator(".plan-tile", has_text="四川")
    expect(tile.get_by_text("填写中")).to_be_visible(timeout=20_000)
    page.get_by_text("一键催办").first.click()
    look("center-remind")
    page.locator("details.confirm form").get_by_role("button", name="一键催办").click()

    expect(page.get_by_text("已催办 37 家")).to_be_visible()
    assert PlanVersion.objects.count() == 0


def test_countdown_counts_by_the_servers_clock(watched, live_server):
    page, base, clerk = watched, live_server.url, make_clerk()
    publish()
    log_in(page, base, clerk.user.email)
    page.clock.install(time="2020-01-01")

    page.goto(f"{base}/unit/plan/")

    expect(page.get_by_role("timer")).to_have_text(re.compile(r"9天\s*23小时|10天\s*0小时"))
