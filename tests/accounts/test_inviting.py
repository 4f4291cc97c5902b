"""Inviting over HTTP, up to the invited person's first login."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.acting import actor_of
from accounts.granting import accept_invitation
from accounts.models import Membership, Organisation, User
from accounts.people import suspend
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import PASSWORD, make_centre, make_clerk, make_lead, make_staff, make_user

pytestmark = pytest.mark.django_db

CLERK = {"role": "unit_clerk", "name": "王芳", "email": "Wang@example.cn"}
AGENT = {
    **CLERK,
    "role": "agency",
    "organisation": "蜀道技术转移中心",
    "organisation_kind": "service",
    "organisation_code": "91510100 MA61RU9B1F",
}
INVITE = "/memberships/invite/"


def test_invited_clerk_gets_an_account_and_one_message(client):
    lead = make_lead()
    client.force_login(lead.user)

    answer = client.post(INVITE, CLERK)

    membership = Membership.objects.get(status="invited")
    assert answer.url == f"/memberships/{membership.ref}/"
    user = membership.user
    assert (user.email, user.name, user.has_usable_password()) == ("wang@example.cn", "王芳", False)
    assert (membership.role, membership.unit_id) == ("unit_clerk", "SC")
    assert membership.granted_by_id == lead.user_id
    [message] = Message.objects.filter(to=user)
    assert message.kind == "accounts.membership.invite"


def test_invited_agent_comes_with_the_organisation(client):
    client.force_login(make_lead().user)

    client.post(INVITE, AGENT)

    membership = Membership.objects.get(status="invited")
    assert (membership.role, membership.unit_id) == ("agency", "SC")
    assert membership.organisation == Organisation.objects.get(code="91510100MA61RU9B1F")
    assert membership.organisation.place_id == "510100"


def test_reset_letter_reaches_the_invited_and_proves_the_address(client):
    client.force_login(make_lead().user)
    client.post(INVITE, CLERK)
    client.logout()
    user = User.objects.get(email="wang@example.cn")

    client.post(reverse("account_reset_password"), {"email": user.email})
    letter = mail.outbox[-1]
    assert letter.to == [user.email]
    [link] = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)
    form = client.get(link).url
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})

    assert EmailAddress.objects.get(user=user).verified is True
    login = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert login.url == "/account/desk/"
    accept_invitation(user.memberships.get(), by=actor_of(user))
    assert actor_of(user).role == "unit_clerk"
    assert list(verify_trail()) == []


def test_changed_password_of_a_proved_address_writes_no_entry(client):
    user = make_user()
    client.force_login(user)
    before = Entry.objects.count()

    form = {
        "oldpassword": PASSWORD,
        "password1": "another-horse-43",
        "password2": "another-horse-43",
    }
    client.post(reverse("account_change_password"), form)

    user.refresh_from_db()
    assert user.check_password("another-horse-43") is True
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("changed", "status", "field", "words"),
    [
        ({"email": "没有这种邮箱"}, 200, "email", "@"),
        ({"name": ""}, 200, "name", "请填写“姓名”"),
        ({"role": "unit_lead"}, 200, "role", "unit_lead"),
        ({"role": "agency"}, 422, "organisation", "“技术转移机构”要写明所在机构"),
        ({"organisation": "只有名称"}, 200, "organisation_code", "名称、性质、代码要一起填"),
    ],
)
def test_wrong_invitation_is_told_and_leaves_nothing(client, changed, status, field, words):
    client.force_login(make_lead().user)
    before = (User.objects.count(), Organisation.objects.count(), Entry.objects.count())

    answer = client.post(INVITE, {**CLERK, **changed})

    assert answer.status_code == status
    form = answer.context["form"]
    assert words in "".join(form.errors[field])
    assert form["email"].value() == {**CLERK, **changed}["email"]
    assert before == (User.objects.count(), Organisation.objects.count(), Entry.objects.count())


def test_own_address_and_a_suspended_account_are_refused(client):
    lead, closed = make_lead(), make_user("closed")
    suspend(closed, by=make_staff("security"), reason="冒用他人身份")
    client.force_login(lead.user)

    for email, words in ((lead.user.email, "这是你自己的邮箱"), (closed.email, "账号已停用")):
        answer = client.post(INVITE, {**AGENT, "email": email})
        assert answer.status_code == 422
        assert words in "".join(answer.context["form"].errors["email"])

    assert Membership.objects.filter(status="invited").count() == 0
    assert Organisation.objects.filter(code="91510100MA61RU9B1F").count() == 0


def test_second_invitation_to_the_same_role_is_refused(client):
    client.force_login(make_lead().user)
    client.post(INVITE, CLERK)

    answer = client.post(INVITE, CLERK)

    assert answer.status_code == 422
    assert "已经有“推荐单位经办 · 四川”这个身份" in answer.content.decode()
    assert Membership.objects.filter(status="invited").count() == 1


OFFERS = {
    make_lead: ["agency", "unit_clerk"],
    make_centre: ["enterprise", "partner", "expert"],
    lambda: make_staff("centre_lead"): ["enterprise", "partner", "expert", "unit_lead", "exchange"],
    lambda: make_staff("exchange"): ["investor"],
}


@pytest.mark.parametrize("make", OFFERS)
def test_each_desk_offers_the_roles_it_answers_for(client, make):
    client.force_login(make().user)

    form = client.get(INVITE).context["form"]

    assert [value for value, _ in form.fields["role"].choices] == OFFERS[make]
    assert ("unit" in form.fields) == ("unit_lead" in OFFERS[make])


def test_centre_lead_invites_a_lead_of_a_named_unit(client):
    client.force_login(make_staff("centre_lead").user)
    form = {**CLERK, "role": "unit_lead"}
    assert client.post(INVITE, form).status_code == 422

    client.post(INVITE, {**form, "unit": "GD"})

    membership = Membership.objects.get(status="invited")
    assert (membership.role, membership.unit_id) == ("unit_lead", "GD")


def test_clerk_invites_nobody(client):
    client.force_login(make_clerk().user)

    assert client.get(INVITE).status_code == 403
    assert client.post(INVITE, CLERK).status_code == 403
    assert User.objects.filter(email="wang@example.cn").count() == 0


def test_invitation_is_taken_back_with_a_reason(client):
    client.force_login(make_lead().user)
    client.post(INVITE, CLERK)
    membership = Membership.objects.get(status="invited")
    page = client.get(f"/memberships/{membership.ref}/").content.decode()
    assert "收回邀请" in page

    client.post(f"/memberships/{membership.ref}/end/", {"reason": "填错了人"})

    membership.refresh_from_db()
    assert membership.status == "ended"
    assert Entry.objects.get(verb="end").note == "填错了人"
