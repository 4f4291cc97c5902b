"""What happens around the library, over HTTP: an agency brings a project, its unit takes it over,
two persons of the centre read it before it is shown, a service is proved, its holder claims it and
says that it still holds; two units have brought the same thing, and the centre settles it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.acting import actor_of
from accounts.cycles import change_cycle, current_cycle
from accounts.models import Unit
from projects.models import Claim, DuplicateRuling, Project, Proofreading, Service
from projects.pairing import pair_all
from records.models import Inspection, Message
from records.verifying import verify_trail
from records.working import carry_out
from tests.factories import (
    make_agent,
    make_centre,
    make_delegation,
    make_filed_project,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
)
from tests.foundation.files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def says(answer, words):
    assert words in answer.content.decode()


def test_a_project_an_agency_brought_comes_to_its_holder(client):
    organisation, lead = make_organisation(), make_lead()
    make_delegation(organisation, lead=lead)
    agent = actor_of(make_agent(organisation).user)
    project = make_filed_project("accepted", agent)
    change_cycle(current_cycle(), {"readings": 2}, by=make_staff("centre_lead"))

    take_it_over(client, lead, project)
    read_and_list_it(client, project)
    prove_a_service(client, lead, project)
    claim_it(client, lead, project)

    assert list(verify_trail()) == []


def take_it_over(client, lead, project):
    client.force_login(lead.user)
    url = f"/unit/projects/{project.ref}/"
    says(client.get(url), "收回代管")
    says(client.post(f"{url}take-over/", {"reason": "机构已停业"}, follow=True), "已由本单位代管")
    assert Project.objects.get(pk=project.pk).custodian == project.unit.organisation


def read_and_list_it(client, project):
    url = f"/center/library/{project.ref}/"
    for words in ("已复审", "已终审"):
        client.force_login(make_centre().user)
        says(client.post(f"{url}list/", follow=True), "审读")
        assert Project.objects.get(pk=project.pk).code is None
        says(client.post(f"{url}read/", {"number": "1", "note": ""}, follow=True), words)
    says(client.post(f"{url}list/", follow=True), "已入库，编号")
    assert Proofreading.objects.count() == 2


def prove_a_service(client, lead, project):
    client.force_login(lead.user)
    url = f"/unit/projects/{project.ref}/services/"
    said = {"kind": "support", "provider": "成都高新区", "on": "2026-01-05"}
    client.post(url, said | {"detail": "免租两年"})
    service = Service.objects.get()
    file = SimpleUploadedFile("入驻协议.pdf", PDF)
    client.post(f"/services/{service.ref}/evidence/send/", {"file": file})
    for pk in Inspection.objects.filter(state="waiting").values_list("pk", flat=True):
        carry_out("records.inspection", pk)
    says(client.get(f"/services/{service.ref}/"), "入驻协议.pdf")
    says(client.get("/unit/services/"), "成都高新区")


def claim_it(client, lead, project):
    """The contact of the sheet, by one click; what they say afterwards is the holder's word."""
    says(client.get("/unit/claims/"), project.title)
    client.post(f"/unit/projects/{project.ref}/invite-contact/")
    claim = Claim.objects.get()
    client.force_login(claim.claimant)
    client.post(f"/my/claims/{claim.ref}/confirm/")
    url = f"/my/projects/{project.ref}/"
    says(client.get(url), "凭证：入驻协议.pdf")
    says(client.post(f"{url}show/", follow=True), "你已同意公开展示")
    says(client.post(f"{url}confirm/", follow=True), "信息仍然有效")
    client.force_login(lead.user)
    assert client.get(f"/unit/projects/{project.ref}/edit/").status_code in (302, 404)


def test_two_units_brought_the_same_and_the_centre_settles_it(client):
    leads = [make_lead(), make_lead("GD")]
    one, other = (make_project("listed", unit=Unit.objects.get(abbr=abbr)) for abbr in ("SC", "GD"))
    pair_all()
    client.force_login(make_centre().user)
    url = "/center/library/problems/"
    says(client.get(url), "知识产权号码相同")
    says(client.get(f"/center/library/{one.ref}/like/{other.ref}/"), "相同")

    both = {"kind": "duplicates", "first": one.ref, "second": other.ref}
    says(client.post(f"{url}ask/", both | {"reason": "请核实"}, follow=True), "双方都收到通知")
    told = Message.objects.filter(kind="projects.duplicateruling.ask")
    assert {message.to_id for message in told} >= {lead.user_id for lead in leads}
    reason = {"reason": "与四川报送的重复", "ref": other.ref}
    says(client.post(f"{url}withdraw/", both | reason, follow=True), "没有疑似重复的成果")

    client.logout()
    assert client.get(f"/showcase/{other.code}/").status_code == 404
    assert client.get(f"/showcase/{one.code}/").status_code == 200
    assert DuplicateRuling.objects.get().status == "asked"
    assert list(verify_trail()) == []
