"""The two acts in the browser: an objection is upheld, the decision corrected, proposed by one,
agreed by another, shown again, final, read by all and by the unit."""

import pytest
from playwright.sync_api import expect

from foundation import clock
from provinces.displaying import settle
from provinces.models import Display, HostDecision
from tests.browser.test_main_job import log_in, log_out
from tests.browser.walking import violations
from tests.factories import make_holder, make_lead, make_staff
from tests.provinces.deciding import OVER, objected, shown
from tests.provinces.judging import accepted_plans
from tests.provinces.making import DAY, carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people():
    """Nobody logs in twice: a code counts once."""
    return {
        "lead": make_staff("centre_lead"),
        "other_lead": make_staff("centre_lead"),
        "centre": make_staff("centre"),
        "other_centre": make_staff("centre"),
        "holder": make_holder(),
        "unit": make_lead(),
    }


def test_objection_is_followed_to_the_announcement(watched, look, live_server, people):
    page, base = watched, live_server.url
    with clock.shift(-OVER):
        display, [row] = shown("SC", lead=people["lead"])
        objected(display, row, by=people["holder"])
    page_of_acts = f"{base}/center/hosts/?year={display.cycle.year}"

    uphold(page, page_of_acts, look, people["centre"])
    correct_and_settle(page, page_of_acts, look, people["lead"])
    propose(page, page_of_acts, look, people["other_centre"])
    decide_and_show(page, page_of_acts, look, people["other_lead"])
    object_again(page, base, look, people["holder"])

    settle_later(people["lead"])
    page.goto(f"{base}/notices/results-{display.cycle.year}/")
    expect(page.get_by_role("heading", name="路演承办结果公告")).to_be_visible()
    expect(page.get_by_text("异议属实，重新决定")).to_be_visible()
    look("results-announced")
    assert violations(page) == []
    log_in(page, base, people["unit"].user.email)
    page.goto(f"{base}/unit/plan/")
    expect(page.get_by_role("link", name="下载", exact=True)).to_be_visible()
    look("plan-decided")


def uphold(page, address, look, centre):
    log_in(page, address.partition("/center")[0], centre.user.email)
    page.goto(address)
    page.get_by_text("答复异议").first.click()
    page.get_by_label("成立", exact=True).check()
    page.get_by_label("答复", exact=True).fill("属实，会更正这一场的决定")
    look("acts-answer")
    assert violations(page) == []
    page.get_by_role("button", name="答复异议").click()
    expect(page.get_by_text("已答复异议")).to_be_visible()
    log_out(page)


def correct_and_settle(page, address, look, lead):
    log_in(page, address.partition("/center")[0], lead.user.email)
    page.goto(address)
    expect(page.get_by_text("请先更正这一场的决定")).to_be_visible()
    page.locator("summary", has_text="更正决定").click()
    page.locator("details[open]").get_by_label("更正理由").fill("异议属实，重新决定")
    look("acts-correct")
    page.get_by_role("button", name="更正决定").click()
    expect(page.get_by_text("已更正四川的第 1 场")).to_be_visible()
    page.locator("summary", has_text="公示生效").click()
    page.get_by_role("button", name="公示生效").click()
    expect(page.get_by_text("批承办公示已生效")).to_be_visible()
    log_out(page)


def propose(page, address, look, centre):
    log_in(page, address.partition("/center")[0], centre.user.email)
    page.goto(address)
    page.get_by_role("button", name="全选").click()
    expect(page.get_by_role("checkbox", name="选择 四川 第 1 场")).to_be_checked()
    page.get_by_label("候补", exact=True).check()
    page.get_by_label("理由", exact=True).fill("主题与邻近地区相近")
    page.get_by_role("button", name="拟定勾选的场次").click()
    expect(page.get_by_role("heading", name="共 1 项")).to_be_visible()
    look("acts-asked-again")
    assert violations(page) == []
    page.get_by_role("button", name="拟定 1 项").click()
    expect(page.get_by_text("已拟定 1 场")).to_be_visible()
    expect(page.get_by_text("你拟定的，由另一位负责人决定")).to_be_visible()
    log_out(page)


def decide_and_show(page, address, look, lead):
    log_in(page, address.partition("/center")[0], lead.user.email)
    page.goto(address)
    look("acts-proposed")
    page.get_by_role("checkbox", name="选择 四川 第 1 场").check()
    page.get_by_role("button", name="同意勾选的").click()
    page.get_by_role("button", name="同意 1 项").click()
    expect(page.get_by_text("已同意 1 场")).to_be_visible()
    page.locator("summary", has_text="开始公示").click()
    look("acts-show")
    page.locator("details[open]").get_by_role("button", name="开始公示").click()
    expect(page.get_by_text("已开始公示")).to_be_visible()
    log_out(page)


def object_again(page, base, look, holder):
    """By a visitor, who logs in on the way."""
    page.goto(f"{base}/notices/results-{Display.objects.first().cycle.year}/")
    look("results-running")
    page.get_by_role("link", name="登录后提出异议").click()
    log_in(page, base, holder.user.email)
    page.goto(f"{base}/notices/results-{Display.objects.first().cycle.year}/")
    page.get_by_label("针对").select_option(label="四川 第 1 场 候补")
    page.get_by_label("异议内容和依据").fill("应当承办")
    look("results-object")
    assert violations(page) == []
    page.get_by_role("button", name="提出异议").click()
    expect(page.get_by_text("异议已送达火炬中心")).to_be_visible()
    look("objections-own")
    page.locator("summary", has_text="撤回").first.click()
    page.locator("details[open]").get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回异议")).to_be_visible()
    log_out(page)


def settle_later(lead):
    with clock.shift(OVER):
        settle(Display.objects.get(status="open"), by=lead)
        carry_out_all()
    assert set(HostDecision.objects.values_list("status", flat=True)) == {"reversed", "final"}


def test_lead_approves_all_that_wait_at_once(watched, look, live_server, people):
    page, base = watched, live_server.url
    with clock.shift(-DAY):
        plans = accepted_plans("SC", "GD", "HB")
    log_in(page, base, people["lead"].user.email)
    page.goto(f"{base}/center/hosts/?year={plans[0].cycle.year}")

    page.get_by_role("button", name="全选").click()
    page.get_by_role("checkbox", name="选择 湖北").uncheck()
    page.get_by_label("审定通过", exact=True).check()
    page.get_by_label("理由", exact=True).fill("论证充分")
    look("acts-approve")
    page.get_by_role("button", name="审定勾选的方案").click()
    page.get_by_role("button", name="审定 2 项").click()

    expect(page.get_by_text("已审定 2 份方案")).to_be_visible()
    expect(page.get_by_role("checkbox", name="选择 湖北")).to_be_visible()
