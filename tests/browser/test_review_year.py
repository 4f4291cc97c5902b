"""A review from its opening to what the unit reads, in the browser: an expert abstains from what
they were asked, others are far apart and another round follows, which is opened again before it
counts."""

import pytest
from playwright.sync_api import expect

from foundation import clock
from provinces.models import Assignment, ReviewRound, Score, Tie
from tests.browser.test_main_job import log_in, log_out
from tests.browser.walking import violations
from tests.factories import make_clerk, make_staff
from tests.provinces.judging import accepted_plans, make_expert, score
from tests.provinces.making import DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class Review:
    """The people, of whom none logs in twice: a code counts once."""

    def __init__(self, page, base, look):
        self.page, self.base, self.look = page, base, look
        self.plans = accepted_plans("SC", "GD")
        self.experts = [make_expert("BJ") for _ in range(4)]
        self.clerk = make_clerk("SC")

    def enter(self, actor, path):
        self.page.goto(self.base)
        if self.page.get_by_role("button", name="退出").count():
            log_out(self.page)
        log_in(self.page, self.base, actor.user.email)
        self.page.goto(self.base + path)

    def press(self, name):
        """Asked once more before it is done."""
        self.page.locator("summary", has_text=name).click()
        self.page.locator("details[open]").get_by_role("button", name=name, exact=True).click()

    def deal_out(self, count):
        self.page.get_by_role("button", name="自动分派").click()
        self.page.locator("summary", has_text=f"发出 {count} 份").click()
        self.page.get_by_role("button", name="发出", exact=True).click()
        expect(self.page.get_by_text(f"已发出 {count} 份")).to_be_visible()

    def give(self, unit, *points):
        """What is typed and filed by each has a test of its own (`test_review`)."""
        tasks = Assignment.objects.filter(status="assigned", round_plan__plan__unit=unit)
        actors = {expert.pk: by for by, expert in self.experts}
        named = tasks.select_related("expert", "round_plan__round__cycle").order_by("pk")
        for task, given in zip(named, points, strict=True):
            score(task, given, by=actors[task.expert_id], comment=f"意见{given}")


def test_review_is_opened_abstained_from_reconsidered_and_read(watched, look, live_server):
    review = Review(watched, live_server.url, look)

    open_and_deal(review)
    tied = abstain(review)
    review.give("SC", 5, 1, 3)
    replace_who_abstains(review)
    review.give("GD", 3, 3, 3)
    reconsider(review)
    review.give("SC", 4, 4, 4)
    reopen_and_release(review)
    read(review)

    assert not tied.assignments.filter(round_plan__plan__unit="GD", status="filed").exists()
    totals = Score.objects.filter(status="standing", assignment__round_plan__round__number=2)
    assert [str(total) for total in totals.values_list("total", flat=True)] == ["80.00"] * 3


def open_and_deal(review):
    """Each plan to three of four experts."""
    page = review.page
    review.enter(make_staff("centre"), "/center/review/")
    page.get_by_role("link", name="开始一轮").first.click()
    page.get_by_role("button", name="开始，下一步分派").click()
    expect(page.get_by_text("下一步分派专家")).to_be_visible()
    review.deal_out(6)


def abstain(review):
    """Somebody who was asked about GD declares a tie; the plan is gone from their list."""
    page = review.page
    task = Assignment.objects.filter(round_plan__plan__unit="GD").first()
    [by] = [by for by, expert in review.experts if expert.pk == task.expert_id]
    review.enter(by, "/review/")
    expect(page.get_by_role("link", name="广东", exact=True)).to_be_visible()
    page.goto(f"{review.base}/review/profile/")
    page.get_by_label("回避哪家").select_option(label="广东")
    page.get_by_label("什么关系").fill("在做合作项目")
    page.get_by_role("button", name="申报回避").click()
    expect(page.get_by_text("在做合作项目").first).to_be_visible()
    review.look("review-tie-declared")
    assert violations(page) == []
    page.goto(f"{review.base}/review/")
    expect(page.get_by_role("link", name="广东", exact=True)).to_have_count(0)
    assert Tie.objects.get().unit_id == "GD"
    return task.expert


def replace_who_abstains(review):
    page = review.page
    review.enter(make_staff("centre"), "/center/review/1/")
    page.get_by_role("link", name="分派专家").click()
    expect(page.get_by_text("广东缺 1 位")).to_be_visible()
    review.look("assign-abstained")
    review.deal_out(1)


def reconsider(review):
    """The round ends; from the board another one of SC alone begins."""
    page = review.page
    review.enter(make_staff("centre"), "/center/review/1/")
    review.press("结束评分")
    page.get_by_role("link", name="会商表").click()
    expect(page.get_by_text("1 份的总分标准差大于 12 分：四川")).to_be_visible()
    page.get_by_role("link", name="开始一轮复议").click()
    expect(page.get_by_label("四川", exact=True)).to_be_checked()
    expect(page.get_by_label("广东", exact=True)).not_to_be_checked()
    review.look("round-of-second")
    page.get_by_role("button", name="开始，下一步分派").click()
    review.deal_out(3)


def reopen_and_release(review):
    """Ended too early, opened again with a reason by the lead, ended, and let out."""
    page = review.page
    review.enter(make_staff("centre_lead"), "/center/review/2/")
    review.press("结束评分")
    page.locator("summary", has_text="重新开放评分").click()
    page.get_by_label("新的截止").fill((clock.today() + 3 * DAY).isoformat())
    page.locator("details[open]").get_by_label("原因").fill("补充核对")
    review.look("round-reopening")
    page.locator("details[open]").get_by_role("button", name="重新开放评分").click()
    expect(page.get_by_text("评审中").first).to_be_visible()
    assert ReviewRound.objects.get(number=2).status == "open"
    review.press("结束评分")
    review.press("反馈意见")
    expect(page.get_by_text("意见已反馈")).to_be_visible()


def read(review):
    """What was said last, and by nobody."""
    page = review.page
    review.enter(review.clerk, "/unit/plan/")
    remarks = page.get_by_role("region", name="专家意见")
    expect(remarks).to_have_count(1)
    expect(remarks.get_by_text("意见4")).to_have_count(3)
    names = [by.user.name for by, _ in review.experts]
    assert [name for name in names if name in page.content()] == []
    review.look("plan-remarks")
    assert violations(page) == []
