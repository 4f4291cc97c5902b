"""Attachments as people bring, order and share them: over a line that breaks, by keyboard."""

import re
import time

import pytest
from playwright.sync_api import expect

from accounts.acting import actor_for
from accounts.granting import grant_role
from accounts.states import Role
from projects.models import Attachment
from projects.queries import kept_of
from records.actors import PORTAL
from records.models import Inspection, Picture
from records.working import carry_out
from tests.browser.test_main_job import log_in, log_out
from tests.browser.walking import overflow_at, picture
from tests.factories import make_draft, make_holder, make_organisation, make_user, take_to
from tests.foundation import files

pytestmark = pytest.mark.django_db(transaction=True)
VIDEO = files.mp4(boxes=((b"moov", b"\0" * 8), (b"mdat", bytes(range(256)) * 14_000)))


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def work(kind, count):
    """Do what a worker would, once there is as much to do."""
    for _ in range(200):
        waiting = list(kind.objects.filter(state="waiting").values_list("pk", flat=True))
        if len(waiting) >= count:
            break
        time.sleep(0.05)
    for pk in waiting:
        carry_out(kind._meta.label_lower, pk)


def chosen(page, *files_sent):
    page.get_by_label("拖到这里，或选择文件").set_input_files(
        [{"name": name, "mimeType": "x", "buffer": data} for name, data in files_sent]
    )


def break_the_line(page, times):
    """The first pieces do not arrive; the line is there again afterwards."""
    broken = []

    def handle(route):
        if route.request.method == "PATCH" and len(broken) < times:
            broken.append(route.request.headers["upload-offset"])
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*/", handle)
    return broken


def row_called(page, title):
    return page.locator("li.file").filter(has=page.locator(f"input[value='{title}']"))


def test_files_come_over_a_broken_line_and_are_shared(page, look_at, live_server):
    base = live_server.url
    holder = make_holder()
    draft = make_draft(holder)
    investor, stranger = (make_investor(name, code) for name, code in ORGANISATIONS)
    log_in(page, base, holder.user.email)
    page.goto(f"{base}/my/projects/{draft.ref}/files/")
    broken = break_the_line(page, 2)

    chosen(page, ("样机.mp4", VIDEO), ("委托书.pdf", files.PDF), ("a.exe", b"MZ"))

    expect(page.get_by_text("不能上传 exe 文件").first).to_be_visible(timeout=30_000)
    look_at("files-coming")
    work(Inspection, 2)
    expect(page.locator("li[id^=file-]")).to_have_count(2, timeout=15_000)
    assert broken == ["0", "0"]
    video = kept_of(draft).get(kind="video")
    with video.document.file.open() as kept:
        assert kept.read() == VIDEO
    work(Picture, 1)
    page.reload()
    look_at("files-kept")
    order_by_keyboard(page, draft)
    open_to(page, "样机", "授权可见")
    remove_and_undo(page, draft)
    take_to("listed", draft, holder)
    share_with(page, base, draft, look_at)
    log_out(page)
    assert [answer_of(page, base, who, video) for who in (investor, stranger)] == [206, 404]


ORGANISATIONS = (("巴山创投", "91510100MA61RU9B1F"), ("珠江创投", "91440101MA5AKP8U4D"))


def make_investor(name, code):
    rest = {"by": PORTAL, "organisation": make_organisation(name, code, "investor")}
    return actor_for(grant_role(make_user(), Role.INVESTOR, **rest)).user


def order_by_keyboard(page, draft):
    before = [one.title for one in kept_of(draft)]
    page.locator("[id^=up-]").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#files-said")).to_contain_text("排到第 1")
    assert [one.title for one in kept_of(draft)] == before[::-1]
    expect(page.locator("[id^=up-]").first).to_be_focused()


def open_to(page, title, visibility):
    row_called(page, title).get_by_label("公开范围").select_option(label=visibility)


def remove_and_undo(page, draft):
    row_called(page, "委托书").get_by_role("button", name="移除").click()
    expect(page.locator("#files-said")).to_contain_text("已移除“委托书”")
    expect(page.locator("[id^=restore-]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#files-said")).to_contain_text("“委托书”已恢复")
    assert kept_of(draft).count() == 2


def share_with(page, base, draft, look_at):
    page.goto(f"{base}/my/projects/{draft.ref}/grants/")
    page.get_by_label("机构名称或代码").fill("巴山")
    page.get_by_role("button", name="找机构").click()
    page.get_by_label("样机").check(force=True)
    page.get_by_label("巴山创投").check(force=True)
    look_at("grants-found")
    page.get_by_role("button", name="授权查看").click()
    expect(page.get_by_role("status").first).to_contain_text("已授权巴山创投查看“样机”")
    look_at("grants-given")


def answer_of(page, base, user, attachment):
    log_in(page, base, user.email)
    answer = page.request.get(f"{base}/files/{attachment.ref}/", headers={"Range": "bytes=0-9"})
    log_out(page)
    return answer.status


def test_pause_and_a_new_visit_go_on_where_it_was(page, live_server):
    base = live_server.url
    holder = make_holder()
    draft = make_draft(holder)
    log_in(page, base, holder.user.email)
    page.goto(f"{base}/my/projects/{draft.ref}/files/")
    page.route("**/uploads/*/", hold_after(1))
    chosen(page, ("样机.mp4", VIDEO))
    expect(page.get_by_text(re.compile("已传 2\\d%"))).to_be_visible()
    page.get_by_role("button", name="暂停").click()
    expect(page.get_by_role("button", name="继续")).to_be_focused()
    page.unroute("**/uploads/*/")

    page.goto(f"{base}/my/projects/{draft.ref}/files/")
    expect(page.get_by_text("再选一次同一个文件")).to_be_visible()
    chosen(page, ("样机.mp4", VIDEO))

    expect(page.get_by_text("已传完，正在检查").first).to_be_visible()
    work(Inspection, 1)
    [attachment] = Attachment.objects.all()
    with attachment.document.file.open() as kept:
        assert kept.read() == VIDEO


def hold_after(pieces):
    seen = []

    def handle(route):
        seen.append(route.request.method)
        if seen.count("PATCH") <= pieces:
            route.continue_()

    return handle


@pytest.fixture
def look_at(page):
    def take(name):
        for width in (1440, 375):
            assert overflow_at(page, width) == 0, f"{name} overflows at {width}"
            picture(page, name, width)
        page.set_viewport_size({"width": 1440, "height": 900})

    return take
