"""代管: who answers for a project before and after it was taken over or claimed; on whose word it
is shown; that it still holds."""

from dataclasses import replace
from http import HTTPStatus

import pytest

from accounts.acting import actor_of
from accounts.models import Membership, User
from accounts.states import Role
from foundation.errors import Refused
from matching.interests import Wish, send_interest
from matching.queries import received_by
from matching.queries.interests import answerers_of_project
from matching.queries.matches import editable_by
from projects import rules
from projects.claiming import (
    ClaimProblem,
    confirm,
    decline,
    invite_contact,
    invite_holder,
    take_over,
)
from projects.intake import give_mandate, hide, show
from projects.library import confirm_valid, withdraw
from projects.models import Claim, Project
from projects.queries import in_custody_of, invitable_by, shown, visible_to
from records.actors import PORTAL, VISITOR, Actor
from records.models import Message
from roadshows.queries.coaching import coached_by
from roadshows.queries.people import people_behind
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
    make_user,
    take_to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    organisation = make_organisation()
    make_delegation(organisation)
    return actor_of(make_agent(organisation).user)


def brought(agent, status="listed"):
    draft = give_mandate(make_filed_draft(agent), "一号委托书", by=agent)
    return take_to(status, draft, agent)


def held_by(claim):
    return Actor(claim.claimant_id, "holder", user=claim.claimant)


@pytest.mark.parametrize(
    "make",
    [
        make_clerk,
        lambda: make_lead("GD"),
        make_centre,
        make_holder,
        lambda: make_staff("exchange"),
        lambda: PORTAL,
        lambda: VISITOR,
    ],
)
def test_only_the_lead_of_its_unit_takes_over(agent, make):
    project = brought(agent)

    with pytest.raises(Refused) as refusal:
        take_over(project, by=make(), reason="机构已停业")

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert Project.objects.get(pk=project.pk).is_with_agency


@pytest.mark.parametrize("make", [make_filed_project, make_project])
def test_what_no_agency_has_is_not_taken_over(make):
    with pytest.raises(Refused) as refusal:
        take_over(make("listed"), by=make_lead(), reason="理由")

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_taking_over_needs_a_reason(agent):
    with pytest.raises(Refused) as refusal:
        take_over(brought(agent), by=make_lead(), reason="")

    assert [problem.code for problem in refusal.value.problems] == [ClaimProblem.NO_REASON]


@pytest.mark.parametrize("status", ["draft", "submitted", "listed"])
def test_unit_answers_for_what_it_has_taken_over(agent, status):
    project, clerk, lead = brought(agent, status), make_clerk(), make_lead()
    before = standing(project, agent, clerk)

    taken = take_over(project, by=lead, reason="机构已停业")

    assert before == (True, False, True, False)
    assert standing(taken, agent, clerk) == (False, True, False, True)
    assert taken.custodian == taken.unit.organisation
    assert taken.collected_by_id == agent.organisation_id


def standing(project, agent, clerk):
    """Edits by agency and unit, as rule and as set."""
    row = Project.objects.filter(pk=project.pk)
    by_rule = [rules.may_edit(by, row.get()) for by in (agent, clerk)]
    by_set = [in_custody_of(by).filter(pk=project.pk).exists() for by in (agent, clerk)]
    matched = [editable_by(by).filter(pk=project.pk).exists() for by in (agent, clerk)]
    assert by_rule == by_set == matched
    seen = visible_to(agent, row).exists()
    assert rules.may_see(agent, row.get()) == seen
    coached = coached_by(replace(agent, scopes=("collect",))).filter(pk=project.pk).exists()
    return by_rule[0], by_rule[1], seen and coached, not seen and not coached


def test_agency_hears_that_its_project_was_taken_over(agent):
    take_over(brought(agent), by=make_lead(), reason="机构已停业")

    message = Message.objects.get(kind="projects.project.take_over")
    assert (message.to_id, message.context["note"]) == (agent.user_id, "机构已停业")


def test_interests_go_to_agency_then_unit_then_holder(agent):
    project, clerk = brought(agent), make_clerk()
    send_interest(project, Wish("learn", "想了解"), by=make_holder())
    answering = [answering_for(project, agent, clerk)]

    take_over(project, by=make_lead(), reason="机构已停业")
    answering.append(answering_for(project, agent, clerk))
    claim = invite_holder(Project.objects.get(pk=project.pk), "zhou@x.cn", "周蜀", by=clerk)
    confirm(claim, by=held_by(claim))
    answering.append(answering_for(project, agent, clerk))

    assert answering == [
        ({agent.user_id}, 1, 0),
        (people_of("SC"), 0, 1),
        ({claim.claimant_id}, 0, 0),
    ]
    assert received_by(held_by(claim)).count() == 1


def people_of(unit):
    seats = Membership.objects.filter(unit=unit, role__in=Role.of_unit)
    return set(seats.values_list("user", flat=True))


def answering_for(project, agent, clerk):
    row = Project.objects.get(pk=project.pk)
    people = set(answerers_of_project(row))
    assert people_behind([row])[row.pk] == people
    return people, received_by(agent).count(), received_by(clerk).count()


def test_claimed_project_is_edited_by_its_holder_alone(agent):
    project = brought(agent, "returned")
    claim = invite_holder(project, "zhou@x.cn", "周蜀", by=agent)
    confirm(claim, by=held_by(claim))
    row = Project.objects.get(pk=project.pk)

    people = (held_by(claim), agent, make_clerk(), make_lead())
    assert [rules.may_edit(by, row) for by in people] == [True, False, False, False]


def test_unit_hears_what_becomes_of_what_it_has_taken_over(agent):
    project, lead = brought(agent), make_lead()
    take_over(project, by=lead, reason="机构已停业")

    withdraw(Project.objects.get(pk=project.pk), by=make_centre(), reason="权属有争议")

    told = Message.objects.filter(kind="projects.project.withdraw")
    assert lead.user_id in {message.to_id for message in told}
    assert agent.user_id not in {message.to_id for message in told}


# consents by ground


def claimed(agent):
    project = brought(agent)
    claim = invite_holder(project, "zhou@x.cn", "周蜀", by=agent)
    confirm(claim, by=held_by(claim))
    return Project.objects.get(pk=project.pk), held_by(claim)


def test_mandate_stands_until_the_holder_speaks(agent):
    project, holder = claimed(agent)
    grounds = [project.display_consent.ground]

    shown_by_word = show(project, by=holder)

    grounds.append(shown_by_word.display_consent.ground)
    assert grounds == ["mandate", "person"]
    assert shown_by_word.display_consent.given_by == holder.user
    assert show(project, by=holder).display_consent == shown_by_word.display_consent


@pytest.mark.parametrize("first", [False, True])
def test_holder_withdraws_whatever_it_was_shown_on(agent, first):
    project, holder = claimed(agent)
    if first:
        project = show(project, by=holder)
    consent = project.display_consent

    hidden = hide(project, by=holder)

    consent.refresh_from_db()
    assert hidden.display_consent is None
    assert (consent.withdrawn_at is not None) == first  # others may rest on the mandate
    assert shown().filter(pk=project.pk).exists() is False


@pytest.mark.parametrize("order", [show, hide])
def test_consent_is_the_holders_alone(agent, order):
    project, _ = claimed(agent)

    for by in (agent, make_clerk(), make_lead(), make_centre(), make_holder()):
        with pytest.raises(Refused):
            order(project, by=by)


def test_pages_say_on_what_ground_it_is_shown(client, agent):
    project, holder = claimed(agent)
    client.force_login(holder.user)
    url = f"/my/projects/{project.ref}/"

    mandated = client.get(url).content.decode()
    client.post(f"{url}show/")
    own = client.get(url).content.decode()
    client.post(f"{url}hide/")
    hidden = client.get(url).content.decode()

    assert "现在凭授权文件展示：一号委托书" in mandated
    assert "你已同意公开展示。" in own
    assert "你还没有同意公开展示。" in hidden
    assert f"{url}show/" in hidden


# confirmed


@pytest.mark.parametrize(
    ("make", "may"),
    [(make_clerk, True), (make_lead, True), (make_centre, False), (lambda: make_lead("GD"), False)],
)
def test_who_answers_for_it_confirms_it(make, may):
    project, by = make_filed_project("listed"), make()

    if may:
        assert confirm_valid(project, by=by).confirmed_at is not None
    else:
        with pytest.raises(Refused):
            confirm_valid(project, by=by)


def test_only_what_is_in_the_library_is_confirmed():
    holder = make_holder()

    with pytest.raises(Refused) as refusal:
        confirm_valid(make_project("accepted", holder), by=holder)

    assert refusal.value.status == HTTPStatus.CONFLICT


def test_holder_confirms_on_the_page(client):
    holder = make_holder()
    project = make_project("listed", holder)
    client.force_login(holder.user)
    url = f"/my/projects/{project.ref}/"

    page = client.get(url).content.decode()
    answer = client.post(f"{url}confirm/", follow=True)

    assert "最近一次更新或确认" in page
    assert "信息仍然有效" in answer.content.decode()
    assert Project.objects.get(pk=project.pk).confirmed_at is not None


# the page of claims


def test_page_says_what_waits_since_when_and_whom_one_click_invites(client, agent):
    clerk, lead = make_clerk(), make_lead()
    free = make_filed_project("listed", clerk, title="没人认领的")
    asked = invite_holder(make_filed_project("submitted", clerk), "li@x.cn", "李", by=clerk)
    client.force_login(lead.user)

    page = client.get("/unit/claims/")
    client.post(f"/unit/projects/{free.ref}/invite-contact/")
    after = client.get("/unit/claims/")

    assert [one.pk for one in page.context["invited"]] == [asked.pk]
    assert [one.title for one in page.context["page"]] == ["没人认领的"]
    assert len(after.context["invited"]) == 2
    assert after.context["page"].paginator.count == 0
    assert Claim.objects.get(project=free).claimant.email == "zhou@example.cn"


def test_agency_sees_its_own_claims_alone(client, agent):
    own = invite_holder(brought(agent), "li@x.cn", "李", by=agent)
    clerk = make_clerk()
    invite_holder(make_filed_project("listed", clerk), "wang@x.cn", "王", by=clerk)
    client.force_login(agent.user)

    assert [one.pk for one in client.get("/unit/claims/").context["invited"]] == [own.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_claims_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, count):
    clerk = make_clerk()
    for number in range(count):
        make_filed_project("listed", clerk)
        invite_holder(make_filed_project("listed", clerk), f"li{number}@x.cn", "李", by=clerk)
    client.force_login(clerk.user)
    client.get("/unit/claims/")

    with django_assert_num_queries(8):
        assert client.get("/unit/claims/").status_code == 200


def test_contact_nobody_named_is_not_invited():
    project, clerk = make_filed_draft(make_clerk(), contact_name=""), make_clerk()

    with pytest.raises(Refused) as refusal:
        invite_contact(project, by=clerk)

    assert [problem.code for problem in refusal.value.problems] == [ClaimProblem.NO_CONTACT]
    assert list(invitable_by(clerk)) == []


def known_by_another_name():
    user = make_user()
    User.objects.filter(pk=user.pk).update(name="真名")
    return user


def test_invitation_tells_nobody_what_the_portal_knew(client):
    known, clerk = known_by_another_name(), make_clerk()
    projects = [make_filed_project("listed", clerk) for _ in range(2)]
    client.force_login(clerk.user)
    pages = []

    for project, email in zip(projects, (known.email, "nobody-yet@example.cn"), strict=True):
        url = f"/unit/projects/{project.ref}/"
        pages.append(client.post(f"{url}invite/", {"email": email, "name": "甲"}, follow=True))
    pages += [client.get("/unit/claims/")]

    assert not any("真名" in page.content.decode() for page in pages)
    assert not any(known.email in page.content.decode() for page in pages)


def test_declined_invitation_does_not_name_the_invited():
    known, clerk = known_by_another_name(), make_clerk()
    claim = invite_holder(make_filed_project("listed", clerk), known.email, "甲", by=clerk)

    decline(claim, by=held_by(claim))

    told = Message.objects.get(kind="projects.claim.decline", to=clerk.user_id)
    assert "真名" not in str(told.context)
