"""A demand saves itself, tells what names its house, goes through the queue by keyboard."""

import pytest
from playwright.sync_api import expect

from foundation.typed import Page
from matching.filing import keep_typed, open_posting
from matching.models import Posting, PostingDraft
from matching.states import PostingKind
from tests.browser.test_main_job import log_in
from tests.factories import make_clerk, make_user
from tests.matching.filing import handed_in, typed_posting
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db(transaction=True)


def test_demand_saves_itself_and_warns_of_the_name_it_tells(watched, look, live_server):
    page, base, by = watched, live_server.url, make_enterprise()
    typed_posting(by, reach="anonymous", alias="某企业", problem="")
    log_in(page, base, by.user.email)
    page.goto(f"{base}/desk/demands/{Posting.objects.get().ref}/edit/?step=what")

    page.get_by_label("主要问题").fill("海岳精密的芯片交期太长")
    expect(page.locator("#beside mark")).to_have_text("海岳精密", timeout=10_000)
    expect(page.get_by_text("已自动保存")).to_be_visible()
    look("demand-names-its-house")
    page.get_by_label("主要问题").fill("芯片交期太长")
    expect(page.locator("#beside mark")).to_have_count(0, timeout=10_000)

    assert PostingDraft.objects.get().typed["problem"] == "芯片交期太长"
    page.get_by_role("link", name="检查并提交").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交，审核结果会在消息里告诉你")).to_be_visible()


def test_what_a_colleague_typed_is_shown_beside_ones_own(watched, look, live_server):
    page, base, by = watched, live_server.url, make_enterprise()
    posting = open_posting(PostingKind.DEMAND, by=by)
    colleague = make_enterprise(user=make_user("colleague"))
    log_in(page, base, by.user.email)
    page.goto(f"{base}/desk/demands/{posting.ref}/edit/?step=deal")
    keep_typed(posting, {"modes": ["joint"], "budget": "200"}, page=Page(), by=colleague)

    page.get_by_label("拟投入资金").fill("300")
    expect(page.get_by_text("有 1 处别的地方也改过")).to_be_visible(timeout=10_000)
    expect(page.get_by_label("合作开发")).to_be_checked()
    look("demand-clash")
    page.get_by_role("button", name="用这里的").click()
    expect(page.get_by_text("已自动保存")).to_be_visible(timeout=10_000)

    assert PostingDraft.objects.get().typed == {"modes": ["joint"], "budget": "300"}


def test_queue_is_worked_through_by_keyboard(watched, live_server):
    page, base, clerk, by = watched, live_server.url, make_clerk(), make_enterprise()
    for title in ("第一项芯片需求", "第二项芯片需求"):
        handed_in(by, title=title)
    log_in(page, base, clerk.user.email)
    page.goto(f"{base}/unit/postings/")
    page.get_by_role("link", name="第一项芯片需求").click()
    expect(page.get_by_text("写退回意见")).to_be_visible()

    page.keyboard.press("r")
    expect(page.get_by_label("退回意见")).to_be_focused()
    page.keyboard.type("写上 qa 指标")
    page.get_by_role("button", name="退回，看下一条").press("Enter")
    expect(page.get_by_role("heading", name="第二项芯片需求")).to_be_visible()
    expect(page.get_by_text("写退回意见")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已发布“第二项芯片需求”")).to_be_visible()

    assert Posting.objects.get(status="published").title == "第二项芯片需求"
