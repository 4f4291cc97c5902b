"""A project's page is passed on: its address copied, its code seen, the page printed."""

import io
import json

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.walking import SCREENSHOTS, WANTED
from tests.factories import make_holder, make_indicator, make_project, make_right

pytestmark = pytest.mark.django_db(transaction=True)

MANY = {
    "indicators": [make_indicator() | {"name": f"指标{at}"} for at in range(8)],
    "rights": [make_right() | {"name": f"栅极驱动电路及米勒钳位方法（{at}）"} for at in range(9)],
}


@pytest.fixture
def project(db):
    holder = make_holder()
    for title in ("碳化硅外延炉温场控制", "碳化硅栅极驱动电源", "短路保护装置"):
        make_project("listed", holder, title=title)
    return make_project("listed", holder, **MANY)


def test_address_is_copied_and_the_code_is_seen(watched, look, live_server, project, settings):
    page = watched
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/showcase/{project.code}/")
    page.get_by_text("分享", exact=True).click()
    page.get_by_role("button", name="复制链接").click()

    expect(page.get_by_text("已复制")).to_be_visible()
    address = f"{settings.SITE_URL}/showcase/{project.code}/"
    assert page.evaluate("navigator.clipboard.readText()") == address
    code = page.get_by_alt_text("本页的二维码")
    code.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth > 0", arg=code.element_handle())
    linked = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(linked)["url"] == address
    look("showcase-project-shared")


def test_page_prints_as_a_document(watched, live_server, project, settings):
    page = watched
    page.goto(f"{live_server.url}/showcase/{project.code}/")
    printed = page.pdf(prefer_css_page_size=True)

    document = pypdfium2.PdfDocument(io.BytesIO(printed))
    texts = [one.get_textpage().get_text_bounded() for one in document]
    if WANTED:
        for at, one in enumerate(document, start=1):
            one.render(scale=1.5).to_pil().save(SCREENSHOTS / f"showcase-printed-{at}.png")
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    whole = "".join(texts)
    assert f"{settings.SITE_URL}/showcase/{project.code}/" in texts[0]
    assert all(f"指标{at}" in whole for at in range(8))
    for hidden in ("登录", "分享", "我有意向", "相近的成果", "跳到正文"):
        assert hidden not in whole
