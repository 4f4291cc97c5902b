"""The pages of an import, of demands and offers: what is chosen, said, offered and ordered."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from matching.models import Posting, PostingVersion
from projects.importing.carrying import carry_through
from projects.models import ImportRun
from projects.states import ImportStage
from records.models import Inspection
from records.working import carry_out
from tests.factories import make_clerk
from tests.imports import imported, read_in, row_of
from tests.logins import FreshClient
from tests.matching.import_sheets import demand, demands, offer, offers

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PAGE = 11


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


def page_of(client, run):
    return client.get(address("", run)).content.decode()


@pytest.mark.parametrize(("said", "subject"), [("demand", "demand"), ("", "")])
def test_file_comes_as_what_was_said(client, clerk, settings, tmp_path, said, subject):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("汇总.csv", offers(offer()))

    client.post(reverse("unit_imports"), {"file": file, "subject": said})
    carry_out("records.inspection", Inspection.objects.get().pk)

    run = ImportRun.objects.get()
    assert (run.subject, run.stage) == (subject, ImportStage.READING)
    page = client.get(reverse("unit_imports")).content.decode()
    assert page.count('data-label="内容">待识别<') == (not subject)


def test_file_comes_as_nothing_else(client):
    file = SimpleUploadedFile("汇总.csv", offers(offer()))

    answer = client.post(reverse("unit_imports"), {"file": file, "subject": "holder"})

    assert answer.status_code == 200
    assert Inspection.objects.count() == 0


def test_list_names_what_each_import_is_of(client, clerk):
    for raw in (demands(demand()), offers(offer())):
        imported(raw, by=clerk)

    page = client.get(reverse("unit_imports")).content.decode()

    assert page.count('data-label="内容">需求<') == 1
    assert page.count('data-label="内容">要素供给<') == 1


def test_page_tells_what_the_labels_look_like_and_reads_it_so_when_asked(client, clerk):
    run = read_in(demands(demand()), by=clerk, subject="offer")
    page = page_of(client, run)
    assert "列名看起来是需求。如果是，请在下面换成“需求”" in page

    client.post(address("where", run), {"subject": "demand"})
    run = carry_through(run)

    assert (run.subject, run.counts) == ("demand", {"new": 1})
    page = page_of(client, run)
    assert "列名看起来是" not in page
    assert "授权文件" not in page


def test_subject_that_is_not_known_is_refused(client, clerk):
    run = read_in(demands(demand()), by=clerk)

    client.post(address("where", run), {"subject": "holder"})

    run.refresh_from_db()
    assert run.subject == "demand"


def test_wrong_cell_is_mended_in_place(client, clerk):
    run = read_in(demands(demand(stock_code="2594"), demand("X-2", "乙")), by=clerk)
    assert "改为“002594”" in page_of(client, run)

    data = {"name": "stock_code", "text": "002594"}
    answer = client.post(address("row", run, 2), data, headers=HTMX).content.decode()

    assert row_of(run, 2).outcome == "new"
    assert "导入 2 行" in answer


def test_column_of_another_kind_is_not_mended(client, clerk):
    run = read_in(offers(offer()), by=clerk)

    client.post(address("row", run, 2), {"name": "stock_code", "text": "002594"})

    assert row_of(run, 2).fixes == {}


def test_rows_are_taken_handed_in_and_found_in_the_list(client, clerk):
    run = read_in(demands(demand(), demand("X-2", "没写全的", goal="")), by=clerk)

    client.post(address("take", run))
    carry_through(run)
    page = page_of(client, run)
    assert 'href="/unit/demands/"' in page
    assert "全部提交审核（2 条草稿）" in page
    client.post(address("submit", run))
    run = carry_through(run)

    assert (run.stage, PostingVersion.objects.count()) == (ImportStage.TAKEN, 1)
    assert "全部提交审核（1 条草稿）" in page_of(client, run)


def test_undo_is_offered_and_done(client, clerk):
    run = imported(offers(offer()), by=clerk)
    assert "撤销本次导入" in page_of(client, run)

    client.post(address("undo", run))
    run = carry_through(run)

    assert (run.stage, Posting.objects.get().status) == (ImportStage.UNDONE, "dropped")


def test_rows_that_are_there_already_are_named(client, clerk):
    imported(demands(demand()), by=clerk)
    run = read_in(demands(demand(budget="1")), by=clerk)

    assert "库里已有“车规级隔离驱动芯片国产替代”" in page_of(client, run)


def test_page_asks_no_more_for_more_rows(client, clerk, django_assert_num_queries):
    client.get(reverse("unit_imports"))
    for count in (1, 3):
        rows = [demand(f"X-{n}", f"第 {n} 条", trl_floor="十") for n in range(count)]
        run = read_in(demands(*rows), by=clerk)
        with django_assert_num_queries(PAGE):
            page_of(client, run)


def test_page_of_rows_that_are_there_asks_no_more_for_more(
    client, clerk, django_assert_num_queries
):
    client.get(reverse("unit_imports"))
    for count in (1, 3):
        rows = [(f"{count}-{n}", f"第 {count} 批 {n} 条") for n in range(count)]
        imported(demands(*(demand(*row) for row in rows)), by=clerk)
        run = read_in(demands(*(demand(*row, budget="1") for row in rows)), by=clerk)
        with django_assert_num_queries(PAGE + 1):
            page_of(client, run)


@pytest.mark.parametrize(("kind", "label"), [("demand", "需求"), ("offer", "要素供给")])
def test_template_of_each_kind_is_a_workbook(client, kind, label):
    answer = client.get(reverse("unit_import_template"), {"of": kind})

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer.headers["Content-Disposition"].endswith(quote(f"{label}批量导入模板.xlsx"))


def test_drafts_of_each_kind_are_downloaded_and_imported_again(client, clerk):
    imported(demands(demand()), by=clerk)
    imported(offers(offer()), by=clerk)

    for kind in ("demand", "offer"):
        answer = client.get(reverse("unit_import_drafts"), {"of": kind})
        raw = b"".join(answer.streaming_content)
        run = read_in(raw, by=clerk, name="草稿.xlsx")
        assert (run.subject, run.counts) == (kind, {"same": 1})


def test_rows_to_mend_are_a_workbook_that_comes_back(client, clerk):
    run = read_in(demands(demand(trl_floor="十")), by=clerk)

    raw = b"".join(client.get(address("errors", run)).streaming_content)
    again = read_in(raw, by=clerk, name="待修正.xlsx")

    assert (again.subject, again.counts) == ("demand", {"bad": 1})


@pytest.mark.parametrize("address", ["template", "drafts", "columns"])
def test_what_nobody_knows_is_not_found(client, address):
    answer = client.get(reverse(f"unit_import_{address}"), {"of": "holder"})

    assert answer.status_code == 404


def test_columns_of_each_kind_are_explained(client):
    page = client.get(reverse("unit_import_columns"), {"of": "demand"}).content.decode()

    assert page.count("<tr>") == 21
    assert "上市代码" in page
    assert "下载需求模板" in page
