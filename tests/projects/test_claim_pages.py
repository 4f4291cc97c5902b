"""认领 over HTTP: answered by the invited, asked for by a member, taken back."""

import pytest

from projects.claiming import invite_holder, request_claim
from projects.models import Claim, Project
from projects.states import ClaimStatus
from tests.factories import (
    make_clerk,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_institute,
    make_member,
    make_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(client):
    actor = make_holder()
    client.force_login(actor.user)
    return actor


def invite(holder):
    clerk = make_clerk()
    project = make_filed_draft(clerk)
    return invite_holder(project, holder.user.email, "", by=clerk)


def test_invitation_is_announced_and_confirmed(client, holder):
    claim = invite(holder)
    assert "有 1 项成果请你确认是不是你的" in client.get("/my/projects/").content.decode()
    assert claim.project.title in client.get("/my/claims/").content.decode()

    answer = client.post(f"/my/claims/{claim.ref}/confirm/")

    project = Project.objects.get()
    assert answer.url == f"/my/projects/{project.ref}/"
    assert (project.holder_id, project.custodian) == (holder.user_id, None)
    assert client.get(answer.url).context["step"].name == "basic"


def test_invitation_is_declined(client, holder):
    claim = invite(holder)

    client.post(f"/my/claims/{claim.ref}/decline/")

    claim.refresh_from_db()
    assert (claim.status, claim.project.holder) == (ClaimStatus.DECLINED, None)
    assert client.get("/my/claims/").context["invited"] == []


def test_listed_project_of_ones_organisation_is_asked_for_and_given_up(client, holder):
    project = make_filed_project("listed")
    assert "还不知道你在哪个单位" in client.get("/my/claims/").content.decode()
    make_member(holder, project.organisation)
    assert "你的单位有 1 项成果还没有人认领" in client.get("/my/projects/").content.decode()

    client.post(f"/my/claims/request/{project.code}/")

    claim = Claim.objects.get()
    assert (claim.status, claim.claimant_id) == (ClaimStatus.REQUESTED, holder.user_id)
    assert list(client.get("/my/claims/").context["page"]) == []
    client.post(f"/my/claims/{claim.ref}/give-up/")
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.DECLINED


def test_only_listed_projects_of_ones_own_organisation_without_a_holder(client, holder):
    make_member(holder, make_organisation())
    others = make_filed_project("listed")
    make_member(holder, make_institute())
    not_listed = make_filed_project("accepted")
    make_member(holder, make_organisation())

    for project in (others, not_listed):
        assert client.post(f"/my/claims/request/{project.ref}/").status_code == 404
    assert Claim.objects.count() == 0


def test_claims_of_others_are_not_there(client, holder):
    claim = invite(make_holder())

    for verb in ("confirm", "decline", "give-up"):
        assert client.post(f"/my/claims/{claim.ref}/{verb}/").status_code == 404
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.INVITED


@pytest.mark.parametrize("count", [1, 3])
def test_claims_ask_the_same_for_one_and_for_three(
    client, holder, django_assert_num_queries, count
):
    make_member(holder, make_institute())
    for _ in range(count):
        invite(holder)
        make_filed_project("listed")
        request_claim(make_filed_project("listed"), by=holder)
    client.get("/my/claims/")

    with django_assert_num_queries(7):
        client.get("/my/claims/")
