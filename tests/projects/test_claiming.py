"""认领: who may invite, request, answer; what a confirmed claim changes."""

from dataclasses import replace
from http import HTTPStatus

import pytest
from django.db import transaction

from accounts.acting import actor_of
from accounts.models import User
from foundation.errors import Refused
from projects.claiming import confirm, decline, give_up, invite_holder, request_claim
from projects.models import Claim, Project
from projects.states import ClaimStatus
from records.actors import PORTAL, VISITOR, Actor
from records.models import Entry
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_institute,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

ROLES = {
    "other holder": make_holder,
    "clerk": make_clerk,
    "lead": make_lead,
    "lead of another unit": lambda: make_lead("GD"),
    "centre": make_centre,
    "auditor": lambda: make_staff("auditor"),
    "visitor": lambda: VISITOR,
    "portal": lambda: PORTAL,
}
STEPS = {"confirm": confirm, "decline": decline, "give_up": give_up}
# State → verb → who may.
MAY = {
    "invited": {
        "confirm": {"claimant", "portal"},
        "decline": {"claimant", "portal"},
        "give_up": {"clerk", "lead"},
    },
    "requested": {
        "confirm": {"lead", "portal"},
        "decline": {"lead", "portal"},
        "give_up": {"claimant"},
    },
    "declined": {},
}


def make_member():
    """Works where the project is held."""
    return make_holder(make_user(organisation=make_institute()))


def make_claim(state, project=None):
    project = project or make_filed_project("listed")
    if state == "invited":
        return invite_holder(project, f"{project.ref}@x.cn", "周蜀", by=make_clerk())
    claim = request_claim(project, by=make_member())
    return decline(claim, by=make_lead()) if state == "declined" else claim


@pytest.mark.parametrize("role", [*ROLES, "claimant"])
@pytest.mark.parametrize("state", ["invited", "requested", "declined"])
def test_every_state_verb_and_role_of_a_claim(state, role):
    claim = make_claim(state)
    by = ROLES[role]() if role in ROLES else Actor(claim.claimant_id, "holder", user=claim.claimant)

    for verb, step in STEPS.items():
        with transaction.atomic():
            if role in MAY[state].get(verb, ()):
                assert step(claim, by=by).status != state
            else:
                with pytest.raises(Refused):
                    step(claim, by=by)
                assert Claim.objects.get(pk=claim.pk).status == state
            transaction.set_rollback(True)


def test_invitation_makes_an_account_without_a_password_once():
    clerk = make_clerk()

    first = invite_holder(make_filed_draft(clerk), "Zhou@x.cn", "周蜀", by=clerk)
    second = invite_holder(make_filed_draft(clerk), "zhou@x.cn", "别名", by=clerk)

    assert first.claimant == second.claimant
    user = User.objects.get(email="zhou@x.cn")
    assert (user.name, user.has_usable_password()) == ("周蜀", False)


def test_nobody_is_asked_twice_at_a_time():
    clerk = make_clerk()
    project = make_filed_draft(clerk)
    invite_holder(project, "zhou@x.cn", "周蜀", by=clerk)

    with pytest.raises(Refused, match="已经有一份等待确认的认领"):
        invite_holder(project, "zhou@x.cn", "周蜀", by=clerk)

    assert Claim.objects.count() == 1


def test_only_members_of_the_holding_organisation_request():
    project = make_filed_project("listed")
    stranger = make_holder(make_user(organisation=make_organisation()))

    for by in (stranger, make_holder()):
        with pytest.raises(Refused) as refusal:
            request_claim(project, by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert Claim.objects.count() == 0


def test_what_has_a_holder_is_claimed_by_nobody():
    project = make_project("listed")

    with pytest.raises(Refused, match="已经由持有人认领") as refusal:
        request_claim(project, by=make_member())

    assert refusal.value.status == HTTPStatus.UNPROCESSABLE_ENTITY


def test_confirmed_claim_brings_the_project_home_and_closes_the_others():
    project = make_filed_project("listed")
    invited, requested = make_claim("invited", project), make_claim("requested", project)

    confirm(invited, by=actor_of(invited.claimant))

    home = Project.objects.get(pk=project.pk)
    assert (home.holder_id, home.custodian_id) == (invited.claimant_id, None)
    requested.refresh_from_db()
    assert requested.status == ClaimStatus.DECLINED
    entries = Entry.objects.filter(table="projects.project", object_id=project.pk)
    assert (entries.latest("id").verb, home.status) == ("hold", "listed")


def test_second_confirmation_is_refused():
    project = make_filed_project("listed")
    first, second = make_claim("invited", project), make_claim("requested", project)
    confirm(second, by=make_lead())

    with pytest.raises(Refused, match="已经由持有人认领"):
        confirm(first, by=actor_of(first.claimant))

    assert Project.objects.get(pk=project.pk).holder_id == second.claimant_id


def test_agency_invites_only_under_a_delegation_to_collect():
    agent = make_agent(make_delegation().organisation)
    project = make_filed_draft(agent)

    with pytest.raises(Refused) as refusal:
        invite_holder(project, "zhou@x.cn", "周蜀", by=replace(agent, scopes=("coach",)))
    claim = invite_holder(project, "zhou@x.cn", "周蜀", by=agent)

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert claim.status == ClaimStatus.INVITED
