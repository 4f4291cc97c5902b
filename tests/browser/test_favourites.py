"""What was found is kept, noted, put into a folder, taken out and back; and set side by side."""

import re

import pytest
from playwright.sync_api import expect

from matching.models import Favourite
from tests.browser.test_main_job import log_in
from tests.browser.walking import violations
from tests.factories import make_holder, make_project, make_right
from tests.matching.making import make_enterprise, make_posting

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = ("碳化硅外延炉温场控制", "碳化硅栅极驱动电源", "面向车规的短路保护装置")


@pytest.fixture
def projects():
    holder = make_holder()
    said = (
        {"trl": 5, "stage": "bench", "level": "intl_advanced"},
        {"price": "300", "price_open": False, "modes": ["joint"]},
        {"rights": [make_right(), make_right("", "know_how", "")], "trl": 9},
    )
    return [
        make_project("listed", holder, title=title, **fields)
        for title, fields in zip(TITLES, said, strict=True)
    ]


def test_ticked_projects_are_set_side_by_side(watched, look, live_server, projects):
    page = watched
    page.goto(f"{live_server.url}/showcase/?q=碳化硅")
    bar = page.get_by_role("button", name="对比所选")
    expect(bar).to_be_hidden()

    for title in TITLES[:2]:
        page.get_by_label(f"对比：{title}").check()
    expect(bar).to_be_visible()
    assert violations(page) == []
    look("showcase-ticked")
    bar.click()

    expect(page).to_have_url(re.compile(r"/showcase/compare/\?p=.+&p="))
    expect(page.get_by_role("heading", level=1)).to_have_text("项目对比")
    page.get_by_label("按编号加一项").fill(projects[2].code.lower())
    page.get_by_role("button", name="加入对比").click()
    expect(page.locator("thead .row-link")).to_have_count(3)
    look("compare-three")
    assert violations(page) == []
    page.get_by_label(f"不再对比：{TITLES[0]}").click()
    expect(page.locator("thead .row-link")).to_have_count(2)


def test_what_was_ticked_stays_ticked_wherever_one_looks(watched, look, live_server, projects):
    page, holder = watched, make_holder()
    for number in range(2):
        make_project("listed", holder, title=f"潮汐电站 {number}")
    page.goto(f"{live_server.url}/showcase/")
    said = page.locator(".compare-bar p")
    for title in TITLES:
        page.get_by_label(f"对比：{title}").check()
    expect(said).to_have_text("已选 3 项，最多 4 项")

    page.get_by_label("关键词").fill("潮汐电站")
    page.get_by_label("关键词").press("Enter")
    page.get_by_label("对比：潮汐电站 0").check()
    expect(said).to_have_text("已选 4 项，最多 4 项")
    expect(page.get_by_label("对比：潮汐电站 1")).to_be_disabled()
    look("showcase-ticked-elsewhere")
    page.get_by_role("button", name="对比所选").click()
    expect(page.locator("thead .row-link")).to_have_count(4)

    page.go_back()
    expect(page.get_by_label("对比：潮汐电站 0")).to_be_checked()
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".compare-bar")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("对比：潮汐电站 0")).not_to_be_checked()


def test_what_was_ticked_does_not_search_anew(watched, live_server, projects):
    page, asked = watched, []
    page.goto(f"{live_server.url}/showcase/")
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_label(f"对比：{TITLES[0]}").check()
    page.get_by_label("排序").select_option("maturity")

    expect(page).to_have_url(re.compile("sort=maturity"))
    assert len([url for url in asked if "/showcase/?" in url]) == 1


def test_what_is_kept_is_noted_and_put_in_its_place(watched, look, live_server, projects):
    page, base, by = watched, live_server.url, make_enterprise()
    posting = make_posting(title="车规级隔离驱动芯片国产替代")
    log_in(page, base, by.user.email)
    for path in (f"/demands/{posting.code}/", *(f"/showcase/{one.code}/" for one in projects)):
        page.goto(f"{base}{path}")
        page.get_by_role("button", name="收藏", exact=True).click()
        expect(page.get_by_role("link", name="已收藏")).to_be_visible()
    look("showcase-project-kept")

    page.get_by_role("link", name="已收藏").click()
    page.get_by_text("新建收藏夹").click()
    page.get_by_label("名称").fill("车规功率器件")
    page.get_by_role("button", name="新建", exact=True).click()
    item = page.get_by_role("article").filter(has_text=TITLES[1])
    item.get_by_text("备注、收藏夹").click()
    item.get_by_role("textbox").fill("先问样片价格，再约路演")
    item.get_by_label("收藏夹", exact=True).select_option("车规功率器件")
    item.get_by_role("button", name="保存").click()
    expect(item.locator(".kept__note")).to_have_text("先问样片价格，再约路演")
    for title in TITLES[:2]:
        page.get_by_label(f"对比：{title}").check()
    assert violations(page) == []
    look("favourites-ticked")
    item.get_by_role("button", name="移除").click()
    expect(page.get_by_text(f"已移除“{TITLES[1]}”")).to_be_visible()
    look("favourites-removed")
    page.get_by_role("button", name="撤销").click()

    expect(item.locator(".kept__note")).to_have_text("先问样片价格，再约路演")
    page.get_by_role("link", name="车规功率器件（1）").click()
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_text("给“车规功率器件”改名").click()
    look("favourites-in-folder")
    assert Favourite.objects.filter(removed_at=None).count() == 4
