"""The way of a file through the pages: begun, sent in pieces, resumed, looked at, in the list."""

import io
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.attaching import AttachingProblem
from projects.intake import submit
from projects.models import Attachment, Project
from projects.queries import kept_of
from records.models import Inspection, Upload
from records.receiving import MOST_PIECE, part_of
from records.working import carry_out
from tests.factories import make_clerk, make_draft, make_filed_draft, make_holder
from tests.projects.attaching_files import make_attachment, pdf

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def holder():
    return make_holder()


@pytest.fixture
def draft(holder):
    return make_draft(holder)


@pytest.fixture
def desk(client, holder):
    client.force_login(holder.user)
    return client


def begin(client, project, name="检测报告.pdf", size=100, desk="my"):
    address = reverse(f"{desk}_project_files_begin", args=[project.ref])
    return client.post(address, {"name": name, "size": size}, headers=JSON)


def send(client, address, data, offset=0):
    headers = {"Upload-Offset": str(offset), **JSON}
    rest = {"content_type": "application/offset+octet-stream", "headers": headers}
    return client.patch(address, data, **rest)


def look(upload_ref):
    carry_out("records.inspection", Inspection.objects.get(upload__ref=upload_ref).pk)


def test_file_sent_in_pieces_becomes_an_attachment(desk, draft):
    data = pdf()
    begun = begin(desk, draft, size=len(data)).json()
    address = begun["address"]
    assert (begun["piece"], address) == (MOST_PIECE, f"/uploads/{begun['ref']}/")

    first = send(desk, address, data[:50])
    assert (first.status_code, first["Upload-Offset"]) == (HTTPStatus.NO_CONTENT, "50")
    assert desk.head(address)["Upload-Offset"] == "50"
    assert send(desk, address, data[50:], 50)["Upload-Offset"] == str(len(data))
    assert "正在检查" in desk.get(address, headers=HTMX).content.decode()

    look(begun["ref"])
    [attachment] = kept_of(draft)
    assert (attachment.title, attachment.kind, attachment.visibility) == (
        *("检测报告", "report"),
        "granted",
    )
    with attachment.document.file.open() as kept:
        assert kept.read() == data
    assert desk.get(address).json()["stage"] == "kept"
    assert f'id="file-{attachment.ref}"' in desk.get(address, headers=HTMX).content.decode()


def test_wrong_offset_is_answered_with_the_right_one(desk, draft):
    address = begin(desk, draft).json()["address"]
    send(desk, address, b"x" * 30)

    answer = send(desk, address, b"x" * 30)

    assert (answer.status_code, answer["Upload-Offset"]) == (HTTPStatus.CONFLICT, "30")
    assert answer.json()["problems"][0]["sentence"] == "已收到 30 字节，请从那里接着传"


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 20, "１"])
def test_offset_that_is_none_is_a_bad_request(desk, draft, offset):
    address = begin(desk, draft).json()["address"]

    assert send(desk, address, b"x", offset).status_code == HTTPStatus.BAD_REQUEST


def test_upload_of_somebody_else_does_not_exist(desk, draft, client):
    begun = begin(desk, draft).json()
    other = type(client)()
    other.force_login(make_holder().user)

    for answer in (
        other.get(begun["address"]),
        send(other, begun["address"], b"x"),
        other.post(begun["drop"]),
    ):
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not part_of(Upload.objects.get()).exists()


def test_file_of_a_wrong_kind_is_refused_before_it_is_sent(desk, draft):
    answer = begin(desk, draft, "a.exe")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["problems"][0]["sentence"].startswith("不能上传 exe 文件")


def test_refused_file_is_told_in_the_list_and_put_away_the_draft_untouched(desk, draft):
    before = Project.objects.filter(pk=draft.pk).values().get()
    data = b"MZ\x90\x00" * 99
    begun = begin(desk, draft, size=len(data)).json()
    send(desk, begun["address"], data)
    look(begun["ref"])

    page = desk.get(reverse("my_project_files", args=[draft.ref])).content.decode()
    assert "这个文件不是真正的 pdf 文件" in page

    assert desk.post(begun["drop"], headers=HTMX).content == b""
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert Project.objects.filter(pk=draft.pk).values().get() == before


def test_project_submitted_meanwhile_takes_no_file(desk, draft, holder):
    data = pdf()
    begun = begin(desk, draft, size=len(data)).json()
    send(desk, begun["address"], data)
    submit(draft, by=holder)

    look(begun["ref"])

    [problem] = Inspection.objects.get().problems
    assert (problem["code"], kept_of(draft).count()) == (AttachingProblem.CLOSED, 0)


def test_plain_form_sends_several_without_a_script(desk, draft):
    files = [io.BytesIO(pdf()), io.BytesIO(b"no")]
    files[0].name, files[1].name = "甲.pdf", "乙.exe"

    answer = desk.post(reverse("my_project_files", args=[draft.ref]), {"files": files}, follow=True)

    page = answer.content.decode()
    assert "“甲.pdf”已上传，正在检查" in page
    assert "“乙.exe”没有上传：不能上传 exe 文件" in page
    look(Upload.objects.get().ref)
    assert [one.title for one in kept_of(draft)] == ["甲"]


def test_unit_sends_for_what_is_in_its_custody(client):
    clerk = make_clerk()
    draft, data = make_filed_draft(clerk), pdf()
    client.force_login(clerk.user)

    begun = begin(client, draft, "委托书.pdf", len(data), desk="unit").json()
    send(client, begun["address"], data)
    look(begun["ref"])

    assert [(one.kind, one.title) for one in kept_of(draft)] == [("mandate", "委托书")]


def test_who_lost_their_role_meanwhile_files_nothing(client):
    clerk = make_clerk()
    draft, data = make_filed_draft(clerk), pdf()
    client.force_login(clerk.user)
    begun = begin(client, draft, size=len(data), desk="unit").json()
    send(client, begun["address"], data)
    Upload.objects.update(unit="GD")

    look(begun["ref"])

    [problem] = Inspection.objects.get().problems
    assert (problem["code"], kept_of(draft).count()) == ("not_yours", 0)


def test_change_in_place_answers_with_the_list_and_what_happened(desk, draft, holder):
    attachment = make_attachment(draft, holder, title="甲件")
    address = reverse("file_revise", args=[attachment.ref])

    good = {"title": "乙件", "kind": "report", "visibility": "public"}
    answer = desk.post(address, good, headers=HTMX)
    assert answer.status_code == HTTPStatus.OK
    assert 'hx-swap-oob="innerHTML">“乙件”已保存' in answer.content.decode()

    answer = desk.post(address, {**good, "title": ""}, headers=HTMX)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请填写“名称”" in answer.content.decode()
    assert [one.title for one in kept_of(draft)] == ["乙件"]


def test_after_submission_only_openness_is_offered(desk, draft, holder):
    attachment = make_attachment(draft, holder, visibility="members", title="甲件")
    submit(draft, by=holder)
    page = desk.get(reverse("my_project_files", args=[draft.ref])).content.decode()
    assert "已经报送，附件不能增减" in page
    assert (f"{attachment.ref}-title" in page, 'value="public"' in page) == (False, False)

    address = reverse("file_revise", args=[attachment.ref])
    desk.post(address, {"visibility": "granted"})
    attachment.refresh_from_db()
    assert attachment.visibility == "granted"


def test_poll_of_an_unchanged_row_is_not_sent_again(desk, draft):
    address = begin(desk, draft).json()["address"]
    etag = desk.get(address, headers=HTMX)["ETag"]

    answer = desk.get(address, headers={**HTMX, "If-None-Match": etag})

    assert answer.status_code == HTTPStatus.NOT_MODIFIED
