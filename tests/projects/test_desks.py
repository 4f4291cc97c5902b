"""The desks of unit and centre over HTTP: each decision carried out, refused with what was typed,
kept from strangers and from other roles."""

from datetime import timedelta

import pytest

from accounts.acting import actor_for
from accounts.cycles import change_cycle, current_cycle
from accounts.granting import end, grant_role
from accounts.models import Unit
from accounts.states import Role
from foundation import clock
from projects.models import Project
from records.actors import PORTAL
from records.models import Entry
from tests.factories import (
    make_centre,
    make_clerk,
    make_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_project,
    make_staff,
)

pytestmark = pytest.mark.django_db


def in_days(days):
    return (clock.today() + timedelta(days=days)).isoformat()


# Address, from which state, what is sent, to which state; what is sent wrongly, and the complaint.
AT_UNIT = {
    "accept": ("submitted", {}, "accepted"),
    "return": ("submitted", {"remarks": "补测试报告", "due_on": "2098-01-31"}, "returned"),
    "decline": ("submitted", {"reason": "不属于战新领域"}, "declined"),
    "hand-over": ("submitted", {"unit": "GD", "reason": "单位在广东"}, "submitted"),
}
AT_CENTRE = {
    "list": ("accepted", {}, "listed"),
    "return": ("accepted", {"remarks": "补测试报告", "due_on": "2098-01-31"}, "returned"),
    "withdraw": ("listed", {"reason": "权属有争议"}, "withdrawn"),
    "restore": ("withdrawn", {"reason": "争议已了结"}, "listed"),
}
DESKS = [
    *(("/unit/projects", verb, *rest) for verb, rest in AT_UNIT.items()),
    *(("/center/library", verb, *rest) for verb, rest in AT_CENTRE.items()),
]
MAKERS = {"/unit/projects": make_lead, "/center/library": make_centre}


def log_in(client, actor):
    client.force_login(actor.user)
    return actor


def status_of(project):
    return Project.objects.get(pk=project.pk).status


@pytest.mark.parametrize(("desk", "verb", "before", "data", "after"), DESKS)
def test_decision_is_carried_out_and_its_words_are_on_record(
    client, desk, verb, before, data, after
):
    project = make_project(before)
    by = log_in(client, MAKERS[desk]())

    answer = client.post(f"{desk}/{project.ref}/{verb}/", data)

    assert (answer.status_code, status_of(project)) == (302, after)
    entry = Entry.objects.filter(table="projects.project", object_id=project.pk).latest("id")
    assert (entry.verb, entry.actor_id) == (verb.replace("-", "_"), by.user_id)
    assert entry.note == data.get("remarks", data.get("reason", ""))
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(("desk", "verb", "before", "data", "after"), DESKS)
def test_decision_too_late_is_told_and_the_text_stays(client, desk, verb, before, data, after):
    project = make_project("returned")
    log_in(client, MAKERS[desk]())

    answer = client.post(f"{desk}/{project.ref}/{verb}/", data)

    page = answer.content.decode()
    expected = {"return": 403, "restore": 403} if "center" in desk else {"hand-over": 302}
    assert answer.status_code == expected.get(verb, 409)
    if answer.status_code == 409:
        assert "现在的状态是“退回修改”" in page
        assert all(text in page for text in data.values())
        assert status_of(project) == "returned"


@pytest.mark.parametrize("row", DESKS, ids=lambda row: f"{row[0]}-{row[1]}")
@pytest.mark.parametrize("role", ["clerk", "auditor", "holder", "exchange"])
def test_decision_is_not_for_other_roles(client, row, role):
    desk, verb, before, data, _ = row
    project = make_project(before)
    made = {"clerk": make_clerk, "holder": make_holder}.get(role, lambda: make_staff(role))
    log_in(client, made())

    answer = client.post(f"{desk}/{project.ref}/{verb}/", data)

    assert (answer.status_code, status_of(project)) == (403, before)


@pytest.mark.parametrize("verb", AT_UNIT)
def test_project_of_another_unit_does_not_exist(client, verb):
    before, data, _ = AT_UNIT[verb]
    project = make_project(before)
    log_in(client, make_lead("GD"))

    answer = client.post(f"/unit/projects/{project.ref}/{verb}/", data)

    assert (answer.status_code, status_of(project)) == (404, before)


@pytest.mark.parametrize("verb", AT_CENTRE)
def test_draft_does_not_exist_for_the_centre(client, verb):
    project = make_draft()
    log_in(client, make_centre())

    answer = client.post(f"/center/library/{project.ref}/{verb}/", AT_CENTRE[verb][1])

    assert (answer.status_code, status_of(project)) == (404, "draft")


@pytest.mark.parametrize(
    ("verb", "data", "complaint"),
    [
        ("return", {"remarks": " ", "due_on": "2098-01-31"}, "请写明修改意见，持有人会看到"),
        ("return", {"remarks": "补检测报告", "due_on": ""}, "请填写“修改期限”"),
        ("return", {"remarks": "补检测报告", "due_on": "2020-01-31"}, "修改期限要在今天以后"),
        ("return", {"remarks": "补检测报告", "due_on": "9999-12-31"}, "不能晚于 2099-12-31"),
        ("return", {"remarks": "长" * 1001, "due_on": "2098-01-31"}, "1000"),
        ("return", {"remarks": "长" * 100_000, "due_on": "2098-01-31"}, "最多 1000 字"),
        ("decline", {"reason": ""}, "请填写“理由”"),
        ("hand-over", {"unit": "SC", "reason": "单位在广东"}, "SC"),
        ("hand-over", {"unit": "XX", "reason": "单位在广东"}, "XX"),
        ("hand-over", {"unit": "", "reason": "单位在广东"}, "请填写“转交给”"),
    ],
)
def test_bad_input_is_told_beside_what_was_typed(client, verb, data, complaint):
    project = make_project("submitted")
    log_in(client, make_lead())

    answer = client.post(f"/unit/projects/{project.ref}/{verb}/", data)

    page = answer.content.decode()
    assert (answer.status_code, status_of(project)) == (422, "submitted")
    assert complaint in page
    assert '<details class="confirm" open' in page
    assert data.get("remarks", data.get("reason", ""))[:1000] in page


def test_text_is_cleaned_before_it_is_kept(client):
    project = make_project("submitted")
    log_in(client, make_lead())

    remarks = "补\u202e检测\x00报告🙂\r\n第二条"
    client.post(
        f"/unit/projects/{project.ref}/return/", {"remarks": remarks, "due_on": "2098-01-31"}
    )

    assert Entry.objects.latest("id").note == "补检测报告🙂\n第二条"


@pytest.mark.parametrize("verb", ["accept", "return", "decline"])
def test_who_filed_it_does_not_screen_it_even_with_both_roles(client, verb):
    """Persons are compared, never roles."""
    clerk = make_clerk()
    project = make_filed_project("submitted", clerk)
    unit = Unit.objects.get(abbr="SC")
    lead = actor_for(grant_role(clerk.user, Role.UNIT_LEAD, by=PORTAL, unit=unit))
    log_in(client, lead)
    client.post("/account/acting/", {"as": str(membership_of(lead).pk)})

    page = client.get(f"/unit/projects/{project.ref}/").content.decode()
    answer = client.post(f"/unit/projects/{project.ref}/{verb}/", AT_UNIT[verb][1])

    assert f"/unit/projects/{project.ref}/{verb}/" not in page
    assert f"/unit/projects/{project.ref}/hand-over/" in page
    assert (answer.status_code, status_of(project)) == (403, "submitted")


def membership_of(actor):
    return actor.user.memberships.get(role=actor.role)


def test_who_accepted_it_does_not_list_it_after_moving_to_the_centre(client):
    lead = make_lead()
    project = make_project("submitted")
    log_in(client, lead)
    client.post(f"/unit/projects/{project.ref}/accept/")
    end(membership_of(lead), by=lead)
    centre = actor_for(grant_role(lead.user, Role.CENTRE, by=PORTAL))
    client.post("/account/acting/", {"as": str(membership_of(centre).pk)})

    answer = client.post(f"/center/library/{project.ref}/list/")

    assert answer.status_code == 403
    assert status_of(project) == "accepted"


def test_due_date_is_offered_two_weeks_ahead(client):
    project = make_project("submitted")
    log_in(client, make_lead())

    page = client.get(f"/unit/projects/{project.ref}/").content.decode()

    assert f'value="{in_days(14)}"' in page


def test_acceptance_lists_at_once_where_the_cycle_says_so(client):
    project = make_project("submitted")
    lead = make_staff("centre_lead")
    change_cycle(current_cycle(), {"lists_at_acceptance": True}, by=lead)
    log_in(client, make_lead())

    page = client.post(f"/unit/projects/{project.ref}/accept/", follow=True).content.decode()

    listed = Project.objects.get(pk=project.pk)
    assert (listed.status, listed.listing.version.number) == ("listed", 1)
    assert f"已通过初审并入库，编号 {listed.code}" in page


def test_handed_over_project_is_out_of_sight_and_at_the_other_desk(client):
    project = make_project("submitted")
    log_in(client, make_lead())
    answer = client.post(f"/unit/projects/{project.ref}/hand-over/", AT_UNIT["hand-over"][1])

    assert answer.url == "/unit/projects/"
    assert client.get(f"/unit/projects/{project.ref}/").status_code == 404
    log_in(client, make_lead("GD"))
    assert "单位在广东" in client.get(f"/unit/projects/{project.ref}/").content.decode()
