"""一页简介: one page whatever is told, with our fonts in it, made once for what it shows."""

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.core.files.storage import default_storage
from django.db import transaction

from foundation import clock
from projects.library import withdraw
from projects.models import Listing, OnePager
from projects.one_pagers import (
    PATIENCE,
    forget_unshown,
    one_pager_of,
    order_one_pager,
)
from projects.queries import for_page
from projects.recommendation import withdraw_recommendation
from records.states import WorkState
from records.working import carry_out
from tests.factories import (
    make_centre,
    make_holder,
    make_indicator,
    make_lead,
    make_project,
    make_recommendation,
    make_right,
)
from tests.projects.correcting_things import TITLE, make_correction

pytestmark = pytest.mark.django_db

LABEL = "projects.onepager"
LONG = "碳化硅器件在零点九微秒内关断短路，逆变器因此少用三成余量。"
RARE = "䶮㛃喆堃犇祎赟𬭸𬬻𨐈"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def listing_of(project):
    return for_page(Listing.objects.filter(project=project)).get()


def ordered(project):
    return order_one_pager(one_pager_of(listing_of(project)))


def made(project):
    row = ordered(project)
    carry_out(LABEL, row.pk)
    row.refresh_from_db()
    return row


def bytes_of(row):
    with row.file.open("rb") as file:
        return file.read()


def text_of(pdf):
    [page] = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range().split())


def names_in(folder):
    return sorted(path.name for path in folder.rglob("*.pdf"))


def test_sheet_tells_the_version_in_force():
    project = make_project("listed", innovation="软关断同片\n片上隔离电容")
    make_recommendation(project)

    text = text_of(bytes_of(made(project)))

    for words in (
        *("面向车规的碳化硅栅极驱动芯片", "少用一半余量", "岷江器件研究所", project.code),
        *("软关断同片", "片上隔离电容", "短路响应0.9μs2.1μs", "ZL202110000001.6"),
        *("国内主驱逆变器厂约40家", "意向价格：面议", "推荐", "第1版", "我有意向"),
    ):
        assert words in text, words
    assert "全文见网页" not in text


def test_sheet_names_nobody():
    right = make_right(owner="林岷")
    project = make_project("listed", team="林岷带队，四人做过两代芯片。", rights=[right])

    text = text_of(bytes_of(made(project)))

    for word in ("林岷", "周蜀", "13800000000", "zhou@example.cn"):
        assert word not in text, word


def test_code_leads_to_the_page():
    project = make_project("listed")
    [page] = pypdfium2.PdfDocument(bytes_of(made(project)))

    [code] = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())

    assert code.text.endswith(f"/showcase/{project.code}/")


def test_every_font_is_in_the_file_and_ours():
    project = make_project("listed", summary=f"{RARE}{LONG * 8}")
    pdf = bytes_of(made(project))

    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = [one for one in file.objects if is_a(one, "/FontDescriptor")]
        assert {str(one.FontName).partition("+")[2] for one in fonts} == {"Song", "Hei"}
        assert all("/FontFile3" in one or "/FontFile2" in one for one in fonts)
    assert RARE in text_of(pdf)


def is_a(thing, kind):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


MUCH = {
    "title": "面向车规的碳化硅芯片" * 20,
    "tagline": "很" * 60,
    "summary": LONG * 34,
    "problem": LONG * 17,
    "innovation": "\n".join([LONG * 6] * 5),
    "market": LONG * 27,
    "benefit": LONG * 17,
    "wants_note": LONG * 17,
    "indicators": [make_indicator(abroad="1.6 μs" * 6) for _ in range(20)],
    "wants": ["line"],
    "modes": ["licence", "joint", "transfer"],
}
LINES = {"summary": "\n".join(["行" * 9] * 99), "innovation": "W" * 1000, "market": "x" * 800}


@pytest.mark.parametrize("told", [MUCH, LINES], ids=["much", "lines"])
def test_sheet_is_one_page_whatever_is_told(told):
    text = text_of(bytes_of(made(make_project("listed", **told))))

    assert "全文见网页" in text
    for head in ("项目简介", "创新点", "主要技术指标", "成熟度", "转化方式", "知识产权"):
        assert head in text, head
    assert "想谈合作，或看全文" in text


def test_sheet_is_made_once_for_what_it_shows():
    project = make_project("listed")

    first = made(project)
    carry_out(LABEL, first.pk)
    again = made(project)

    assert (again.pk, again.sha256, again.file.name) == (first.pk, first.sha256, first.file.name)
    assert OnePager.objects.count() == 1


def test_work_that_was_killed_before_its_receipt_leaves_one_file(media):
    row = ordered(make_project("listed"))
    with transaction.atomic():
        carry_out(LABEL, row.pk)
        transaction.set_rollback(True)
    row.refresh_from_db()
    assert (row.state, row.file.name, len(names_in(media))) == (WorkState.WAITING, "", 1)

    carry_out(LABEL, row.pk)

    row.refresh_from_db()
    assert row.state == WorkState.DONE
    assert [row.file.name] == [f"one-pagers/{name}" for name in names_in(media)]


def test_new_version_makes_another_and_the_old_one_is_gone(django_capture_on_commit_callbacks):
    holder = make_holder()
    project = make_project("listed", holder)
    old = made(project)

    make_correction("accepted", project, holder)
    assert one_pager_of(listing_of(project)).pk is None
    with django_capture_on_commit_callbacks(execute=True):
        new = made(project)

    assert TITLE in text_of(bytes_of(new))
    assert not OnePager.objects.filter(pk=old.pk).exists()
    assert not default_storage.exists(old.file.name)


def test_recommendation_makes_another():
    project = make_project("listed")
    plain = made(project)
    recommendation = make_recommendation(project)

    recommended = made(project)
    withdraw_recommendation(recommendation, by=make_lead(), reason="数据需要复核")
    again = made(project)

    assert "年度推荐" in text_of(bytes_of(recommended))
    assert "年度推荐" not in text_of(bytes_of(again))
    assert plain.digest == again.digest != recommended.digest


def test_work_for_what_is_not_shown_any_more_makes_nothing():
    project = make_project("listed")
    row = ordered(project)
    withdraw(project, by=make_centre(), reason="权属有争议")

    carry_out(LABEL, row.pk)

    row.refresh_from_db()
    assert (row.state, row.file.name) == (WorkState.DONE, "")


def test_what_left_the_library_is_not_kept(django_capture_on_commit_callbacks):
    gone, stays = (made(make_project("listed")) for _ in range(2))
    withdraw(gone.version.project, by=make_centre(), reason="权属有争议")

    with django_capture_on_commit_callbacks(execute=True):
        forget_unshown()

    assert list(OnePager.objects.all()) == [stays]
    assert [default_storage.exists(row.file.name) for row in (gone, stays)] == [False, True]


def test_what_failed_is_tried_again_after_an_hour():
    project = make_project("listed")
    row = ordered(project)
    failed = OnePager.objects.filter(pk=row.pk)
    failed.update(state=WorkState.FAILED, ended_at=clock.now())
    assert ordered(project).state == WorkState.FAILED

    failed.update(ended_at=clock.now() - PATIENCE)

    assert (ordered(project).state, ordered(project).pk) == (WorkState.WAITING, row.pk)
