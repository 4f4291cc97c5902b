"""Who approves what, over HTTP: approver × role, and that a refusal leaves no trace."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.states import Role
from records.models import Entry, Message
from tests.factories import (
    make_agent,
    make_application,
    make_clerk,
    make_holder,
    make_lead,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

APPROVERS = {
    "lead": make_lead,
    "lead of another unit": lambda: make_lead("GD"),
    "clerk": make_clerk,
    "agent": make_agent,
    **{
        role: lambda role=role: make_staff(role)
        for role in Role.values
        if role not in {"holder", *Role.with_unit}
    },
}
MAY = {
    "enterprise": {"centre", "centre_lead"},
    "partner": {"centre", "centre_lead"},
    "investor": {"exchange"},
    "agency": {"lead"},
    "unit_clerk": {"lead"},
    "unit_lead": {"centre_lead"},
    "exchange": {"centre_lead"},
}
AT_A_DESK = {"lead", "lead of another unit", "clerk", "centre", "centre_lead", "exchange"}


def expected(approver, role):
    if approver in MAY[role]:
        return 302
    reads = approver == "clerk" and role in {"agency", "unit_clerk"}
    return 404 if approver in AT_A_DESK and not reads else 403


def traces():
    return Entry.objects.count(), Message.objects.count()


@pytest.fixture(scope="module")
def approvers(rolled_back):
    return {name: make() for name, make in APPROVERS.items()}


@pytest.fixture(scope="module")
def applications(approvers):
    return {role: make_application(role) for role in MAY}


def test_every_role_that_is_asked_for_has_an_approver():
    assert set(MAY) == set(Role.by_application)


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("approver", APPROVERS)
@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_each_approver_decides_on_their_own_kind_only(
    client, approvers, applications, approver, role, verb
):
    by = approvers[approver]
    application = Membership.objects.get(pk=applications[role].pk)
    client.force_login(by.user)
    before = traces()

    answer = client.post(
        reverse(f"membership_{verb}", args=[application.ref]), {"reason": "材料不全"}
    )

    assert answer.status_code == expected(approver, role)
    application.refresh_from_db()
    if answer.status_code != 302:
        assert (application.status, traces()) == ("requested", before)
        return
    assert application.status == {"approve": "granted", "decline": "declined"}[verb]
    told = Message.objects.filter(kind=f"accounts.membership.{verb}")
    assert [message.to_id for message in told] == [application.user_id]
    entry = Entry.objects.get(table="accounts.membership", verb=verb)
    assert (entry.object_id, entry.actor_id) == (application.pk, by.user_id)


def test_granted_application_names_who_granted_it(client):
    application, lead = make_application("unit_clerk"), make_lead()
    client.force_login(lead.user)

    client.post(reverse("membership_approve", args=[application.ref]))

    application.refresh_from_db()
    assert application.granted_by_id == lead.user_id


def test_nobody_approves_for_themselves(client):
    user = make_user()
    application = make_application("exchange", by=make_holder(user))
    centre_lead = make_staff("centre_lead", user=user)
    client.force_login(centre_lead.user)

    answer = client.post(reverse("membership_approve", args=[application.ref]))

    assert answer.status_code == 403
    assert Membership.objects.get(pk=application.pk).status == "requested"


def test_second_decision_is_told_and_changes_nothing(client):
    application = make_application("unit_clerk")
    client.force_login(make_lead().user)
    client.post(reverse("membership_approve", args=[application.ref]))
    before = traces()

    answer = client.post(reverse("membership_decline", args=[application.ref]), {"reason": "迟了"})

    assert answer.status_code == 409
    assert "现在的状态是“有效”" in answer.content.decode()
    assert traces() == before


def test_approval_waits_for_the_applicants_email(client):
    application = make_application("unit_clerk")
    application.user.emailaddress_set.update(verified=False)
    client.force_login(make_lead().user)

    answer = client.post(reverse("membership_approve", args=[application.ref]))

    assert answer.status_code == 422
    assert "申请人还没有验证邮箱，验证后才能批准" in answer.content.decode()
    assert Membership.objects.get(pk=application.pk).status == "requested"
