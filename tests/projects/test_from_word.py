"""The pages: copying a project, the Word form, and filling in from a file."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation import clock
from foundation.typed import Page
from projects.drafting import keep_typed
from projects.forms.paper import paper_of
from projects.forms.typing import shown_of
from projects.intake import empty_own, open_like
from projects.models import Project, Reading
from projects.models.sheet import COLUMNS
from projects.queries import own_data
from records.models import Entry
from tests.factories import (
    make_agent,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_organisation,
    make_project,
    make_right,
)
from tests.foundation.word_files import p, raw, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client):
    actor = make_holder()
    client.force_login(actor.user)
    return actor


@pytest.fixture
def clerk(client):
    actor = make_clerk()
    client.force_login(actor.user)
    return actor


def text_of(answer):
    return answer.content.decode()


def upload(client, address, content, name="信息表.docx"):
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


# from another


def test_copy_has_the_content_and_none_of_the_promises(client, holder):
    project = make_project("listed", holder, attendance_note="工作日")

    answer = client.post(reverse("my_project_copy", args=[project.ref]))

    copy = Project.objects.exclude(pk=project.pk).get()
    assert answer.url == reverse("my_project", args=[copy.ref])
    left = {"title", "rights_declared", "truthful", "willing", "attendance_note", "publications"}
    same = [name for name in COLUMNS if name not in left]
    assert [getattr(copy, n) for n in same] == [getattr(project, n) for n in same]
    assert copy.title == f"{project.title}（副本）"
    assert (copy.rights_declared, copy.truthful, copy.willing) == (False, False, None)
    assert (copy.publications, copy.attendance_note) == ([], "")
    assert (copy.status, copy.code, copy.submitted_at) == ("draft", None, None)
    assert (copy.may_be_shown, copy.organisation) == (False, project.organisation)
    assert Entry.objects.filter(object_id=copy.pk, verb="open").count() == 1


def test_copy_of_a_copy_says_so_once_and_fits(holder):
    project = make_draft(holder, title="长" * 200)

    copy = open_like(open_like(project, by=holder), by=holder)

    assert copy.title == "长" * 196 + "（副本）"


def test_unit_and_agency_copy_into_their_own_custody(client, clerk):
    filed = make_filed_project("listed", clerk)
    client.post(reverse("unit_project_copy", args=[filed.ref]))
    organisation = make_organisation()
    agent = make_agent(organisation)
    make_delegation(organisation)
    client.force_login(agent.user)
    theirs = make_filed_draft(make_agent_acting(agent))

    client.post(reverse("unit_project_copy", args=[theirs.ref]))

    copies = Project.objects.filter(title__endswith="（副本）").order_by("pk")
    assert [(c.source, c.custodian, c.holder) for c in copies] == [
        ("unit", filed.custodian, None),
        ("agency", organisation, None),
    ]


def make_agent_acting(agent):
    from accounts.acting import actor_of  # noqa: PLC0415 -- as the middleware sees them

    return actor_of(agent.user)


def test_what_a_holder_filed_is_not_copied_by_the_unit(client, clerk):
    project = make_project("submitted")

    answer = client.post(reverse("unit_project_copy", args=[project.ref]))

    assert answer.status_code == 403
    assert Project.objects.count() == 1


def test_every_project_of_ones_own_offers_to_be_copied(client, holder):
    project = make_project("declined", holder)

    for page in ("/my/projects/", f"/my/projects/{project.ref}/"):
        assert reverse("my_project_copy", args=[project.ref]) in text_of(client.get(page))


# the Word form


def test_blank_form_is_everybodys(client):
    answer = client.get("/notices/sheet.docx")

    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.content == paper_of(None)


def test_form_of_others_names_nobody(client, clerk):
    project = make_project("submitted")
    own = make_filed_draft(clerk)

    theirs = client.get(reverse("unit_project_paper", args=[project.ref]))
    ours = client.get(reverse("unit_project_paper", args=[own.ref]))

    assert theirs.content == paper_of(project, shows_people=False)
    assert ours.content == paper_of(own)


# from a file


def test_file_is_read_looked_at_and_taken(client, holder):
    source = make_draft(make_holder())
    project = make_draft(holder, tagline="", problem="原来的问题", truthful=False)
    address = reverse("my_project_from_word", args=[project.ref])

    assert upload(client, address, paper_of(source)).url == address
    page = client.get(address)
    before = Entry.objects.count()
    assert "现在的" in text_of(page)
    assert "原来的问题" in text_of(page)
    answer = client.post(address, {"take": "1", "name": ["tagline"]}, follow=True)

    project.refresh_from_db()
    assert "已写入草稿 1 项" in text_of(answer)
    assert (project.tagline, project.problem) == (source.tagline, "原来的问题")
    assert Entry.objects.count() == before + 1
    assert not Reading.objects.exists()


def test_what_is_taken_replaces_what_was_typed_and_leaves_the_rest_typed(client, holder):
    project = make_draft(holder, tagline="")
    typed = {"tagline": "刚敲的", "industry": "还在写"}
    keep_typed(project, typed, show=shown_of, page=Page(), by=holder)
    address = reverse("my_project_from_word", args=[project.ref])
    upload(client, address, raw(table(["一句话简介", "文件里的"])))

    client.post(address, {"take": "1", "name": ["tagline"]})

    project.refresh_from_db()
    shown = client.get(f"/my/projects/{project.ref}/").context["sheet"].form
    assert project.tagline == "文件里的"
    assert (shown["tagline"].value(), shown["industry"].value()) == ("文件里的", "还在写")


def test_form_and_copy_have_what_was_just_typed(client, holder):
    project = make_draft(holder, industry="")
    keep_typed(project, {"industry": "刚敲的"}, show=shown_of, page=Page(), by=holder)

    paper = client.get(reverse("my_project_paper", args=[project.ref])).content
    client.post(reverse("my_project_copy", args=[project.ref]))

    assert paper == paper_of(project, {"industry": "刚敲的"})
    assert Project.objects.get(title__endswith="（副本）").industry == "刚敲的"


def test_nothing_is_written_by_reading_alone(client, holder):
    project, content = make_draft(holder, tagline=""), paper_of(make_draft())
    before = Entry.objects.count()

    upload(client, reverse("my_project_from_word", args=[project.ref]), content)

    project.refresh_from_db()
    assert project.tagline == ""
    assert Entry.objects.count() == before


def test_what_was_not_taken_is_told_with_its_reason(client, holder):
    project = make_draft(holder, trl=None)
    address = reverse("my_project_from_word", args=[project.ref])
    body = table(["联系人邮箱", "不是邮箱"], ["技术成熟度", "7级"], ["技术水平", "领先"])
    upload(client, address, raw(body))

    answer = client.post(
        address, {"take": "1", "name": ["trl", "contact_email", "level"]}, follow=True
    )

    project.refresh_from_db()
    assert project.trl == 7
    assert "“联系人邮箱”没有取：" in text_of(answer)
    assert "“技术水平”没有取：请从列出的选项里选" in text_of(answer)


def test_holding_organisation_is_registered_and_set(client, holder):
    project = make_draft(holder, organisation=None)
    address = reverse("my_project_from_word", args=[project.ref])
    upload(client, address, paper_of(make_draft()))

    client.post(address, {"take": "1", "name": ["organisation"]})

    project.refresh_from_db()
    assert project.organisation.name == "岷江器件研究所"


def test_draft_begins_with_title_and_unit_confirmed(client, holder):
    address = reverse("my_project_begin_from_word")
    upload(client, address, paper_of(make_draft()))

    page = client.get(address)
    missing = client.post(address, {"take": "1", "title": "", "unit": ""})
    answer = client.post(
        address, {"take": "1", "title": "改过的名称", "unit": "GD", "name": ["tagline", "rights"]}
    )

    assert 'value="面向车规的碳化硅栅极驱动芯片"' in text_of(page)
    assert '<option value="SC" selected>' in text_of(page)
    assert "请填写“成果名称”" in text_of(missing)
    project = Project.objects.get(holder=holder.user_id)
    assert answer.url == reverse("my_project", args=[project.ref])
    assert (project.title, project.unit_id) == ("改过的名称", "GD")
    assert project.rights[0]["number"] == "ZL202110000001.6"
    assert project.problem == ""


def test_unit_begins_a_draft_in_its_own_custody(client, clerk):
    address = reverse("unit_project_begin_from_word")
    upload(client, address, paper_of(make_draft(unit_id="SC")))

    client.post(address, {"take": "1", "title": "代填的", "name": ["unit", "summary"]})

    project = Project.objects.get(title="代填的")
    assert (project.unit_id, project.source, project.holder) == ("SC", "unit", None)


def test_file_is_put_aside(client, holder):
    project = make_draft(holder)
    address = reverse("my_project_from_word", args=[project.ref])
    upload(client, address, raw(p("成果名称：芯片")))

    client.post(address, {"drop": "1"})

    assert not Reading.objects.exists()
    assert "上传 Word 文件" in text_of(client.get(address))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("旧表.doc", b"\xd0\xcf\x11\xe0", "不能上传 doc 文件"),
        ("假的.docx", b"MZ" * 50, "这个文件不是真正的 docx 文件"),
        ("空的.docx", b"", "这个文件是空的"),
    ],
)
def test_bad_file_is_told_beside_the_field(client, holder, name, content, sentence):
    project = make_draft(holder)

    answer = upload(client, reverse("my_project_from_word", args=[project.ref]), content, name)

    assert sentence in text_of(answer)
    assert not Reading.objects.exists()


def test_form_without_any_known_label_says_so(client, holder):
    project = make_draft(holder)
    address = reverse("my_project_from_word", args=[project.ref])
    upload(client, address, raw(p("一封信") + table(["开户银行", "某某银行"])))

    page = text_of(client.get(address))

    assert "没有认出信息表的栏目" in page
    assert "文件里还有 1 处没有对上栏目" in page


def test_reading_of_one_person_is_not_seen_by_another(client, holder):
    upload(client, reverse("my_project_begin_from_word"), raw(p("成果名称：甲的成果")))
    client.force_login(make_holder().user)

    assert "甲的成果" not in text_of(client.get(reverse("my_project_begin_from_word")))


def test_readings_nobody_looked_at_go_after_thirty_days(client, holder):
    upload(client, reverse("my_project_begin_from_word"), raw(p("成果名称：甲")))
    Reading.objects.update(read_at=clock.now() - timedelta(days=31))
    client.force_login(make_holder().user)

    upload(client, reverse("my_project_begin_from_word"), raw(p("成果名称：乙")))

    assert [r.found["fields"] for r in Reading.objects.all()] == [{"title": "乙"}]


def test_readings_are_ones_own_data_and_go_with_their_person(client, holder):
    project = make_draft(holder)
    upload(client, reverse("my_project_from_word", args=[project.ref]), raw(p("成果名称：甲")))
    upload(client, reverse("my_project_begin_from_word"), raw(p("成果名称：乙")))

    found = [row["found"]["fields"]["title"] for row in own_data(holder.user_id)["readings"]]
    empty_own(by=holder)

    assert found == ["甲", "乙"]
    assert not Reading.objects.exists()


def test_submitted_project_is_not_filled_from_a_file(client, holder):
    project = make_project("submitted", holder)
    address = reverse("my_project_from_word", args=[project.ref])

    assert client.get(address).status_code == 403
    assert upload(client, address, raw(p("成果名称：甲"))).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_row_and_for_three(
    client, holder, django_assert_num_queries, count
):
    content = paper_of(make_draft(rights=[make_right() for _ in range(count)]))
    address = reverse("my_project_from_word", args=[make_draft(holder).ref])
    upload(client, address, content)

    with django_assert_num_queries(13):
        client.get(address)
