"""What each step of a project's way leaves behind, and whom the two-person rule stops."""

import hashlib
import json
from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import actor_for, actor_of
from accounts.granting import grant_role
from accounts.models import Unit
from accounts.states import Role
from foundation.errors import Refused
from projects import queries, rules
from projects.intake import save_draft, submit
from projects.invariants import listings_untrue
from projects.library import list_all, list_project
from projects.models import Listing, Project, Version
from projects.screening import accept
from projects.states import ProjectStatus
from records.actors import PORTAL
from records.models import Message
from tests.factories import (
    make_agent,
    make_centre,
    make_delegation,
    make_draft,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
)

pytestmark = pytest.mark.django_db

PERSONAL_TEXTS = {"林岷", "周蜀", "13800000000", "zhou@example.cn"}


@pytest.mark.parametrize("unit", ["SC", "GD", ""])
def test_visible_set_and_rule_agree_for_an_agency(unit):
    """Its own in the unit that delegated, with and without a holder; else nothing."""
    organisation, holder = make_organisation(), make_holder()
    projects = [make_project(status, holder) for status in ProjectStatus.values]
    own = [make_project(status, holder) for status in ProjectStatus.values]
    brought = make_project("draft", holder)
    Project.objects.filter(pk__in=[p.pk for p in [*own, brought]]).update(custodian=organisation)
    Project.objects.filter(pk=brought.pk).update(holder=None)
    agent = make_agent(organisation)
    if unit:
        make_delegation(organisation, unit)
    by = actor_of(agent.user)
    everything = Project.objects.all()

    visible = set(queries.visible_to(by, everything))

    assert visible == {p for p in everything if rules.may_see(by, p)}
    assert len(everything) == 2 * len(projects) + 1
    assert visible == ({*own[1:], brought} if unit == "SC" else set())


def test_persons_are_compared_not_roles():
    """Who holds both roles cannot screen what they filed themselves."""
    holder = make_holder()
    project = make_project("submitted", holder)
    unit = Unit.objects.get(abbr="SC")
    lead = actor_for(grant_role(holder.user, Role.UNIT_LEAD, by=PORTAL, unit=unit))

    with pytest.raises(Refused) as refusal:
        accept(project, by=lead)

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_holder_who_joins_the_centre_does_not_list_their_own():
    holder = make_holder()
    project = make_project("accepted", holder)
    centre = actor_for(grant_role(holder.user, Role.CENTRE, by=PORTAL))

    with pytest.raises(Refused) as refusal:
        list_project(project, by=centre)

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_forged_listing_breaks_an_invariant():
    make_project("listed")
    assert listings_untrue() == 0

    Listing.objects.update(title="伪造")

    assert listings_untrue() == 1


def test_submission_freezes_a_version_with_its_verdicts():
    project = make_project("submitted")

    version = Version.objects.get()

    text = json.dumps(version.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert version.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert version.content["title"] == project.title
    assert version.content["labels"]["modes"] == ["技术许可", "合作开发"]
    assert PERSONAL_TEXTS.isdisjoint(text.split('"'))
    assert [v["clause"] for v in version.verdicts] == [f"五(一){n}" for n in range(1, 7)]
    assert [v["verdict"] for v in version.verdicts] == ["pass"] * 6


def test_submission_names_everything_that_is_missing():
    holder = make_holder()
    project = make_draft(holder, summary="", trl=None, modes=[], field=None)

    with pytest.raises(Refused) as refusal:
        submit(project, by=holder)

    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["field", "summary", "trl", "modes"]
    assert refusal.value.problems[1].sentence == "请填写“项目简介”"
    assert Version.objects.count() == 0


def test_leads_of_the_unit_are_told_of_a_submission_and_the_holder_of_the_rest():
    lead, other = make_lead(), make_lead("GD")
    holder = make_holder()

    project = accept(make_project("submitted", holder), by=lead)
    list_project(project, by=make_centre())

    of_project = Message.objects.filter(kind__startswith="projects.").order_by("pk")
    told = list(of_project.values_list("to_id", "kind"))
    assert told == [
        (lead.user_id, "projects.project.submit"),
        (holder.user_id, "projects.project.accept"),
        (holder.user_id, "projects.project.list"),
    ]
    assert other.user_id not in dict(told)


def test_listing_gives_codes_without_gaps_and_puts_the_version_in_force():
    projects = [make_project("accepted") for _ in range(2)]

    moved = list_all(Project.objects.all(), by=make_centre())

    year = projects[0].submitted_at.year
    codes = [row.code for row in moved.rows]
    assert codes == [f"{year}-SC-000001", f"{year}-SC-000002"]
    listings = list(Listing.objects.order_by("pk").values_list("project__code", "version__number"))
    assert listings == [(codes[0], 1), (codes[1], 1)]


def test_database_refuses_a_listed_project_without_code():
    project = make_project("accepted")

    with pytest.raises(IntegrityError, match="project_listed_has_code"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(status="listed")


def test_unticking_display_withdraws_the_consent():
    holder = make_holder()
    project = make_draft(holder)
    consent = project.display_consent

    saved = save_draft(project, {}, by=holder, shown=False)

    consent.refresh_from_db()
    assert saved.display_consent is None
    assert consent.withdrawn_at is not None
