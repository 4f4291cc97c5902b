"""Who hears of a project and of its correction: whoever answers for it now, and nobody else."""

from datetime import date

import pytest

from accounts.acting import actor_of
from accounts.delegating import revoke
from accounts.granting import end
from accounts.models import Delegation, Unit
from portal.erasing import erase_account
from projects.claiming import take_over
from projects.correcting import begin_correction, decline
from projects.handover import hand_over, hand_over_all
from projects.intake import submit
from projects.library import withdraw
from projects.models import Correction, Project
from projects.queries import answerers_of, answerers_of_correction, is_told_of
from projects.screening import accept_all, send_back
from projects.states import CorrectionStatus
from projects.urging import UrgingProblem, reminding_problems
from records.actors import PORTAL
from records.models import Message
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_project,
    make_lead,
    make_organisation,
    make_project,
)
from tests.projects.correcting_things import proposed

pytestmark = pytest.mark.django_db
DUE = date(2098, 1, 31)


def make_collector():
    organisation = make_organisation()
    make_delegation(organisation)
    return actor_of(make_agent(organisation).user)


FILERS = {"clerk": make_clerk, "agent": make_collector}


def loses_the_role(project, filer):
    for membership in filer.user.memberships.all():
        end(membership, by=PORTAL)


def loses_the_delegation(project, filer):
    revoke(Delegation.objects.get(), by=make_lead(), reason="不再合作")


def is_taken_over(project, filer):
    take_over(project, by=make_lead(), reason="机构已停业")


def is_handed_over(project, filer):
    hand_over(project, Unit.objects.get(abbr="GD"), by=make_lead(), reason="单位在广东")


SINCE = [
    ("clerk", loses_the_role, "SC"),
    ("clerk", is_handed_over, "GD"),
    ("agent", loses_the_role, "SC"),
    ("agent", loses_the_delegation, "SC"),
    ("agent", is_taken_over, "SC"),
    ("agent", is_handed_over, "GD"),
]


def leads_at(unit):
    leads = Unit.objects.get(abbr=unit).membership_set.filter(role="unit_lead")
    return set(leads.valid_now().values_list("user", flat=True))


@pytest.mark.parametrize("who", FILERS)
def test_who_filed_it_hears_as_long_as_they_act_for_those_who_have_it(who):
    filer = FILERS[who]()

    assert list(answerers_of(make_filed_project("listed", filer))) == [filer.user_id]


@pytest.mark.parametrize(("who", "happens", "unit"), SINCE)
def test_leads_of_the_unit_hear_where_who_filed_it_does_no_more(who, happens, unit):
    make_lead("GD")
    filer = FILERS[who]()
    project = make_filed_project("listed", filer)

    happens(project, filer)

    row = Project.objects.get(pk=project.pk)
    assert (row.unit_id, set(answerers_of(row))) == (unit, leads_at(unit))
    withdraw(row, by=make_centre(), reason="权属有争议")
    told = Message.objects.filter(kind="projects.project.withdraw")
    assert {message.to_id for message in told} == leads_at(unit)


@pytest.mark.parametrize(("who", "happens", "unit"), SINCE)
def test_leads_hear_of_a_correction_where_who_proposed_it_does_no_more(who, happens, unit):
    make_lead("GD")
    filer = FILERS[who]()
    project = make_filed_project("listed", filer)
    correction = proposed(begin_correction(project, "更新指标", by=filer), filer)
    before = set(answerers_of_correction(correction))

    happens(project, filer)

    row = Correction.objects.get(status=CorrectionStatus.PROPOSED)
    assert (before, set(answerers_of_correction(row))) == ({filer.user_id}, leads_at(unit))
    decline(row, by=make_lead(unit), reason="不用改")
    told = Message.objects.filter(kind="projects.correction.decline")
    assert {message.to_id for message in told} == leads_at(unit)


def test_who_files_it_again_after_it_was_taken_over_hears_from_then_on():
    project, clerk = make_filed_project("returned", make_collector()), make_clerk()
    take_over(project, by=make_lead(), reason="机构已停业")

    again = submit(Project.objects.get(pk=project.pk), by=clerk)

    assert list(answerers_of(again)) == [clerk.user_id]


def test_holder_hears_whoever_filed_it():
    project = make_project("listed")

    assert list(answerers_of(project)) == [project.holder_id]


def test_nobody_hears_or_is_reminded_where_the_holder_has_left():
    project = make_project("submitted")
    erase_account(project.holder, by=actor_of(project.holder))
    row = Project.objects.get(pk=project.pk)

    problems = reminding_problems(row)
    send_back(row, by=make_lead(), remarks="补测试报告", due_on=DUE)

    assert (set(answerers_of(row)), is_told_of(row)) == (set(), False)
    assert [problem.code for problem in problems] == [UrgingProblem.NOBODY]
    assert not Message.objects.filter(to=project.holder_id).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_set_asks_once_who_hears(django_assert_num_queries, count):
    lead, gd = make_lead(), Unit.objects.get(abbr="GD")
    filers = [make_clerk(), make_collector()]
    for filer in filers:
        for _ in range(count):
            make_filed_project("submitted", filer)

    with django_assert_num_queries(20):
        assert len(accept_all(Project.objects.all(), by=lead).rows) == 2 * count
    with django_assert_num_queries(18):
        moved = hand_over_all(Project.objects.all(), gd, by=lead, reason="单位在广东")
    assert len(moved.rows) == 2 * count
