"""An expert scores two plans with the keyboard; the sheet saves itself and is filed once."""

import re

import pytest
from playwright.sync_api import expect

from foundation.typed import Page
from provinces.models import Assignment, Score, ScoreDraft
from provinces.scoring import keep_typed, reopen_score
from tests.browser.test_main_job import log_in
from tests.factories import make_staff
from tests.provinces.judging import accepted_plans, assigned, make_expert, make_round

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = ("theme", "basis", "organisation", "support", "novelty")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def review(watched, live_server):
    """An expert at their list, with two plans before them."""
    by, expert = make_expert()
    tasks = assigned(make_round(accepted_plans("SC", "HB")), [expert])
    log_in(watched, live_server.url, by.user.email)
    watched.goto(f"{live_server.url}/review/")
    watched.by, watched.tasks = by, tasks
    return watched


def group(page, name):
    return page.locator(f"#id_points-{name}")


def points(page, name, digit):
    """As by keyboard alone: the focus stands on one of the criterion's points."""
    page.wait_for_load_state()  # keys are heard once the page's scripts are there
    group(page, name).locator("input").first.focus()
    page.keyboard.press(digit)
    expect(group(page, name).locator(f"input[value='{digit}']")).to_be_checked()


def test_plans_are_scored_by_keyboard_one_after_the_other(review, look):
    page = review
    expect(page.get_by_text("待评 2 份")).to_be_visible()
    look("review-queue")
    page.get_by_role("link", name="四川", exact=True).click()
    for name in KEYS:
        points(page, name, "3")
    expect(page.locator("[data-total]")).to_have_text("60.00")
    points(page, "theme", "5")
    page.keyboard.press("ArrowLeft")
    expect(group(page, "theme").locator("input[value='4']")).to_be_checked()
    points(page, "theme", "5")
    expect(page.locator("[data-total]")).to_have_text("70.00")
    reason = page.get_by_label("主题的理由")
    expect(page.get_by_text("打 5 分，请写好在哪里")).to_be_visible()
    expect(reason).to_have_attribute("aria-required", "true")
    page.locator("#id_familiarity input").first.focus()
    page.keyboard.press("4")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("已自动保存"), timeout=15_000)
    expect(page.locator("#beside")).to_contain_text("提交前还差 1 处", timeout=15_000)
    look("review-sheet")
    reason.fill("主题切中本地产业，2026 年 5 场")
    expect(page.locator("#beside")).to_contain_text("填全了，可以提交", timeout=15_000)

    page.get_by_text("提交评分", exact=True).click()
    page.get_by_role("button", name="提交并下一份").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("湖北")
    expect(page.get_by_text("已提交四川的评分")).to_be_visible()
    score = Score.objects.get()
    assert (str(score.total), score.points["theme"]) == ("70.00", 5)
    assert score.reasons == {"theme": "主题切中本地产业，2026 年 5 场"}


def test_digits_typed_into_a_reason_are_text(review):
    page = review
    page.get_by_role("link", name="湖北", exact=True).click()

    page.get_by_label("主题的理由").press_sequentially("5 场 3 项")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("已自动保存"), timeout=15_000)

    assert ScoreDraft.objects.get().typed == {"reason-theme": "5 场 3 项"}
    expect(page.locator("[data-total]")).to_have_text("0.00")


def test_two_tabs_do_not_overwrite_each_other(review, look):
    page = review
    page.get_by_role("link", name="湖北", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("湖北")
    task = Assignment.objects.select_related("round_plan__round").get(pk=page.tasks[0].pk)
    keep_typed(task, {"points-theme": "2", "comment": "另一页"}, page=Page(0, "b"), by=page.by)

    points(page, "theme", "4")
    expect(page.get_by_text("有 1 处别的地方也改过")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("总体意见")).to_have_value("另一页")
    look("review-clash")
    page.get_by_role("button", name="用另一处的").click()

    expect(page.get_by_text("有 1 处别的地方也改过")).to_have_count(0)
    expect(page.locator("[data-total]")).to_have_text("10.00")
    assert ScoreDraft.objects.get().typed["points-theme"] == "2"


def test_score_that_was_sent_back_begins_where_it_was(review, look, live_server):
    page = review
    task = page.tasks[0]
    page.goto(f"{live_server.url}/review/{task.ref}/")
    for name in KEYS:
        points(page, name, "3")
    page.locator("#id_familiarity input").first.focus()
    page.keyboard.press("2")
    page.get_by_text("提交评分", exact=True).click()
    page.get_by_role("button", name="只提交").click()
    expect(page.get_by_role("heading", name="你的评分")).to_be_visible()
    look("review-filed")

    reopen_score(task, by=make_staff("centre_lead"), reason="请再核对工作基础")
    page.reload()

    expect(page.get_by_text("请再核对工作基础")).to_be_visible()
    expect(page.locator("[data-total]")).to_have_text("60.00")
    page.get_by_text("谢绝这份任务").click()
    page.get_by_label("为什么谢绝").fill("时间冲突")
    page.get_by_role("button", name="谢绝", exact=True).click()
    expect(page.get_by_text("已谢绝湖北的评审")).to_be_visible()


def test_what_is_given_offline_is_saved_when_the_line_is_back(page, live_server):
    """Requests fail on purpose: nobody watches."""
    by, expert = make_expert()
    [task] = assigned(make_round(accepted_plans("SC")), [expert])
    log_in(page, live_server.url, by.user.email)
    page.goto(f"{live_server.url}/review/{task.ref}/")
    page.context.set_offline(True)
    points(page, "theme", "4")
    expect(page.locator("[data-trouble]")).to_contain_text("连不上服务器", timeout=15_000)
    page.context.set_offline(False)

    expect(page.locator("[data-saved]")).to_have_text(re.compile("已自动保存"), timeout=20_000)

    assert ScoreDraft.objects.get().typed == {"points-theme": "4"}
