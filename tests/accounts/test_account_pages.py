"""The pages of one's own account: profile, roles, and what is typed wrong."""

import pytest

from accounts.acting import actor_of
from accounts.granting import GrantProblem, apply_for, invite
from accounts.models import Membership, Organisation, Unit
from accounts.states import MembershipStatus, Role
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import make_centre, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db

CODE = "91350100M000100Y43"
FIRM = {
    "organisation": "岷江器件研究所",
    "organisation_kind": "enterprise",
    "organisation_code": CODE,
}
PROFILE = {"name": "李工", "phone": "", "mail_rhythm": "daily"}


@pytest.fixture
def user(client):
    user = make_user()
    client.force_login(user)
    return user


def apply(user, role="investor", **rest):
    return apply_for(Role(role), by=actor_of(user), organisation=make_organisation(), **rest)


def test_profile_is_corrected_on_the_record(client, user):
    form = {**PROFILE, **FIRM, "phone": "+86 138-0013-8000"}

    assert client.post("/account/", form).url == "/account/"

    user.refresh_from_db()
    assert (user.name, user.phone, user.mail_rhythm) == ("李工", "13800138000", "daily")
    assert (user.organisation.code, user.organisation.kind) == (CODE, "enterprise")
    entry = Entry.objects.filter(table="accounts.user", object_id=user.pk).latest("pk")
    assert sorted(entry.changes) == ["mail_rhythm", "name", "organisation_id", "phone"]
    assert "13800138000" not in str(entry.changes)
    assert list(verify_trail()) == []


def test_profile_shows_what_is_on_file_and_an_empty_form_takes_it_back(client, user):
    client.post("/account/", {**PROFILE, **FIRM})
    page = client.get("/account/").content.decode()
    assert f'value="{CODE}"' in page

    client.post("/account/", PROFILE)

    user.refresh_from_db()
    assert user.organisation is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "请填写“姓名”"),
        ("phone", "12345", "“12345”不是手机号码"),
        ("organisation_code", "91350100M000100Y4Z", "Z"),
        ("organisation_kind", "", "名称、性质、代码要一起填"),
        ("mail_rhythm", "hourly", "hourly"),
    ],
)
def test_wrong_profile_keeps_what_was_typed(client, user, field, value, words):
    answer = client.post("/account/", {**PROFILE, **FIRM, field: value})

    assert words in "".join(answer.context["form"].errors[field])
    assert 'value="岷江器件研究所"' in answer.content.decode()
    user.refresh_from_db()
    assert user.organisation is None


def test_overview_leads_to_everything_of_ones_own(client, user):
    page = client.get("/account/").content.decode()

    for path in ("roles", "messages", "consents", "data"):
        assert f'href="/account/{path}/"' in page
    for path in ("/accounts/email/", "/accounts/password/change/"):
        assert f'href="{path}"' in page
    assert user.email in page


def test_role_is_asked_for_and_its_approver_hears(client, user):
    exchange = make_staff("exchange")

    answer = client.post("/account/roles/", {"role": "investor", "reason": "投资经理", **FIRM})

    assert answer.url == "/account/roles/"
    membership = Membership.objects.get(user=user)
    assert (membership.status, membership.role) == (MembershipStatus.REQUESTED, "investor")
    assert (membership.organisation.code, membership.reason) == (CODE, "投资经理")
    assert Message.objects.get(kind="accounts.membership.apply").to_id == exchange.user_id


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({"role": "enterprise"}, "organisation", "“企业”要写明所在机构"),
        ({"role": "unit_clerk"}, "unit", "“推荐单位经办”要写明推荐单位"),
        ({"role": "agency", **FIRM}, "unit", "“技术转移机构”要写明推荐单位"),
        ({"role": "investor", "unit": "SC", **FIRM}, "unit", "不要写推荐单位"),
        ({"role": "centre", **FIRM}, "role", "centre"),
        ({"role": "holder"}, "role", "holder"),
        ({**FIRM}, "role", "请填写“申请的身份”"),
        ({"role": "investor", **FIRM, "organisation": ""}, "organisation", "要一起填"),
    ],
)
def test_wrong_application_is_told_beside_its_field(client, user, form, field, words):
    answer = client.post("/account/roles/", {**form, "reason": "写了很久的说明"})

    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert words in "".join(errors[field])
    assert "写了很久的说明" in answer.content.decode()
    assert (Membership.objects.count(), Organisation.objects.filter(code=CODE).count()) == (0, 0)


def test_application_the_stage_refuses_is_told_beside_the_role(client, user):
    client.post("/account/roles/", {"role": "investor", **FIRM})

    answer = client.post("/account/roles/", {"role": "investor", "reason": "再试", **FIRM})

    assert answer.status_code == 422
    held = GrantProblem.HELD.label.format(found="投资机构 · 岷江器件研究所")
    assert answer.context["form"].errors == {"role": [held]}
    assert "再试" in answer.content.decode()
    assert Membership.objects.count() == 1


def test_application_is_withdrawn(client, user):
    membership = apply(user)

    page = client.get("/account/roles/").content.decode()
    assert f'action="/account/roles/{membership.ref}/withdraw/"' in page
    client.post(f"/account/roles/{membership.ref}/withdraw/")

    membership.refresh_from_db()
    assert membership.status == MembershipStatus.WITHDRAWN
    assert membership.ref not in client.get("/account/roles/").content.decode()


@pytest.mark.parametrize(("verb", "status"), [("accept", "granted"), ("turn_down", "declined")])
def test_invitation_is_answered(client, user, verb, status):
    membership = invite(user, Role.EXPERT, by=make_centre())

    page = client.get("/account/roles/").content.decode()
    assert f"/{membership.ref}/{verb}/" in page
    assert f"/{membership.ref}/end/" not in page
    client.post(f"/account/roles/{membership.ref}/{verb}/")

    membership.refresh_from_db()
    assert membership.status == status
    assert actor_of(user).role == ("expert" if status == "granted" else "holder")


def test_role_is_given_up(client, user):
    membership = make_partner(user)
    assert actor_of(user).role == "partner"

    assert (
        f'href="/account/roles/{membership.ref}/"' in client.get("/account/roles/").content.decode()
    )
    page = client.get(f"/account/roles/{membership.ref}/").content.decode()
    assert f'action="/account/roles/{membership.ref}/end/"' in page
    client.post(f"/account/roles/{membership.ref}/end/")

    membership.refresh_from_db()
    assert membership.status == MembershipStatus.ENDED
    assert client.get(f"/account/roles/{membership.ref}/").status_code == 404
    assert actor_of(user).role == "holder"


def make_partner(user):
    make_staff("partner", user=user)
    return user.memberships.get()


def test_others_roles_and_unknown_verbs_do_not_exist(client, user):
    theirs, mine = apply(make_user()), make_partner(user)

    assert client.post(f"/account/roles/{theirs.ref}/withdraw/").status_code == 404
    assert client.get(f"/account/roles/{make_partner(make_user()).ref}/").status_code == 404
    for verb in ("approve", "grant", "forget"):
        assert client.post(f"/account/roles/{mine.ref}/{verb}/").status_code == 404
    assert client.get(f"/account/roles/{mine.ref}/end/").status_code == 405
    statuses = set(Membership.objects.values_list("status", flat=True))
    assert statuses == {MembershipStatus.REQUESTED, MembershipStatus.GRANTED}


def test_role_that_may_not_be_answered_twice_says_so(client, user):
    membership = apply(user)
    client.post(f"/account/roles/{membership.ref}/withdraw/")

    answer = client.post(f"/account/roles/{membership.ref}/withdraw/")

    assert answer.status_code == 409
    assert "现在的状态是“已撤回”" in answer.content.decode()


def test_reason_of_an_application_is_in_the_trail_only_as_a_digest(user):
    membership = apply(user, reason="我的电话是 13800138000")

    entry = Entry.objects.get(table="accounts.membership", object_id=membership.pk)

    assert len(entry.changes["reason"]) == 64
    assert list(verify_trail()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_roles_take_as_many_queries_for_one_as_for_three(
    client, user, django_assert_num_queries, count
):
    for role in ("investor", "partner", "enterprise")[:count]:
        apply(user, role)

    with django_assert_num_queries(9):
        assert client.get("/account/roles/").status_code == 200


def test_units_of_the_form_are_the_thirty_seven(client, user):
    form = client.get("/account/roles/").context["form"]

    assert form.fields["unit"].queryset.count() == Unit.objects.count() == 37
