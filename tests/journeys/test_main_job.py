"""The spine over HTTP, as each person would: draft → submit → return → fix → accept → list →
found → recommended → interest; and what a unit files comes to its holder."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from foundation import clock
from matching.models import Interest
from projects.models import Claim, Project
from projects.states import ProjectStatus
from records.models import Entry, Message
from records.verifying import verify_trail
from records.working import carry_out
from tests import logins
from tests.factories import PASSWORD, SUMMARY, make_centre, make_clerk, make_evaluation, make_lead
from tests.projects.sending import GOOD, fill_in, of_step, step

pytestmark = pytest.mark.django_db

PERSON = {"name": "李工", "role": "holder", "privacy": "on"}
TITLE = GOOD["title"]


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


def says(answer, words):
    assert words in answer.content.decode()


def trail_of(project):
    entries = Entry.objects.filter(table="projects.project", object_id=project.pk)
    return [
        verb for verb in entries.order_by("id").values_list("verb", flat=True) if verb != "save"
    ]


def test_an_achievement_travels_from_draft_to_an_interest(client):
    lead, centre = make_lead(), make_centre()
    register(client, "li@example.org")
    project = file_it(client)
    return_it(client, lead, project)
    fix_it(client, project)
    accept_and_list(client, lead, centre, project)
    find_it(client, project)
    recommend_it(client, lead, project)
    wish_for_it(client, project)

    steps = ["open", "submit", "return", "submit", "accept", "list"]
    assert trail_of(project) == steps
    log_in(client, "li@example.org")
    journey = client.get(f"/my/projects/{project.ref}/journey/")
    labels = [step.label for step in journey.context["steps"]]
    assert labels[-2:] == ["推荐单位推荐", "提交意向"]
    says(journey, "请补测试报告")
    assert list(verify_trail()) == []


def file_it(client):
    log_in(client, "li@example.org")
    assert client.get(reverse("account_landing")).url == "/my/"
    check = fill_in(client, "/my/projects/new/")
    says(client.get(check), "拟合作转化")
    says(client.post(check, {"submit": "1"}, follow=True), "已提交，等待四川初审")
    project = Project.objects.get()
    assert project.status == ProjectStatus.SUBMITTED
    assert client.get("/showcase/?q=栅极驱动").context["found"].total == 0
    return project


def return_it(client, lead, project):
    client.force_login(lead.user)
    says(client.get("/unit/projects/"), TITLE)
    due_on = (clock.today() + timedelta(days=14)).isoformat()
    remarks = {"remarks": "请补测试报告的编号", "due_on": due_on}
    client.post(f"/unit/projects/{project.ref}/return/", remarks)
    project.refresh_from_db()
    assert project.status == ProjectStatus.RETURNED


def fix_it(client, project):
    log_in(client, "li@example.org")
    says(client.get(f"/my/projects/{project.ref}/"), "请补测试报告的编号")
    where = f"/my/projects/{project.ref}/?step=technology"
    rows = [{"name": "短路响应", "ours": "0.9 μs", "basis": "检测报告 2026-0117"}]
    client.post(where, {**of_step(step("technology"), indicators=rows), "submit": "1"})
    project.refresh_from_db()
    assert project.status == ProjectStatus.SUBMITTED
    assert project.versions.count() == 2


def accept_and_list(client, lead, centre, project):
    client.force_login(lead.user)
    answer = client.post(f"/unit/projects/{project.ref}/accept/", follow=True)
    says(answer, "等待火炬中心入库")
    client.force_login(centre.user)
    answer = client.post(f"/center/library/{project.ref}/list/", follow=True)
    says(answer, "已入库")
    project.refresh_from_db()
    assert project.code == f"{clock.today().year}-SC-000001"


def find_it(client, project):
    client.logout()
    assert client.get("/showcase/?q=栅极驱动").context["found"].total == 1
    page = client.get(f"/showcase/{project.code}/").content.decode()
    for words in (SUMMARY[:40], "岷江器件研究所", "检测报告 2026-0117", "ZL202110000001.6"):
        assert words in page
    for secret in ("li@example.org", "zhou@example.cn", "13800000000", "林岷", "周蜀"):
        assert secret not in page
    assert client.get(f"/showcase/{project.ref}/").status_code == 200


def recommend_it(client, lead, project):
    make_evaluation(Project.objects.get(pk=project.pk))
    client.force_login(lead.user)
    reasons = {"reasons": "两家整车厂已在台架验证"}
    client.post(f"/unit/projects/{project.ref}/recommend/", reasons)
    client.logout()
    says(client.get(f"/showcase/{project.code}/"), "年度推荐")


def wish_for_it(client, project):
    """The button leads a newcomer to register, and back to the form."""
    form = f"/showcase/{project.code}/interest/"
    assert client.get(form).status_code == 302
    answer = client.post(
        reverse("account_signup"),
        {**PERSON, "email": "wang@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302
    [link] = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    client.post(link)
    logins.log_in(client, "wang@example.org", PASSWORD)
    assert client.get(reverse("account_landing")).url == form
    client.post(form, {"kind": "trial", "message": "想装两台车试"})
    assert Interest.objects.get().person.email == "wang@example.org"
    log_in(client, "li@example.org")
    received = client.get("/my/interests/")
    says(received, "想装两台车试")
    assert "wang@example.org" not in received.content.decode()


def test_what_a_unit_files_is_claimed_by_its_holder(client):
    clerk, lead, centre = make_clerk(), make_lead(), make_centre()
    client.force_login(clerk.user)
    check = fill_in(client, "/unit/projects/new/", filer="unit")
    says(client.post(check, {"submit": "1"}, follow=True), "已提交")
    project = Project.objects.get()
    assert (project.holder, project.custodian) == (None, project.unit.organisation)
    accept_and_list(client, lead, centre, project)
    says(client.get(f"/showcase/{project.code}/"), "岷江器件研究所")

    client.force_login(clerk.user)
    contact = {"email": "zhou@example.cn", "name": "周蜀"}
    client.post(f"/unit/projects/{project.ref}/invite/", contact)
    [letter] = [m for m in Message.objects.all() if m.kind == "projects.claim.invite"]
    assert letter.to.email == "zhou@example.cn"

    set_password_by_letter(client, "zhou@example.cn")
    log_in(client, "zhou@example.cn")
    client.post(f"/my/claims/{Claim.objects.get().ref}/confirm/")

    project.refresh_from_db()
    assert (project.holder.email, project.custodian) == ("zhou@example.cn", None)
    says(client.get("/my/projects/"), TITLE)
    assert client.get(f"/showcase/{project.code}/").status_code == 200
    assert list(verify_trail()) == []


def set_password_by_letter(client, email):
    client.logout()
    client.post(reverse("account_reset_password"), {"email": email})
    [link] = re.findall(r"http://testserver(/accounts/password/reset/\S+)", mail.outbox[-1].body)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})


def test_people_hear_of_each_step_by_mail(client):
    lead = make_lead()
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    client.post(fill_in(client, "/my/projects/new/"), {"submit": "1"})
    mail.outbox.clear()

    message = Message.objects.get(kind="projects.project.submit")
    carry_out("records.message", message.pk)

    [letter] = mail.outbox
    assert letter.to == [lead.user.email]
    assert letter.subject == "有新的成果等待初审：面向车规的碳化硅栅极驱动芯片"
    assert f"/unit/projects/{message.about_ref}/" in letter.body


def test_draft_is_edited_by_its_holder_only(client):
    register(client, "li@example.org")
    log_in(client, "li@example.org")
    client.post("/my/projects/new/", {"title": "只有名称", "unit": "SC", "save": "1"})
    project = Project.objects.get()

    register(client, "other@example.org")
    log_in(client, "other@example.org")

    for path in ("", "?step=technology", "journey/"):
        assert client.get(f"/my/projects/{project.ref}/{path}").status_code == 404
    answer = client.post(
        f"/my/projects/{project.ref}/?step=basic", {"title": "别人的", "save": "1"}
    )
    assert answer.status_code == 404
