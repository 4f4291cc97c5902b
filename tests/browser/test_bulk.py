"""A unit's lead chooses many on the list, looks, confirms, follows and reads the report."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import BulkOrder, Project
from tests.browser.test_main_job import log_in
from tests.factories import make_centre, make_clerk, make_holder, make_lead, make_project
from tests.projects.ordering import carried_out, ordered

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = ("车规碳化硅栅极驱动芯片", "风电叶片快速固化修补胶", "可穿戴连续血糖监测贴片")


def test_lead_returns_many_and_sees_what_became_of_each(watched, look, live_server):
    page, base, holder = watched, live_server.url, make_holder()
    projects = [make_project("submitted", holder, title=title) for title in TITLES]
    lead = make_lead()
    log_in(page, base, lead.user.email)
    page.goto(f"{base}/unit/projects/")
    look("bulk-list")
    page.get_by_role("button", name="全选本页").click()
    for title in TITLES:
        expect(page.get_by_label(f"选择 {title}")).to_be_checked()
    page.get_by_label("选择 " + TITLES[2]).uncheck()
    page.get_by_role("button", name="退回修改").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("批量退回修改：2 项")
    page.get_by_role("button", name="再次确认").click()
    expect(page.get_by_text("请写明修改意见，持有人会看到").first).to_be_visible()
    page.get_by_label("修改意见").fill("请补第三方检测报告的编号和日期")
    # Somebody else is faster with one of them.
    carried_out(ordered("accept", projects[1], by=make_lead()))
    look("bulk-confirm")
    page.get_by_role("button", name="再次确认").click()
    page.wait_for_url(re.compile(r"/unit/orders/[0-9A-Z]{10}/$"))
    look("bulk-waiting")
    carried_out(BulkOrder.objects.latest("pk"))
    expect(page.get_by_text("办了 1 项，没有办 1 项")).to_be_visible(timeout=10_000)
    look("bulk-report")
    page.get_by_role("link", name=re.compile("没有办理")).click()
    expect(page.get_by_text(re.compile("你现在的身份不能办理“退回修改”"))).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="下载表格").click()
    assert downloaded.value.suggested_filename.startswith("批量退回修改_")
    page.get_by_role("link", name="办理记录").click()
    look("bulk-orders")
    assert statuses(projects) == ["returned", "accepted", "submitted"]


def test_clerk_reminds_all_of_a_filter_and_then_one(watched, look, live_server):
    page, base, holder = watched, live_server.url, make_holder()
    for title in TITLES:
        make_project("returned", holder, title=title)
    log_in(page, base, make_clerk().user.email)
    page.goto(f"{base}/unit/projects/?state=returned")
    page.get_by_label("选中全部 3 项").check()
    page.get_by_role("button", name="催办").click()
    page.get_by_label("要补什么、怎么办").fill("请补检测报告")
    page.get_by_role("button", name="再次确认，催办 3 项").click()
    page.wait_for_url(re.compile(r"/unit/orders/"))
    carried_out(BulkOrder.objects.latest("pk"))
    expect(page.get_by_text("3 项都办好了")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name=TITLES[0]).click()
    page.locator("summary").get_by_text("催办").click()
    page.get_by_label("要补什么、怎么办").fill("请补检测报告")
    page.locator("form").filter(has_text="要补什么").get_by_role("button", name="催办").click()
    expect(page.get_by_text("刚催办过，过一天再催").first).to_be_visible()
    look("bulk-reminded")


def test_centre_finds_nothing_to_list_among_what_is_listed(watched, look, live_server):
    page, base = watched, live_server.url
    project = make_project("listed", title=TITLES[0])
    log_in(page, base, make_centre().user.email)
    page.goto(f"{base}/center/library/bulk/?verb=list&ref={project.ref}")
    expect(page.get_by_text("选中的没有一项能办")).to_be_visible()
    look("bulk-none")


def statuses(projects):
    found = dict(Project.objects.values_list("pk", "status"))
    return [found[project.pk] for project in projects]
