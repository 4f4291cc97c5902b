"""上台准备: worked out, none is ticked."""

from datetime import datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Refused
from records.models import Message
from roadshows.models import Item
from roadshows.queries.coaching import limits_of, put_forward, readiness_of, slots_of
from roadshows.remarking import mend
from roadshows.states import Readiness
from roadshows.urging import urge
from tests.factories import make_clerk, make_holder
from tests.provinces.making import make_listed
from tests.roadshows.arranging import changed, lined_up, released
from tests.roadshows.coaching import (
    make_deck,
    make_person,
    make_rehearsal,
    make_remark,
    make_session,
)
from tests.roadshows.making import dated, recommended

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return make_holder()


def standing_of(project):
    return readiness_of([project])[project.pk]


def test_project_lacks_what_was_not_done(holder):
    project = make_listed(holder=holder)

    assert set(standing_of(project).lacks) == {
        Readiness.PLAN,
        Readiness.DECK,
        Readiness.REHEARSED,
        Readiness.SPEAKER,
    }


def test_each_thing_done_is_met(holder):
    project = make_listed(holder=holder)
    remark = make_remark(make_deck(project, holder))
    make_deck(project, holder, kind="deck")
    make_rehearsal(project, holder)
    session = make_session([make_person()], [project])

    standing = standing_of(project)
    assert (standing.lacks, standing.open) == ([Readiness.REMARKS, Readiness.SPEAKER], 1)
    assert standing.session == session
    mend(remark, "改了", by=holder)
    assert standing_of(project).lacks == [Readiness.SPEAKER]


def test_last_rehearsal_counts(holder):
    project = make_listed(holder=holder)
    make_rehearsal(project, holder)
    make_rehearsal(project, holder, talk=500)

    assert Readiness.REHEARSED in standing_of(project).lacks


def test_lined_up_project_has_its_speaker_its_minutes_and_its_slot():
    (roadshow,), (project,) = dated("SC"), recommended(1)
    (item,) = lined_up(roadshow, [project])
    changed(item, talk=6, questions=4, people={make_person(): "speaker"})

    assert Readiness.SPEAKER in readiness_of([project], roadshow)[project.pk].met
    assert Readiness.SPEAKER not in standing_of(project).lacks
    limits = limits_of(project)
    assert (limits.talk, limits.questions, limits.roadshow) == (6, 4, roadshow)
    assert slots_of([project]) == {}
    released(roadshow)
    slot = slots_of([project])[project.pk]
    assert slot.roadshow == roadshow
    assert (slot.starts, slot.ends) == (_at(roadshow.day, 14, 0), _at(roadshow.day, 14, 10))


def _at(day, hour, minute):
    return datetime.combine(day, time(hour, minute), tzinfo=clock.SHANGHAI)


def test_project_lined_up_without_a_recommendation_of_the_year_is_put_forward_too():
    (roadshow,), project = dated("SC"), make_listed()
    Item.objects.create(programme=roadshow.programme, place=1, kind="pitch", project=project)

    assert list(put_forward("SC", current_cycle())) == [project]


def test_readiness_takes_as_many_statements_for_three_as_for_one():
    counts, cycle = [], current_cycle()
    for projects in (recommended(1), recommended(3)):
        with CaptureQueriesContext(connection) as queries:
            readiness_of(list(put_forward("SC", cycle)))
        counts.append(len(queries))
        assert projects

    assert counts == [6, 6]


def test_people_behind_what_lacks_something_are_urged_once_a_day(holder):
    project, clerk = make_listed(holder=holder), make_clerk()
    lacks = {project.pk: [Readiness.PLAN, Readiness.REHEARSED]}

    assert urge([project], lacks, by=clerk) == [project]
    assert urge([project], lacks, by=clerk) == []

    message = Message.objects.get(kind="roadshows.project.urge")
    assert (message.to_id, message.about_ref) == (holder.user_id, project.ref)
    assert message.context["lacks"] == "上传商业计划书；彩排一次，不超时"


def test_nobody_urges_another_units_projects(holder):
    project = make_listed("GD", holder=holder)

    with pytest.raises(Refused) as refusal:
        urge([project], {project.pk: [Readiness.PLAN]}, by=make_clerk())

    assert refusal.value.status == 403
    assert not Message.objects.filter(kind="roadshows.project.urge").exists()
