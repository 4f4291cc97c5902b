"""The centre deals plans out to experts: worked out, changed by keyboard, sent; the expert sees."""

import pytest
from playwright.sync_api import expect

from accounts.models import Unit
from provinces.experts import declare_tie
from provinces.models import Assignment, Pairing
from tests.browser.test_main_job import log_in, log_out
from tests.browser.walking import overflow_at, violations
from tests.factories import make_centre
from tests.provinces.judging import accepted_plans, make_expert, make_round

pytestmark = pytest.mark.django_db(transaction=True)

UNITS = ("SC", "GD", "HB", "SN")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def cell(page, unit, expert, mark):
    return page.get_by_label(f"{unit}，{expert.user.name}：{mark}", exact=True)


def set_up():
    """A round of four plans, and five experts, the first of whom abstains from two."""
    centre = make_centre()
    make_round(accepted_plans(*UNITS), by=centre)
    people = [make_expert("BJ", ("1",)), make_expert("SC", ("2",))]
    people += [make_expert("SH", (field,)) for field in ("1", "3", "4")]
    by, tied = people[0]
    declare_tie(tied, Unit.objects.get(abbr="GD"), by=by, reason="合作项目")
    return centre, by


def work_out(page, base):
    page.goto(f"{base}/center/review/1/")
    page.get_by_role("link", name="分派专家").click()
    expect(page.get_by_text("4 份还不够 3 位专家")).to_be_visible()
    page.get_by_role("button", name="自动分派").click()
    expect(page.get_by_text("已算好，拟分派 12 份")).to_be_visible()
    expect(page.get_by_text("每份都有足够的专家")).to_be_visible()


def test_table_is_changed_by_keyboard(watched, look, live_server):
    page, base, (centre, _) = watched, live_server.url, set_up()
    log_in(page, base, centre.user.email)
    work_out(page, base)
    look("assign-worked-out")
    assert overflow_at(page, 375) == 0
    page.set_viewport_size({"width": 1440, "height": 900})
    assert violations(page) == []

    pairing = Pairing.objects.filter(round_plan__plan__unit="HB", expert__home="SH")[0]
    cell(page, "湖北", pairing.expert, "拟分派").focus()
    page.keyboard.press("p")
    expect(cell(page, "湖北", pairing.expert, "拟分派，已固定")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.get_by_text("湖北缺 1 位")).to_be_visible()
    page.keyboard.press("Enter")
    expect(cell(page, "湖北", pairing.expert, "拟分派，已固定")).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value").startswith("GD.")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "湖北", pairing.expert, "拟分派，已固定")).to_be_focused()


def test_plans_are_dealt_out_sent_and_seen_by_the_expert(watched, look, live_server):
    page, base, (centre, by) = watched, live_server.url, set_up()
    log_in(page, base, centre.user.email)
    work_out(page, base)

    page.get_by_text("发出 12 份").click()
    page.get_by_role("button", name="发出", exact=True).click()
    expect(page.get_by_text("已发出 12 份，5 位专家会收到消息")).to_be_visible()
    look("round-progress")
    assert Assignment.objects.count() == 12
    log_out(page)

    log_in(page, base, by.user.email)
    page.goto(f"{base}/review/profile/")
    expect(page.get_by_text("合作项目").first).to_be_visible()
    page.goto(f"{base}/account/messages/")
    expect(page.get_by_text("份工作方案：").first).to_be_visible()
