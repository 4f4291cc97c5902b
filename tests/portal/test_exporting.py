"""One's data as a ZIP: everything of one's own, nothing of others', in little memory."""

import io
import json
import tracemalloc
import zipfile

import pytest

from accounts.acting import actor_of
from accounts.consenting import give_consent
from accounts.granting import apply_for
from accounts.people import reveal_contact
from accounts.states import ConsentPurpose, Role
from foundation.uploads import Purpose
from portal.exporting import export_person
from records.filing import file_document
from records.messages import keep_messages
from tests.factories import make_holder, make_organisation, make_project, make_staff, make_user
from tests.records.test_filing import PDF

pytestmark = pytest.mark.django_db


def opened(stream):
    return zipfile.ZipFile(io.BytesIO(b"".join(stream)))


def read(archive, name):
    return json.loads(archive.read(name))


def export_of(client, user):
    client.force_login(user)
    answer = client.post("/account/data/export/")
    assert answer.status_code == 200
    return answer, opened(answer.streaming_content)


def make_rich_person():
    user = make_user("li", phone="13800138000")
    holder = actor_of(user)
    apply_for(Role.INVESTOR, by=holder, organisation=make_organisation(), reason="投资经理")
    give_consent(ConsentPurpose.FEED, by=holder)
    project = make_project("submitted", holder)
    keep_messages("toy.parcel.send", [("样品", [user.pk])])
    reveal_contact(user, by=make_staff("exchange"))
    return user, project


def test_export_holds_everything_of_ones_own(client):
    user, project = make_rich_person()

    answer, archive = export_of(client, user)

    assert archive.testzip() is None
    names = [
        *("README.txt", "accounts.json", "projects.json", "provinces.json"),
        *("roadshows.json", "matching.json", "introductions.json", "records.json"),
    ]
    assert archive.namelist() == names
    accounts, projects, *others, records = (read(archive, name) for name in names[1:])
    [account] = accounts["account"]
    assert (account["email"], account["phone"]) == (user.email, "13800138000")
    assert [row["email"] for row in accounts["emails"]] == [user.email]
    assert [(row["role"], row["reason"]) for row in accounts["roles"]] == [("investor", "投资经理")]
    assert [row["purpose"] for row in accounts["consents"]] == ["feed", "display"]
    assert [row["ref"] for row in projects["projects"]] == [project.ref]
    assert [row["content"]["title"] for row in projects["versions"]] == [project.title]
    assert [name for room in others for name, rows in room.items() if rows] == []
    assert [row["context"]["title"] for row in records["messages"]] == ["样品"]
    assert {"apply", "give", "open", "submit"} <= {row["verb"] for row in records["done"]}
    told = [(row["verb"], row["actor_role"]) for row in records["done_to_me"]]
    assert told == [("register", "visitor"), ("reveal", "exchange")]
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_readme_names_every_section(client):
    user, _ = make_rich_person()

    _, archive = export_of(client, user)

    readme = archive.read("README.txt").decode()
    assert readme.startswith("火炬科技成果直通车 · li的数据")
    for name in archive.namelist()[1:]:
        assert name in readme
        assert [section for section in read(archive, name) if f"  {section} " not in readme] == []


def test_export_holds_nothing_of_others(client):
    make_rich_person()

    _, archive = export_of(client, make_holder().user)

    text = "".join(archive.read(name).decode() for name in archive.namelist())
    for word in ("li@example.cn", "13800138000", "投资经理", "样品", "碳化硅"):
        assert word not in text


def test_filed_documents_come_along(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    holder = make_holder()
    document = file_document("报告.pdf", io.BytesIO(PDF), purpose=Purpose.DOCUMENT, by=holder)

    _, archive = export_of(client, holder.user)

    assert archive.read(f"documents/{document.ref}-报告.pdf") == PDF


def test_export_takes_no_more_memory_for_much_than_for_little():
    user = make_user()
    peaks = []
    for count in (100, 5000):
        keep_messages("toy.parcel.send", [(f"样品 {n} " * 20, [user.pk]) for n in range(count)])
        tracemalloc.start()
        export_person(user).close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 1024 * 1024


def test_export_is_asked_for_by_a_button_of_ones_own_page(client):
    assert client.post("/account/data/export/").url.startswith("/accounts/login/")
    client.force_login(make_user())

    assert client.get("/account/data/export/").status_code == 405
    page = client.get("/account/data/").content.decode()
    assert 'action="/account/data/export/"' in page
