"""People over HTTP: each approver, and a delegation from giving to revoking."""

import pytest
from django.urls import reverse

from accounts.acting import actor_of
from accounts.models import Delegation
from projects.models import Project
from records.models import Message
from records.verifying import verify_trail
from tests.factories import (
    make_agent,
    make_application,
    make_centre,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
)

pytestmark = pytest.mark.django_db

WAYS = {
    "unit_clerk": (make_lead, "/unit/people/"),
    "agency": (make_lead, "/unit/people/"),
    "enterprise": (make_centre, "/center/people/"),
    "partner": (make_centre, "/center/people/"),
    "unit_lead": (lambda: make_staff("centre_lead"), "/center/people/"),
    "exchange": (lambda: make_staff("centre_lead"), "/center/people/"),
    "investor": (lambda: make_staff("exchange"), "/exchange/people/"),
}


@pytest.mark.parametrize("role", WAYS)
def test_an_application_is_found_read_and_approved_at_its_desk(client, role):
    application = make_application(role)
    make, desk = WAYS[role]
    approver = make()
    asked = Message.objects.filter(kind="accounts.membership.apply")
    assert application.user_id not in asked.values_list("to", flat=True)
    client.force_login(approver.user)
    page = client.get(desk).content.decode()
    assert f"/memberships/{application.ref}/" in page

    client.get(f"/memberships/{application.ref}/")
    answer = client.post(f"/memberships/{application.ref}/approve/", follow=True)

    assert answer.redirect_chain == [(desk, 302)]
    assert f"已批准{application.user.name}担任" in answer.content.decode()
    assert actor_of(application.user).role == role
    told = Message.objects.filter(to=application.user_id)
    assert [message.kind for message in told] == ["accounts.membership.approve"]
    assert list(verify_trail()) == []


def test_a_declined_applicant_reads_the_reason(client):
    application = make_application("unit_clerk")
    client.force_login(make_lead().user)

    client.post(f"/memberships/{application.ref}/decline/", {"reason": "请先由单位出具证明"})

    [message] = Message.objects.filter(to=application.user_id)
    assert message.context["note"] == "请先由单位出具证明"
    assert actor_of(application.user).role == "holder"


def test_a_delegation_opens_the_unit_and_its_revocation_closes_it_at_once(client_of):
    organisation = make_organisation()
    agent, lead = make_agent(organisation), make_lead()
    agency, unit = client_of(agent), client_of(lead)
    assert agency.get("/unit/").status_code == 403
    assert agency.get("/unit/projects/").status_code == 403

    form = {"organisation": organisation.pk, "scopes": ["collect"], "until": "2090-12-31"}
    assert unit.post("/unit/delegations/new/", form).status_code == 302
    assert agency.get("/unit/").status_code == 200
    assert agency.get("/unit/people/").status_code == 403

    delegation = Delegation.objects.get()
    revoke = reverse("unit_delegation_revoke", args=[delegation.ref])
    assert unit.post(revoke, {"reason": "不再合作"}).status_code == 302

    for page in ("/unit/", "/unit/projects/"):
        assert agency.get(page).status_code == 403
    assert list(verify_trail()) == []


def test_an_agency_sees_what_it_answers_for_and_decides_nothing(client_of):
    organisation = make_organisation()
    agent, lead = make_agent(organisation), make_lead()
    own, others = make_project("submitted"), make_project("submitted", title="别家代管的成果")
    Project.objects.filter(pk=own.pk).update(custodian=organisation)
    agency, unit = client_of(agent), client_of(lead)
    form = {"organisation": organisation.pk, "scopes": ["collect"], "until": "2090-12-31"}
    unit.post("/unit/delegations/new/", form)

    page = agency.get("/unit/projects/").content.decode()

    assert own.title in page
    assert others.title not in page
    accept = reverse("unit_project_accept", args=[own.ref])
    assert accept not in agency.get(f"/unit/projects/{own.ref}/").content.decode()
    assert accept in unit.get(f"/unit/projects/{own.ref}/").content.decode()
    assert agency.get(f"/unit/projects/{others.ref}/").status_code == 404
    assert agency.post(accept).status_code == 403
    own.refresh_from_db()
    assert own.status == "submitted"


@pytest.fixture
def client_of(client):
    """Several people at once, each with a browser of their own."""

    def log_in(actor):
        one = type(client)()
        one.force_login(actor.user)
        return one

    return log_in
