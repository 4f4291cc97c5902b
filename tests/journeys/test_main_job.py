"""Register → file → submit → accept → list → found → read, over HTTP, as each person would."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from projects.models import Project
from projects.states import ProjectStatus
from records.models import Entry, Message
from records.verifying import verify_trail
from records.working import carry_out
from tests import logins
from tests.factories import PASSWORD, make_centre, make_lead

pytestmark = pytest.mark.django_db

FORM = {
    "title": "面向车规的碳化硅栅极驱动芯片",
    "summary": "给主驱逆变器用的单通道隔离驱动芯片，短路响应小于 0.9 微秒。",
    "organisation": "岷江器件研究所",
    "organisation_kind": "academic",
    "organisation_code": "91350100M000100Y43",
    "unit": "SC",
    "field": "1.2",
    "trl": "7",
    "patent_no": "zl 2021 1 0000001.6",
    "modes": ["licence", "equity"],
    "shown": "on",
}
PERSON = {"name": "李工", "role": "holder", "privacy": "on"}


def register(client, email):
    client.logout()
    answer = client.post(
        reverse("account_signup"),
        {**PERSON, "email": email, "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302
    [link] = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    client.post(link)


def log_in(client, email):
    client.logout()
    assert logins.log_in(client, email, PASSWORD).url == "/account/desk/"


def test_an_achievement_is_filed_screened_listed_and_found(client):
    lead, centre = make_lead(), make_centre()
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    assert client.get(reverse("account_landing")).url == "/my/projects/"

    answer = client.post("/my/projects/new/", {**FORM, "submit": "1"}, follow=True)
    assert "已提交，等待四川初审" in answer.content.decode()
    project = Project.objects.get()
    assert (project.status, project.patent_no) == (ProjectStatus.SUBMITTED, "ZL202110000001.6")
    assert client.get("/showcase/?q=栅极驱动").context["count"] == 0

    log_in(client, lead.user.email)
    queue = client.get("/unit/projects/").content.decode()
    assert FORM["title"] in queue
    answer = client.post(f"/unit/projects/{project.ref}/accept/", follow=True)
    assert "等待火炬中心入库" in answer.content.decode()

    log_in(client, centre.user.email)
    answer = client.post("/center/library/list/", {"ref": [project.ref]}, follow=True)
    assert "已入库 1 项" in answer.content.decode()
    project.refresh_from_db()

    client.logout()
    found = client.get("/showcase/?q=栅极驱动")
    assert found.context["count"] == 1
    page = client.get(f"/showcase/{project.code}/").content.decode()
    assert FORM["summary"] in page
    assert "岷江器件研究所" in page
    assert "li@example.org" not in page
    assert client.get(f"/showcase/{project.ref}/").status_code == 200
    assert trail_of(project) == ["open", "submit", "accept", "list"]
    assert list(verify_trail()) == []


def trail_of(project):
    entries = Entry.objects.filter(table="projects.project", object_id=project.pk)
    return list(entries.order_by("id").values_list("verb", flat=True))


def test_people_hear_of_each_step_by_mail(client):
    lead = make_lead()
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    client.post("/my/projects/new/", {**FORM, "submit": "1"})
    mail.outbox.clear()

    message = Message.objects.get(kind="projects.project.submit")
    carry_out("records.message", message.pk)

    [letter] = mail.outbox
    assert letter.to == [lead.user.email]
    assert letter.subject == "有新的成果等待初审：面向车规的碳化硅栅极驱动芯片"
    assert f"/unit/projects/{message.about_ref}/" in letter.body


def test_incomplete_submission_is_kept_as_a_draft_and_told_what_is_missing(client):
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    form = {"title": "只有名称", "unit": "SC", "submit": "1"}

    answer = client.post("/my/projects/new/", form)

    assert answer.status_code == 422
    page = answer.content.decode()
    for name in ("项目简介", "持有单位", "战新领域", "技术成熟度", "转化方式"):
        assert f"请填写“{name}”" in page
    assert Project.objects.get().status == ProjectStatus.DRAFT


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("organisation_code", "91350100M000100Y4Z", "Z"),
        ("patent_no", "ZL202110000001.5", "6"),
        ("title", "", "请填写“成果名称”"),
        ("title", "长" * 201, "200"),
        ("unit", "XX", "该选择不在可用的选项中"),
        ("trl", "12", "12"),
        ("modes", "theft", "theft"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_what_is_wrong(client, field, value, words):
    register(client, "li@example.org")
    log_in(client, "li@example.org")

    answer = client.post("/my/projects/new/", {**FORM, field: value})

    assert answer.status_code == 200
    assert words in "".join(answer.context["form"].errors[field])
    assert FORM["summary"] in answer.content.decode()
    assert Project.objects.count() == 0


def test_second_try_goes_on_with_the_same_draft(client):
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    answer = client.post("/my/projects/new/", {"title": "只有名称", "unit": "SC", "submit": "1"})
    [action] = re.findall(r'action="(/my/projects/\w+/)"', answer.content.decode())

    client.post(action, {**FORM, "submit": "1"})

    assert Project.objects.get().status == ProjectStatus.SUBMITTED


def test_save_after_submission_is_told_and_keeps_the_text(client):
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    client.post("/my/projects/new/", {**FORM, "submit": "1"})
    project = Project.objects.get()

    answer = client.post(f"/my/projects/{project.ref}/", {**FORM, "title": "另一窗口改的"})

    assert answer.status_code == 409
    assert "现在的状态是“待初审”" in answer.content.decode()
    assert "另一窗口改的" in answer.content.decode()


@pytest.mark.parametrize("missing", ["organisation", "organisation_kind", "organisation_code"])
def test_organisation_is_asked_for_whole(client, missing):
    register(client, "li@example.org")
    log_in(client, "li@example.org")

    answer = client.post("/my/projects/new/", {**FORM, missing: ""})

    assert list(answer.context["form"].errors) == [missing]
    assert Project.objects.count() == 0


def test_draft_is_saved_and_edited_by_its_holder_only(client):
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    client.post("/my/projects/new/", {**FORM, "save": "1"})
    project = Project.objects.get()

    client.post(f"/my/projects/{project.ref}/", {**FORM, "title": "改过的名称", "save": "1"})
    project.refresh_from_db()
    assert (project.title, project.status) == ("改过的名称", ProjectStatus.DRAFT)

    register(client, "other@example.org")
    log_in(client, "other@example.org")
    assert client.get(f"/my/projects/{project.ref}/").status_code == 404
    assert client.post(f"/my/projects/{project.ref}/", FORM).status_code == 404
