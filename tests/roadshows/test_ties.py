"""Whose house coached a project does not evaluate it."""

import pytest

from projects.evaluating import take_up
from projects.models import Project
from projects.queries import evaluable_by
from roadshows.models import Person
from roadshows.sessions import cancel_session
from tests.factories import (
    make_agent,
    make_clerk,
    make_delegation,
    make_evaluator,
    make_holder,
    make_organisation,
    make_project,
)
from tests.projects.evaluated import status_of
from tests.roadshows.coaching import make_deck, make_person, make_remark, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    house = make_organisation()
    make_delegation(house, scopes=("coach", "evaluate"))
    return house


def may_take(project, by):
    """Row rule and set form agree."""
    found = evaluable_by(by).filter(pk=project.pk).exists()
    assert (status_of(lambda: take_up(project, by=by)) is None) is found
    return found


def test_house_whose_person_coaches_abstains(house):
    project, by, colleague = make_project("listed"), make_agent(house), make_agent(house)
    make_session([make_person(user=colleague.user)], [project])

    assert not may_take(project, by)
    assert may_take(make_project("listed"), by)


def test_house_that_arranged_the_coaching_abstains(house):
    project, by = make_project("listed"), make_agent(house)
    make_session([make_person()], [project], by=make_agent(house))

    assert not may_take(project, by)


def test_house_a_coach_is_said_to_work_for_abstains(house):
    project, by, coach = make_project("listed"), make_agent(house), make_person()
    Person.objects.filter(pk=coach.pk).update(employer=house.name)
    make_session([coach], [project])

    assert not may_take(project, by)


def test_coaching_of_another_house_or_cancelled_ties_nobody(house):
    project, by, colleague = make_project("listed"), make_agent(house), make_agent(house)
    session = make_session([make_person(user=colleague.user)], [project])

    assert evaluable_by(make_evaluator()).filter(pk=project.pk).exists()
    assert not evaluable_by(by).filter(pk=project.pk).exists()
    cancel_session(session, by=make_clerk(), reason="改期")
    assert may_take(project, by)


def test_house_that_commented_on_a_deck_abstains(house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    holder, by = make_holder(), make_agent(house)
    project = make_project("listed", holder)
    make_remark(make_deck(project, holder), by=make_agent(house))

    assert not may_take(Project.objects.get(pk=project.pk), by)
