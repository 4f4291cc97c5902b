"""Matches in a browser: by keyboard, in place, seen to move the next ranking; and all of it without
a script, and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from matching.models import Feedback
from matching.states import PostingKind
from tests.browser.test_main_job import log_in
from tests.factories import make_holder
from tests.matching.making import make_enterprise, make_partner, make_posting
from tests.matching.stock import stock_project, work

pytestmark = pytest.mark.django_db(transaction=True)

MORE = {
    "title": "高温驱动芯片与碳化硅功率模块一体化封装",
    "summary": "银烧结双面散热，结温 200 摄氏度下循环无失效；短路响应小于 1.2 微秒。" * 6,
    "trl": 5,
}


@pytest.fixture
def owner():
    return make_enterprise()


@pytest.fixture
def posting(owner):
    """A demand for a driver chip, with five projects for it."""
    posting = make_posting(owner, trl_floor=7, modes=["licence"], budget=2000)
    for topic in ("driver", "battery", "bridge"):
        stock_project(topic, make_holder())
    stock_project("driver", make_holder(), title="车规级碳化硅栅极驱动芯片")
    stock_project("driver", make_holder(), **MORE)
    work()
    return posting


@pytest.fixture
def matches(watched, live_server, owner, posting):
    log_in(watched, live_server.url, owner.user.email)
    watched.get_by_role("link", name="匹配", exact=True).click()
    watched.get_by_role("link", name="车规级隔离驱动芯片").click()
    return watched


def segment(page, label):
    return page.get_by_role("navigation", name="显示哪些").get_by_role("link", name=label)


def accept_by_key(page, article):
    """A key alone tells nobody anything."""
    page.keyboard.press("a")
    expect(article.get_by_role("button", name="接受，想进一步谈")).to_be_focused()
    assert not Feedback.objects.exists()
    page.keyboard.press("Enter")


def test_matches_are_gone_through_by_keyboard(matches, look, posting):
    page = matches
    look("matches")
    articles = page.locator("[data-match]")
    expect(articles).to_have_count(5)
    page.get_by_role("region", name="匹配列表").focus()

    page.keyboard.press("j")
    expect(articles.nth(0).locator("h3 a")).to_be_focused()
    accept_by_key(page, articles.nth(0))
    expect(articles.nth(0)).to_contain_text("已接受，等对方表示")
    expect(articles.nth(0).locator("h3 a")).to_be_focused()
    expect(segment(page, "已接受")).to_have_text("已接受 1")
    expect(page.locator("#match-state")).to_contain_text("正在重新匹配…")

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(articles.nth(1).get_by_label("方向不对")).to_be_focused()
    page.keyboard.press("Space")
    articles.nth(1).get_by_label("补充说明").fill("jax 不是我们要的")
    articles.nth(1).get_by_role("button", name="提交反馈").click()
    expect(articles.nth(1)).to_contain_text("不合适：方向不对")
    expect(articles.nth(1)).to_contain_text("jax 不是我们要的")

    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(articles.nth(2).get_by_role("button", name="撤回反馈")).to_be_visible()
    look("matches-answered")
    page.keyboard.press("u")
    expect(articles.nth(2)).not_to_contain_text("撤回反馈")
    expect(segment(page, "待处理")).to_have_text("待处理 3")
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("heading", name="键盘操作")).to_be_visible()
    assert Feedback.objects.filter(status="given").count() == 2


def test_feedback_is_seen_in_the_next_ranking(matches, look, posting):
    page = matches
    first = page.locator("[data-match]").nth(0)
    first.locator("summary", has_text="不合适").click()
    first.get_by_label("方向不对").check()
    first.get_by_role("button", name="提交反馈").click()
    expect(page.locator("#match-state")).to_contain_text("重新匹配")

    work()
    page.get_by_role("link", name="看新的排序").click()

    expect(page.get_by_role("main")).to_contain_text("因你说过《")
    look("matches-moved")
    page.get_by_label("排序").select_option("plain")
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("现在的排序不用你的反馈")
    expect(page.get_by_role("main")).not_to_contain_text("因你说过《")
    page.goto(page.url.partition("?")[0])
    expect(page.get_by_role("main")).to_contain_text("现在的排序不用你的反馈")
    look("matches-plain")


def test_declining_without_a_reason_is_told_in_place(matches, look, posting):
    page = matches
    first = page.locator("[data-match]").nth(0)
    first.locator("summary", has_text="不合适").click()
    first.get_by_role("button", name="提交反馈").click()

    expect(first.get_by_role("alert")).to_contain_text("请至少选一个原因")
    expect(first.get_by_role("button", name="提交反馈")).to_be_visible()
    look("matches-no-reason")


def test_everything_works_without_a_script(browser, live_server, owner, posting):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    log_in(page, live_server.url, owner.user.email)
    page.goto(f"/desk/matches/{posting.ref}/?show=open")
    second = page.locator("[data-match]").nth(1)
    ref = second.get_attribute("id")

    second.get_by_role("button", name="接受，想进一步谈").click()

    expect(page).to_have_url(re.compile(rf"/desk/matches/{posting.ref}/\?show=open#{ref}$"))
    expect(page.get_by_role("main")).to_contain_text("已记下你的反馈")
    segment(page, "已接受").click()
    page.get_by_role("button", name="撤回反馈").click()
    expect(page.get_by_role("main")).to_contain_text("已撤回反馈")
    page.goto(f"/desk/matches/{posting.ref}/")
    third = page.locator("[data-match]").nth(2)
    third.locator("summary", has_text="不合适").click()
    third.get_by_label("价格").check()
    third.get_by_role("button", name="提交反馈").click()
    expect(page.locator("[data-match]").nth(2)).to_contain_text("不合适：价格")
    context.close()


def test_holder_takes_up_what_fits_their_project(watched, look, live_server):
    page, holder, partner = watched, make_holder(), make_partner()
    project = stock_project("driver", holder)
    make_posting(make_enterprise(), reach="anonymous", alias="某新能源汽车零部件企业")
    make_posting(partner, PostingKind.OFFER, title="车规级驱动芯片封测中试线", category="pilot")
    work()
    log_in(page, live_server.url, holder.user.email)
    page.goto(f"{live_server.url}/my/projects/{project.ref}/")
    page.get_by_role("link", name="看匹配的需求和支持").click()
    expect(page.get_by_role("main")).to_contain_text("某新能源汽车零部件企业")
    look("project-matches")

    page.get_by_role("link", name="要素供给 1").click()
    page.get_by_role("link", name="申请这项支持").click()
    page.get_by_label("申请说明").fill("想排两批样片")
    look("offer-ask")
    page.get_by_role("button", name="提交申请").click()

    expect(page.get_by_role("main")).to_contain_text("已申请，等对方答复")
    look("project-matches-asked")
