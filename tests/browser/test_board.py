"""会商 in a browser: by keyboard through the matrix, to both acts scriptless, and on paper."""

import io

import pypdfium2
import pytest
from playwright.sync_api import expect

from provinces.reviewing import close_round
from tests.browser.test_main_job import log_in
from tests.factories import make_staff
from tests.provinces.judging import (
    accepted_plans,
    approved,
    assigned,
    make_expert,
    make_round,
    score,
)

pytestmark = pytest.mark.django_db(transaction=True)

UNITS, PLACES = ("SC", "HB", "GD", "JS"), 2


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plans():
    """SC, HB and GD are ranked in this order; experts are far apart over JS. Two have a place."""
    plans = accepted_plans(*UNITS)
    experts = [make_expert("BJ") for _ in range(3)]
    round_ = make_round(plans, places=PLACES)
    actors = {expert.pk: at for at, (_, expert) in enumerate(experts)}
    points = dict(
        zip([p.pk for p in plans], ((5, 5, 5), (4, 4, 4), (3, 3, 3), (0, 2, 5)), strict=True)
    )
    for task in assigned(round_, [expert for _, expert in experts]):
        at = actors[task.expert_id]
        score(task, points[task.round_plan.plan_id][at], by=experts[at][0])
    close_round(round_, by=make_staff("centre"))
    return plans


def test_lead_goes_through_the_matrix_by_keyboard(watched, look, live_server, plans):
    page, base = watched, live_server.url
    log_in(page, base, make_staff("centre_lead").user.email)
    page.get_by_role("link", name="会商").click()
    look("board-judged")
    live = page.locator("[data-live]")
    expect(live).to_contain_text("建议线以上")
    page.get_by_role("region", name="方案与得分").focus()

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="四川省科学技术厅")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="湖北省科学技术厅")).to_be_focused()
    page.keyboard.press("x")

    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(live).to_contain_text("已勾选")
    expect(live.locator("[data-plans]")).to_have_text("1")
    expect(live.locator('b[data-region="华中"]')).to_have_text("1")
    page.keyboard.press("x")
    expect(live).to_contain_text("建议线以上")
    expect(live.locator("[data-plans]")).to_have_text("2")
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("heading", name="键盘操作")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="键盘操作")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base}/center/review/1/plans/HB/?year={plans[0].cycle.year}")


def test_letters_typed_elsewhere_move_nothing(watched, live_server, plans):
    page, base = watched, live_server.url
    log_in(page, base, make_staff("centre_lead").user.email)
    page.goto(f"{base}/center/board/")

    reason = page.locator("#approve-reason")
    reason.press_sequentially("jxk?")

    expect(reason).to_have_value("jxk?")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_what_is_ticked_without_a_script_goes_to_both_acts(browser, live_server, plans):
    approved([plans[0]])
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    log_in(page, live_server.url, make_staff("centre_lead").user.email)
    page.goto("/center/board/?tick=line")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)

    page.locator("#approve").get_by_label("审定通过").check()
    page.locator("#approve-reason").fill("论证充分")
    page.get_by_role("button", name="审定勾选的").click()

    expect(page.get_by_role("main")).to_contain_text("湖北")
    expect(page.get_by_role("main")).to_contain_text("论证充分")
    page.goto("/center/board/?tick=line")
    page.locator("#propose").get_by_label("承办", exact=True).check()
    page.locator("#propose-reason").fill("排名第一")
    page.get_by_role("button", name="拟定勾选的").click()
    expect(page.get_by_role("main")).to_contain_text("四川")
    context.close()


def test_paper_is_a_landscape_page_with_heads_and_without_buttons(watched, live_server, plans):
    page, base = watched, live_server.url
    log_in(page, base, make_staff("centre").user.email)
    page.goto(f"{base}/center/board/")

    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = pdf[0].get_size()
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    pdf.close()

    assert (round(width), round(height)) == (842, 595)
    assert "名次" in text
    assert "广东省科学技术厅" in text
    assert "键盘操作" not in text
    assert "导出" not in text
