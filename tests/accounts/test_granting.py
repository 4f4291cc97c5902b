import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.acting import actor_of
from accounts.granting import GrantProblem, grant_role
from accounts.models import Membership, Unit
from accounts.states import Role
from foundation import clock
from foundation.errors import Refused
from records.actors import PORTAL
from records.models import Entry
from tests.factories import make_holder, make_staff, make_user

pytestmark = pytest.mark.django_db


def test_granted_role_is_what_one_acts_in_and_is_on_record():
    user = make_user()

    membership = grant_role(user, Role.UNIT_LEAD, by=PORTAL, unit=Unit.objects.get(abbr="SC"))

    actor = actor_of(user)
    assert (actor.user_id, actor.role, actor.unit) == (user.pk, "unit_lead", "SC")
    entry = Entry.objects.get(table="accounts.membership", object_id=membership.pk)
    assert (entry.verb, entry.actor_id, entry.actor_role) == ("grant", None, "portal")


def test_granting_twice_gives_one_membership():
    user = make_user()

    first, second = (grant_role(user, Role.CENTRE, by=PORTAL) for _ in range(2))

    assert first == second
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("held", "wanted"),
    [("auditor", "centre"), ("centre", "auditor"), ("security", "admin"), ("expert", "security")],
)
def test_control_roles_exclude_all_others(held, wanted):
    user = make_user()
    grant_role(user, Role(held), by=PORTAL)

    with pytest.raises(Refused) as refusal:
        grant_role(user, Role(wanted), by=PORTAL)

    assert [p.code for p in refusal.value.problems] == [GrantProblem.EXCLUSIVE]
    assert list(Membership.objects.values_list("role", flat=True)) == [held]


def test_business_roles_may_be_held_together():
    user = make_user()

    for role in (Role.EXPERT, Role.INVESTOR):
        grant_role(user, role, by=PORTAL)

    assert Membership.objects.filter(user=user).count() == 2


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [
        (Role.UNIT_CLERK, "", GrantProblem.UNIT_NEEDED),
        (Role.CENTRE, "SC", GrantProblem.UNIT_NOT_FITTING),
    ],
)
def test_unit_belongs_to_unit_roles_only(role, unit, code):
    unit = Unit.objects.filter(abbr=unit).first()

    with pytest.raises(Refused) as refusal:
        grant_role(make_user(), role, by=PORTAL, unit=unit)

    assert [p.code for p in refusal.value.problems] == [code]


def test_nobody_but_the_portal_grants():
    for by in (make_holder(), make_staff("unit_lead", "SC"), make_staff("centre_lead")):
        with pytest.raises(Refused):
            grant_role(make_user(), Role.CENTRE, by=by)


def test_database_refuses_a_unit_role_without_unit():
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=make_user(), role="unit_lead")


def test_ended_membership_is_no_longer_acted_in():
    actor = make_staff("centre")
    Membership.objects.update(valid_to=clock.now())

    assert actor_of(actor.user).role == "holder"


def test_command_grants_and_says_so(capsys):
    user = make_user()

    call_command("grant_role", user.email.upper(), "unit_clerk", unit="sc")

    assert capsys.readouterr().out == f"{user.email.upper()} 现在是：推荐单位经办 sc\n"
    assert Membership.objects.get().unit_id == "SC"


@pytest.mark.parametrize(
    ("email", "role", "unit", "words"),
    [
        ("nobody@example.cn", "centre", "", "没有邮箱为 nobody@example.cn 的用户，请先注册"),
        ("", "unit_lead", "ZZ", "没有简码为 ZZ 的推荐单位"),
    ],
)
def test_command_refuses_in_words(email, role, unit, words):
    email = email or make_user().email

    with pytest.raises(CommandError) as complaint:
        call_command("grant_role", email, role, unit=unit)

    assert str(complaint.value) == words
    assert Membership.objects.count() == 0
