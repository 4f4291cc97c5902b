"""An evaluator takes a project up and scores it with the keyboard; the form saves itself and is
filed once; the unit sees what it came to."""

import pytest
from playwright.sync_api import expect

from foundation.typed import Page
from projects.evaluating import save_opinion
from projects.models import Opinion, OpinionDraft
from tests.browser.test_main_job import log_in
from tests.factories import make_evaluator, make_lead, make_opinion, make_project
from tests.projects.evaluated import make_costly

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = ("lead", "maturity", "rights", "market", "team")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def evaluator(watched, live_server):
    by = make_evaluator()
    log_in(watched, live_server.url, by.user.email)
    watched.by = by
    return watched


def group(page, name):
    return page.locator(f"#id_points-{name}")


def points(page, name, digit):
    """As by keyboard alone: the focus stands on one of the criterion's points."""
    page.wait_for_load_state()  # keys are heard once the page's scripts are there
    group(page, name).locator("input").first.focus()
    page.keyboard.press(digit)
    expect(group(page, name).locator(f"input[value='{digit}']")).to_be_checked()


def test_project_is_taken_up_and_scored_by_keyboard(evaluator, live_server, look):
    page = evaluator
    make_project("listed", title="面向车规的碳化硅驱动芯片")
    costly = make_costly(title="高温超导带材卷对卷镀膜")
    page.goto(f"{live_server.url}/unit/evaluations/")
    look("evaluation-queue")
    page.get_by_role("row", name="高温超导带材").get_by_role("button").click()
    expect(page.get_by_role("heading", name=costly.title)).to_be_visible()
    for name in KEYS:
        points(page, name, "4")
    expect(page.locator("[data-total]")).to_have_text("80.00")
    points(page, "market", "5")
    expect(page.locator("[data-total]")).to_have_text("84.00")
    expect(page.get_by_text("打 5 分，请写好在哪里")).to_be_visible()
    page.get_by_label("市场前景的理由").fill("两家整车厂已经试用")
    page.get_by_label("总体意见").fill("检测报告和填报一致，中试数据完整。")
    expect(page.get_by_text("填全了，可以提交。")).to_be_visible(timeout=15_000)
    look("evaluation-form")
    page.get_by_text("提交评价", exact=True).click()
    page.get_by_role("button", name="只提交").click()
    expect(page.get_by_text("结果还没有出来")).to_be_visible()
    look("evaluation-filed")
    assert Opinion.objects.get().total == 84


def test_form_saves_itself_and_another_page_is_noticed(evaluator, live_server):
    page, by = evaluator, evaluator.by
    project = make_project("listed")
    page.goto(f"{live_server.url}/unit/evaluations/")
    page.get_by_role("button", name="承接评价").click()
    page.get_by_label("总体意见").fill("指标扎实")
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存", timeout=15_000)
    draft = OpinionDraft.objects.get()
    assert draft.typed == {"comment": "指标扎实"}

    opinion = Opinion.objects.get(evaluation__project=project)
    save_opinion(opinion, {"points-lead": "3"}, page=Page(1, "b"), by=by)
    points(page, "team", "4")

    expect(group(page, "lead").locator("input[value='3']")).to_be_checked(timeout=15_000)
    expect(page.locator("[data-total]")).to_have_text("26.00")


def test_unit_sees_the_dispute_and_sends_an_opinion_back(watched, live_server, look):
    page, lead = watched, make_lead()
    project = make_costly()
    one = make_opinion(project, 5, comment="国内领先，建议推荐。")
    make_opinion(project, 2, comment="还在实验室，没有用户。")
    log_in(page, live_server.url, lead.user.email)
    page.goto(f"{live_server.url}/unit/evaluations/?show=disputed")
    look("evaluations-unit")
    page.get_by_role("link", name=project.title).click()
    expect(page.get_by_text("三份意见取中位数")).to_be_visible()
    look("evaluation-unit")
    page.get_by_text("退回重评").first.click()
    page.get_by_label("理由").first.fill("没有核对检测报告")
    page.get_by_role("button", name="退回重评").first.click()
    expect(page.get_by_text("的意见已退回重评")).to_be_visible()
    one.refresh_from_db()
    assert one.status == "taken"
