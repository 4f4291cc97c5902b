"""工作台: what waits for whoever answers for a project now, and what the centre reads and asks."""

import pytest

from accounts.acting import actor_of
from accounts.cycles import change_cycle, current_cycle
from accounts.models import Unit
from portal.waiting import home_of
from projects.claiming import invite_holder, take_over
from projects.correcting import begin_correction
from projects.handover import hand_over
from projects.proofreading import read_version
from projects.ruling import ask_units, dismiss
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_project,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
)
from tests.roadshows.coaching import make_deck, make_remark

pytestmark = pytest.mark.django_db


def mine(by):
    return {line.label: line.count for line in home_of(by).mine}


def others(by):
    return {line.label: line.count for line in home_of(by).others}


@pytest.fixture
def agent():
    organisation = make_organisation()
    make_delegation(organisation, days=90)
    return actor_of(make_agent(organisation).user)


def brought(agent):
    """One that came back, one that is corrected and to be claimed."""
    listed = make_filed_project("listed", agent)
    begin_correction(listed, "更新指标", by=agent)
    invite_holder(listed, "zhou@x.cn", "周蜀", by=agent)
    return [make_filed_project("returned", agent), listed]


MINE = {"退回修改的成果": 1, "没有提交的更正": 1}
OTHERS = {"认领：等持有人答复": 1}


def test_what_an_agency_brought_waits_for_it_until_the_unit_has_taken_it_over(agent):
    projects, clerk = brought(agent), make_clerk()
    assert (mine(agent), others(agent)) == (MINE, OTHERS)
    assert (mine(clerk), others(clerk)) == ({}, {})

    for project in projects:
        take_over(project, by=make_lead(), reason="机构已停业")

    assert (mine(agent), others(agent)) == ({}, {})
    assert (mine(clerk), others(clerk)) == (MINE, OTHERS)


def test_what_was_handed_over_waits_for_the_new_unit(agent):
    clerk, new = make_clerk(), make_clerk("GD")
    project = make_filed_project("returned", clerk)

    hand_over(project, Unit.objects.get(abbr="GD"), by=make_lead(), reason="单位在广东")

    assert (mine(clerk), mine(new)) == ({}, {"退回修改的成果": 1})


def test_remarks_wait_for_whoever_has_it_in_custody(agent):
    project, clerk = make_filed_project("listed", agent), make_clerk()
    make_remark(make_deck(project, agent), clerk)
    assert (mine(agent), mine(clerk)) == ({"没有答复的辅导意见": 1}, {})

    take_over(project, by=make_lead(), reason="机构已停业")

    assert (mine(agent), mine(clerk)) == ({}, {"没有答复的辅导意见": 1})


def test_what_is_to_be_read_waits_for_each_of_the_centre_who_has_not_read_it():
    change_cycle(current_cycle(), {"readings": 2}, by=make_staff("centre_lead"))
    project, first, second = make_project("accepted"), make_centre(), make_centre()
    both = {"待入库的成果": 1, "待审读的成果": 1}
    assert (mine(first), mine(second)) == (both, both)
    [line] = [one for one in home_of(first).mine if one.label == "待审读的成果"]
    assert (line.url_name, line.query) == ("center_faults", "?kind=unread")

    read_version(project.versions.get(), by=first)

    assert (mine(first), mine(second)) == ({"待入库的成果": 1}, both)
    read_version(project.versions.get(), by=second)
    assert mine(second) == {"待入库的成果": 1}


def test_pair_the_centre_asks_about_waits_for_both_leads_until_it_is_settled():
    one, two = make_project("listed"), make_project("listed", unit=Unit.objects.get(abbr="GD"))
    leads, centre = [make_lead(), make_lead("GD")], make_centre()
    ask_units(one, two, by=centre, note="请核实")
    asked = {"待核实的疑似重复": 1}
    assert [mine(by) for by in (*leads, make_lead("BJ"), make_clerk())] == [asked, asked, {}, {}]

    dismiss(one, two, by=centre, note="两代产品")

    assert [mine(by) for by in leads] == [{}, {}]


def test_pair_is_settled_where_one_unit_has_handed_it_to_the_other():
    one, two = make_project("listed"), make_project("listed", unit=Unit.objects.get(abbr="GD"))
    lead = make_lead()
    ask_units(one, two, by=make_centre(), note="请核实")

    hand_over(one, two.unit, by=lead, reason="由广东推荐")

    assert (mine(lead), mine(make_lead("GD"))) == ({}, {})
