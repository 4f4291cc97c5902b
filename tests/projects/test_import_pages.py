"""The pages of an import over HTTP: from the file to the drafts, and all that is ordered there."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.columns.resource import SPREAD
from projects.importing.carrying import carry_through
from projects.models import Claim, ImportRun, ImportWork, Project
from projects.states import ImportStage
from records.models import Inspection
from records.states import WorkState
from records.working import carry_out
from tests.factories import make_clerk, make_holder
from tests.imports import imported, read_in, row_of, sheet_of
from tests.logins import FreshClient

pytestmark = pytest.mark.django_db
HEADER = ("编号", "成果名称", "技术领域", "邮箱")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def client(clerk):
    client = FreshClient()
    client.force_login(clerk.user)
    return client


def address(name, run, *more):
    return reverse(f"unit_import_{name}" if name else "unit_import", args=[run.ref, *more])


def checked(clerk, *rows):
    return read_in(sheet_of(*rows, header=HEADER), by=clerk, name="汇总.csv")


BAD = ("2", "乙", "汽车电子", "")
GOOD = ("1", "甲", "新材料", "wu@example.cn")


def test_file_sent_by_a_form_becomes_a_run(client, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("汇总.csv", sheet_of(GOOD, BAD, header=HEADER))

    sent = client.post(reverse("unit_imports"), {"file": file})
    waiting = client.get(sent.url)
    carry_out("records.inspection", Inspection.objects.get().pk)
    run = ImportRun.objects.get()
    polled = client.get(sent.url, headers=HTMX)

    assert "正在检查文件是否安全" in waiting.content.decode()
    assert polled["HX-Redirect"] == address("", run)
    assert client.get(sent.url).url == address("", run)
    assert (run.unit_id, run.by_id, run.stage) == ("SC", clerk.user_id, ImportStage.READING)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("汇总.xlsm", b"x", "文件里有宏（xlsm）。请另存为不含宏的格式后再上传"),
        ("汇总.pdf", b"%PDF-", "不能上传 pdf 文件。可以上传：csv、tsv、xls、xlsx、ods"),
        ("汇总.csv", b"", "这个文件是空的。请检查后重新上传"),
    ],
)
def test_file_that_is_no_sheet_is_refused_at_once(client, name, raw, words):
    answer = client.post(reverse("unit_imports"), {"file": SimpleUploadedFile(name, raw)})

    assert words in answer.content.decode()


def test_file_that_is_not_what_it_says_is_refused_when_it_was_looked_at(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("汇总.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    sent = client.post(reverse("unit_imports"), {"file": file})

    carry_out("records.inspection", Inspection.objects.get().pk)
    page = client.get(sent.url).content.decode()

    assert "这个文件不是真正的 xlsx 文件" in page
    assert ImportRun.objects.count() == 0


def test_page_shows_what_has_to_be_mended_first(client, clerk):
    run = checked(clerk, GOOD, BAD)

    page = client.get(address("", run)).content.decode()

    assert re.findall(r'id="row-(\d+)"', page) == ["3"]
    assert "改为“5.4 新能源汽车相关服务”" in page
    assert "导入 1 行" in page
    assert "邮箱" in page


def test_proposal_is_taken_by_a_click_and_the_counts_follow(client, clerk):
    run = checked(clerk, GOOD, BAD)

    answer = client.post(
        address("row", run, 3), {"name": "field", "text": "新材料"}, headers=HTMX
    ).content.decode()

    assert row_of(run, 3).outcome == "new"
    assert 'id="row-3"' in answer
    assert "导入 2 行" in answer
    assert answer.count("hx-swap-oob") == 3


def test_row_that_is_not_there_is_not_mended(client, clerk):
    run = checked(clerk, GOOD)

    answer = client.post(address("row", run, 99), {"name": "trl", "text": "7"}, headers=HTMX)

    assert answer.status_code == 404


@pytest.mark.parametrize("data", [{"name": "unit", "text": "GD"}, {"name": "holder", "text": "1"}])
def test_column_that_is_not_asked_is_not_mended(client, clerk, data):
    run = checked(clerk, GOOD)

    client.post(address("row", run, 2), data)

    assert row_of(run, 2).fixes == {}


def test_workbook_of_what_has_to_be_mended_can_be_imported_again(client, clerk):
    run = checked(clerk, GOOD, BAD)

    answer = client.get(address("errors", run))
    raw = b"".join(answer.streaming_content)
    again = read_in(raw, by=clerk, name="汇总_待修正.xlsx")

    assert "filename*=utf-8''%E6%B1%87%E6%80%BB_" in answer["Content-Disposition"]
    assert [one["label"] for one in again.mapping] == [*HEADER, "错误原因"]
    assert row_of(again, 3).cells == [*BAD, "战新领域：请从列出的选项里选"]
    assert again.counts == {"bad": 1}


def test_progress_is_polled_and_unchanged_is_304(client, clerk):
    run = checked(clerk, GOOD)
    client.post(address("take", run), {"mandate": "授权书 1 号"})

    first = client.get(address("progress", run), headers=HTMX)
    second = client.get(address("progress", run), headers={**HTMX, "If-None-Match": first["ETag"]})
    carry_through(run)
    ended = client.get(address("progress", run), headers=HTMX)

    assert "正在导入" in first.content.decode()
    assert (second.status_code, ended["HX-Redirect"]) == (304, address("", run))
    assert Project.objects.get().display_consent.mandate == "授权书 1 号"


def test_order_while_a_worker_is_at_it_is_refused_in_words(client, clerk):
    run = checked(clerk, GOOD)
    client.post(address("take", run), {})

    client.post(address("drop", run))
    page = client.get(address("", run)).content.decode()

    assert "这份文件正在导入，请等它做完" in page


def test_failed_task_is_tried_again(client, clerk):
    run = checked(clerk, GOOD)
    client.post(address("take", run), {})
    ImportWork.objects.filter(run=run, state=WorkState.WAITING).update(
        state=WorkState.FAILED, ended_at=run.begun_at
    )
    assert "没有做完" in client.get(address("", run)).content.decode()

    client.post(address("again", run))
    carry_through(run)

    assert run.stage == ImportStage.TAKEN


def test_contacts_are_invited_to_claim_what_was_imported(client, clerk):
    holder = make_holder()
    rows = [(*GOOD[:3], holder.user.email), ("2", "乙", "新材料", "")]
    run = imported(sheet_of(*rows, header=HEADER), by=clerk)
    assert "邀请 1 位联系人认领" in client.get(address("", run)).content.decode()

    client.post(address("invite", run))

    assert list(Claim.objects.values_list("claimant", "project__title")) == [(holder.user_id, "甲")]


def test_undo_is_offered_and_done(client, clerk):
    run = imported(sheet_of(GOOD, header=HEADER), by=clerk)
    assert "撤销本次导入" in client.get(address("", run)).content.decode()

    client.post(address("undo", run))
    carry_through(run)

    assert run.stage == ImportStage.UNDONE


def test_list_asks_no_more_for_more_runs(client, clerk, django_assert_num_queries):
    client.get(reverse("unit_imports"))
    for number in range(3):
        checked(clerk, (str(number), "甲", "", ""))
        with django_assert_num_queries(LIST):
            client.get(reverse("unit_imports"))


def test_page_asks_no_more_for_more_rows(client, clerk, django_assert_num_queries):
    client.get(reverse("unit_imports"))
    for count in (1, 3):
        run = checked(clerk, *((*BAD[:1], f"第 {n} 项", *BAD[2:]) for n in range(count)))
        with django_assert_num_queries(PAGE):
            client.get(address("", run))


LIST, PAGE = 7, 12


def test_template_is_a_workbook(client):
    answer = client.get(reverse("unit_import_template"))

    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_drafts_are_downloaded_changed_and_imported_again(client, clerk):
    imported(sheet_of(GOOD, ("2", "乙", "新材料", ""), header=HEADER), by=clerk)
    raw = b"".join(client.get(reverse("unit_import_drafts")).streaming_content)

    same = read_in(raw, by=clerk, name="草稿.xlsx")
    Project.objects.filter(source_key="1").update(title="改了名")
    changed = read_in(raw, by=clerk, name="草稿.xlsx")

    assert (same.counts, changed.counts) == ({"same": 2}, {"same": 1, "update": 1})


def test_columns_are_explained(client):
    page = client.get(reverse("unit_import_columns")).content.decode()

    assert page.count("<tr>") == len(SPREAD) + 1
    assert page.count("可多选，用顿号隔开") == 9
