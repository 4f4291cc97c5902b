"""Every set form agrees with its rule, for all roles."""

import pytest

from accounts import queries, rules
from accounts.granting import decline, end, invite, withdraw
from accounts.models import Delegation, Membership, Unit, User
from accounts.states import MembershipStatus, Role
from records.actors import PORTAL, VISITOR
from tests.factories import (
    make_agent,
    make_application,
    make_clerk,
    make_delegation,
    make_holder,
    make_lead,
    make_organisation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

PLAIN = [role for role in Role.values if role not in {"holder", *Role.with_unit}]
OBSERVERS = {
    "visitor": lambda: VISITOR,
    "portal": lambda: PORTAL,
    "holder": make_holder,
    "agency": make_agent,
    "unit_clerk": make_clerk,
    "unit_lead": make_lead,
    "unit_clerk of another unit": lambda: make_clerk("GD"),
    "unit_lead of another unit": lambda: make_lead("GD"),
    **{role: lambda role=role: make_staff(role) for role in PLAIN},
}


@pytest.fixture(scope="module")
def memberships(rolled_back):
    """One in each status, of a role of the unit and of one of the centre; more in another unit."""
    lead, centre = make_lead(), make_staff("centre")
    for role, by in ((Role.UNIT_CLERK, lead), (Role.ENTERPRISE, centre)):
        unit = Unit.objects.get(abbr="SC") if role == Role.UNIT_CLERK else None
        make_application(role)
        withdrawn, declined = make_application(role), make_application(role)
        withdraw(withdrawn, by=make_holder(withdrawn.user))
        decline(declined, by=by, reason="材料不全")
        invite(make_user(), role, by=by, unit=unit)
        end(invite(make_user(), role, by=by, unit=unit), by=by)
        wisher = make_user()
        wisher.emailaddress_set.update(verified=False)
        make_application(role, by=make_holder(wisher))
    make_staff("enterprise")
    for role in Role.by_application:
        make_application(role, "GD")


def make_observer(name):
    """With an application of their own, where they may have one."""
    by = OBSERVERS[name]()
    if by.is_person and by.role not in (*Role.of_control, *Role.of_centre):
        make_application("exchange" if by.role != "exchange" else "unit_lead", by=by)
    return by


def test_observers_are_all_roles():
    assert set(Role.values) <= set(OBSERVERS)


@pytest.mark.parametrize("name", OBSERVERS)
def test_visible_memberships_and_rule_agree(memberships, name):
    by = make_observer(name)
    everything = Membership.objects.all()
    assert {membership.status for membership in everything} == set(MembershipStatus.values)

    visible = set(queries.memberships_visible_to(by))

    assert visible == {m for m in everything if rules.may_see_membership(by, m)}
    at_desk = set(queries.people_at_desk(by))
    assert at_desk == {m for m in everything if rules.is_at_desk(by, m)}


@pytest.mark.parametrize("name", OBSERVERS)
def test_visible_users_and_rule_agree(memberships, name):
    by = make_observer(name)

    visible = set(queries.users_visible_to(by))

    assert visible == {user for user in User.objects.all() if rules.may_reveal(by, user)}


@pytest.mark.parametrize("name", OBSERVERS)
def test_visible_delegations_and_rule_agree(name):
    make_delegation()
    make_delegation(unit="GD")
    other = make_organisation("珠江技术转移中心", "91440101MA5AKP8U4D")
    make_delegation(other)
    by = OBSERVERS[name]()

    visible = set(queries.delegations_visible_to(by))

    everything = Delegation.objects.all()
    assert visible == {d for d in everything if rules.may_see_delegation(by, d)}
    counts = {"agency": 2, "unit_clerk": 2, "unit_lead": 2, "security": 3}
    others = {"unit_clerk of another unit": 1, "unit_lead of another unit": 1}
    assert len(visible) == (counts | others).get(name, 0)


def test_clerk_reads_what_the_lead_decides_and_reveals_nobody():
    application, clerk = make_application("unit_clerk"), make_clerk()

    assert application in queries.memberships_visible_to(clerk)
    assert list(queries.users_visible_to(clerk)) == [clerk.user]
