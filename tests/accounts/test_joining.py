"""Registration: a person, an organisation, a wish; refused whole or taken whole."""

import pytest

from accounts.models import Consent, Membership, Organisation, User
from accounts.states import ConsentPurpose, MembershipStatus
from records.models import Message
from tests.factories import PASSWORD, make_lead, make_user

pytestmark = pytest.mark.django_db

CODE = "91350100M000100Y43"
FIRM = {
    "organisation": "岷江器件研究所",
    "organisation_kind": "enterprise",
    "organisation_code": CODE,
}
FORM = {
    "name": "李工",
    "email": "li@example.org",
    "role": "holder",
    "privacy": "on",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def sign_up(client, **fields):
    return client.post("/accounts/signup/", {**FORM, **fields})


def test_holder_registers_with_name_and_consent_alone(client):
    assert sign_up(client).status_code == 302

    user = User.objects.get(email="li@example.org")
    assert (user.name, user.organisation) == ("李工", None)
    consent = Consent.objects.get(given_by=user)
    assert (consent.purpose, consent.withdrawn_at) == (ConsentPurpose.PRIVACY, None)
    assert Membership.objects.count() == 0


def test_holder_may_say_where_they_work(client):
    sign_up(client, **FIRM)

    organisation = User.objects.get(email="li@example.org").organisation
    assert (organisation.code, organisation.name) == (CODE, "岷江器件研究所")


def test_wish_waits_for_the_verified_address(client):
    make_lead("SC")

    sign_up(client, role="agency", unit="SC", **FIRM)

    membership = Membership.objects.get(user__email="li@example.org")
    assert (membership.status, membership.role) == (MembershipStatus.WISHED, "agency")
    assert (membership.unit_id, membership.organisation.code) == ("SC", CODE)
    assert Message.objects.filter(kind="accounts.membership.apply").count() == 0


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"name": ""}, ["name"]),
        ({"privacy": ""}, ["privacy"]),
        ({"role": "investor"}, ["organisation"]),
        ({"role": "agency"}, ["organisation", "unit"]),
        ({"role": "unit_lead"}, ["unit"]),
        ({"role": "investor", "unit": "SC", **FIRM}, ["unit"]),
        ({"role": "centre", **FIRM}, ["role"]),
        ({"role": "auditor"}, ["role"]),
        ({**FIRM, "organisation_code": ""}, ["organisation_code"]),
        ({**FIRM, "organisation_code": "91350100M000100Y4Z"}, ["organisation_code"]),
        (
            {"role": "investor", "organisation": "只有名称"},
            ["organisation_code", "organisation_kind"],
        ),
        ({"email": "no", "role": "investor"}, ["email", "organisation"]),
    ],
)
def test_what_is_wrong_is_told_before_there_is_an_account(client, fields, places):
    answer = sign_up(client, **fields)

    assert answer.status_code == 200
    assert sorted(answer.context["form"].errors) == places
    assert User.objects.count() == 0
    assert Organisation.objects.filter(code=CODE).count() == 0
    typed = 'value="李工"' if "name" not in fields else 'value="li@example.org"'
    assert typed in answer.content.decode()


def test_known_address_gets_nothing_new(client):
    user = make_user("li")

    answer = sign_up(client, email=user.email, role="investor", **FIRM)

    assert answer.status_code == 302
    assert User.objects.count() == 1
    assert (Membership.objects.count(), Consent.objects.count()) == (0, 0)
    assert Organisation.objects.filter(code=CODE).count() == 0


def test_form_asks_by_name_and_leads_to_the_policy(client):
    page = client.get("/accounts/signup/").content.decode()

    assert '<a href="/privacy/">隐私政策</a>' in page
    assert '<option value="holder">成果持有人</option>' in page
    assert "火炬中心负责人</option>" not in page
