"""The centre returns a plan, the unit mends what was named, the centre sets both side by side and
accepts: at both widths, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from provinces.models import FormalCheck, Printing, ScanReading
from tests.browser.test_attachments import work
from tests.browser.test_main_job import log_in, log_out
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.judging import handed_in, reread, returned_plan
from tests.provinces.making import carry_out_all, file_pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("width", [1440, 375])
def test_plan_is_returned_mended_and_accepted(watched, look, live_server, width):
    page, base = watched, live_server.url
    centre, clerk, lead = make_staff("centre"), make_clerk(), make_lead()
    [plan] = handed_in("SC")
    carry_out_all()

    def see(name):
        look(f"{name}-at-{width}")
        page.set_viewport_size({"width": width, "height": 900})

    page.set_viewport_size({"width": width, "height": 900})
    for person, act in ((centre, _return_it), (clerk, _mend_it), (lead, _hand_it_in)):
        log_in(page, base, person.user.email)
        act(page, base, see)
        if person == clerk:
            file_pdf(reread(plan), plan.versions.get(number=2), by=clerk)
            work(ScanReading, 1)
        log_out(page)
    log_in(page, base, make_staff("centre").user.email)
    _accept_it(page, base, see)

    assert [one.verdict for one in FormalCheck.objects.order_by("pk")] == ["returned", "accepted"]


def _return_it(page, base, see):
    page.goto(f"{base}/center/plans/")
    page.get_by_role("link", name="开始审查").click()
    page.locator("summary", has_text="退回补正").first.click()
    page.get_by_label("目标", exact=True).check()
    page.get_by_label("要补正什么").fill("目标与基础不一致，请改")
    see("check-returning")
    page.get_by_role("button", name="退回补正").click()
    expect(page.get_by_text("四川：已退回补正，单位会收到消息")).to_be_visible()


def _mend_it(page, base, see):
    page.goto(f"{base}/unit/plan/")
    expect(page.get_by_text("距补正截止")).to_be_visible()
    see("plan-returned")
    page.goto(f"{base}/unit/plan/form/?step=basis")
    expect(page.get_by_label("工作基础", exact=True)).to_be_disabled()
    see("plan-form-shut")
    page.goto(f"{base}/unit/plan/form/?step=aims")
    page.get_by_label("总体要求与目标").fill("办好一场路演")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()
    page.goto(f"{base}/unit/plan/")
    page.get_by_role("button", name="定稿并排印").click()
    expect(page.get_by_text("已定稿：第 2 版")).to_be_visible()
    work(Printing, 1)


def _hand_it_in(page, base, see):
    page.goto(f"{base}/unit/plan/")
    page.get_by_role("button", name="报送补正").click()
    expect(page.get_by_text("已报送，回执号")).to_be_visible()
    see("plan-mended")


def _accept_it(page, base, see):
    page.goto(f"{base}/center/plans/?state=mended")
    page.get_by_role("link", name="四川", exact=True).click()
    page.get_by_role("link", name="逐句对照补正前后").click()
    expect(page.get_by_role("heading", name="目标", exact=True)).to_be_visible()
    see("plan-difference")
    page.go_back()
    for box in page.locator(".check-rows input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text("四川：形式审查通过")).to_be_visible()


def test_enter_in_a_note_decides_nothing_and_all_is_reached_by_tab(watched, live_server):
    page, base = watched, live_server.url
    centre = make_staff("centre")
    handed_in("SC")
    carry_out_all()
    log_in(page, base, centre.user.email)
    page.goto(f"{base}/center/plans/SC/")
    for box in page.locator(".check-rows input[type=checkbox]").all():
        box.check()

    note = page.get_by_label("是 37 家推荐单位之一，备注")
    note.fill("看过")
    note.press("Enter")
    assert FormalCheck.objects.count() == 0
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || ''").strip())
        if "退回补正" in reached:
            break
    assert [one for one in reached if one] == ["通过", "退回补正"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("四川：形式审查通过")).to_be_visible()
    assert FormalCheck.objects.get().items[0]["note"] == "看过"


def test_date_is_changed_in_its_place(watched, look, live_server):
    page, base = watched, live_server.url
    centre = make_staff("centre")
    [plan] = handed_in("SC")
    returned_plan(plan)
    log_in(page, base, centre.user.email)
    page.goto(f"{base}/center/plans/SC/")

    page.locator("summary", has_text="改补正期限").click()
    page.get_by_label("补正截止改到").fill("2099-01-01")
    page.get_by_label("理由").first.fill("台风")
    look("check-extending")
    page.get_by_role("button", name="改补正期限").click()

    expect(page.get_by_text("补正截止已改")).to_be_visible()
    expect(page.get_by_text("2099年1月1日 24:00 截止").first).to_be_visible()
