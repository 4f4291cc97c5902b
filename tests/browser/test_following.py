"""A house and a field are followed where they are read of, and given up and taken back."""

import pytest
from playwright.sync_api import expect

from matching.models import Follow
from tests.browser.test_main_job import log_in
from tests.factories import make_holder, make_project
from tests.matching.making import make_enterprise, make_posting
from tests.matching.subscriptions import messages_to, subscribed, told_tomorrow

pytestmark = pytest.mark.django_db(transaction=True)


def test_house_and_field_are_followed_from_a_page_and_given_up(watched, look, live_server):
    page, base, reader = watched, live_server.url, make_holder()
    project = make_project("listed")
    log_in(page, base, reader.user.email)
    page.goto(f"{base}/showcase/{project.code}/")

    page.get_by_role("button", name="关注单位：岷江器件研究所").click()
    expect(page.get_by_text("已关注岷江器件研究所")).to_be_visible()
    page.get_by_role("button", name="关注领域：电子核心领域").press("Enter")
    expect(page.get_by_role("link", name="已关注领域：电子核心领域")).to_be_visible()
    look("showcase-project-followed")
    make_posting(
        make_enterprise(), title="不具名的需求", reach="anonymous", alias="某企业", field_id="1.2"
    )
    page.get_by_role("link", name="已关注单位：岷江器件研究所").click()
    look("account-follows")
    page.get_by_role("link", name="电子核心领域", exact=True).click()
    expect(page.get_by_text("某企业")).to_be_visible()
    look("account-follow-of-field")
    page.get_by_role("button", name="取消关注").click()
    expect(page.get_by_text("已取消关注电子核心领域")).to_be_visible()
    look("account-unfollowed")
    page.get_by_role("button", name="恢复关注").click()
    expect(page.get_by_text("已关注电子核心领域")).to_be_visible()

    assert Follow.objects.filter(person=reader.user_id).count() == 2


def test_digest_is_read_and_leads_to_what_is_new(watched, look, live_server):
    page, base, reader = watched, live_server.url, make_holder()
    subscribed(reader, "芯片")
    for number in range(12):
        make_project("listed", title=f"碳化硅驱动芯片{number}号")
    told_tomorrow()
    log_in(page, base, reader.user.email)

    page.goto(f"{base}/account/messages/{messages_to(reader).get().pk}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("每日摘要 12 条")
    look("account-digest")
    page.get_by_role("link", name="看成果").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("碳化硅驱动芯片11号")
