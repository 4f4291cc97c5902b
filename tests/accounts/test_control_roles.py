"""三员 exclude one another and all business roles, and so do the centre's people: at the same time,
and behind the stages too."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.granting import GrantProblem, accept_invitation, approve, grant_role, invite
from accounts.invariants import mixed_control_roles
from accounts.models import Membership
from accounts.states import MembershipStatus, Role
from foundation.errors import Refused
from records.actors import PORTAL
from tests.factories import make_application, make_holder, make_lead, make_staff, make_user
from tests.records.test_concurrency import in_threads


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "roles", [("security", "auditor"), ("centre", "admin"), ("centre_lead", "expert")]
)
def test_two_who_grant_at_once_leave_one_role(roles):
    user = make_user()

    def attempt(number):
        try:
            grant_role(user, Role(roles[number]), by=PORTAL)
        except Refused as refusal:
            return [problem.code for problem in refusal.problems]
        return "granted"

    answers = in_threads(2, attempt)

    assert sorted(answers, key=str) == [[GrantProblem.EXCLUSIVE], "granted"]
    assert Membership.objects.filter(user=user, status=MembershipStatus.GRANTED).count() == 1
    assert mixed_control_roles() == 0


@pytest.mark.django_db(transaction=True)
def test_acceptance_and_grant_at_once_leave_one_role():
    user = make_user()
    invitation = invite(user, Role.EXPERT, by=make_staff("centre"))

    def attempt(number):
        try:
            if number:
                accept_invitation(invitation, by=make_holder(user))
            else:
                grant_role(user, Role.AUDITOR, by=PORTAL)
        except Refused:
            return "refused"
        return "granted"

    answers = in_threads(2, attempt)

    assert sorted(answers) == ["granted", "refused"]
    assert mixed_control_roles() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "slipped_in"),
    [
        *(("auditor", "centre"), ("security", "admin"), ("expert", "security")),
        *(("centre", "expert"), ("expert", "centre_lead")),
    ],
)
def test_database_refuses_what_excludes_one_another(as_owner, held, slipped_in):
    actor = make_staff(held)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as one:
        one.execute(
            "insert into accounts_membership (ref, user_id, role, status, reason, valid_from)"
            " values ('0123456789', %s, %s, 'granted', '', now())",
            [actor.user_id, slipped_in],
        )

    assert "membership_classes_apart" in str(refusal.value)


@pytest.mark.django_db
def test_application_is_not_granted_to_who_has_become_an_auditor():
    application = make_application("unit_clerk")
    grant_role(application.user, Role.AUDITOR, by=PORTAL)

    with pytest.raises(Refused) as refusal:
        approve(application, by=make_lead())

    assert [problem.code for problem in refusal.value.problems] == [GrantProblem.EXCLUSIVE]
    application.refresh_from_db()
    assert application.status == MembershipStatus.REQUESTED
