"""催办: who hears of it, in which words, and that nobody hears of it twice a day."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import transaction

from foundation import clock
from foundation.errors import Refused
from projects.models import Project, QueueRow
from projects.urging import UrgingProblem, remind, remind_all
from records.models import Entry, Message
from tests.factories import (
    WAYS,
    make_centre,
    make_clerk,
    make_filed_project,
    make_lead,
    make_project,
)
from tests.letters import words_of
from tests.projects.test_way import ROLES, imported

pytestmark = pytest.mark.django_db

WORDS = "请补第三方检测报告，上传到“附件”"


def letters():
    told = Message.objects.filter(kind="projects.project.remind").order_by("pk")
    return [(message.to_id, *words_of(message)) for message in told.select_related("to")]


def test_holder_hears_what_is_missing_and_where_to_mend_it(settings):
    settings.SITE_URL = "http://testserver"
    project = make_project("returned")

    remind(project, by=make_clerk(), note=WORDS)

    [(reader, subject, body)] = letters()
    assert (reader, subject) == (project.holder_id, f"请尽快办理：{project.title}")
    assert WORDS in body
    assert f"http://testserver/my/projects/{project.ref}/" in body


def test_who_filed_for_others_hears_of_it_at_their_own_desk(settings):
    settings.SITE_URL = "http://testserver"
    project = make_filed_project("listed")

    remind(project, by=make_centre(), note=WORDS)

    [(reader, _, body)] = letters()
    assert reader == project.submitted_by_id
    assert f"http://testserver/unit/projects/{project.ref}/" in body


def test_reminding_again_within_a_day_is_refused_with_the_time_of_the_last():
    project = remind(make_project("submitted"), by=make_clerk(), note=WORDS)

    with pytest.raises(Refused) as refused:
        remind(project, by=make_lead(), note=WORDS)

    [problem] = refused.value.problems
    assert problem.code == UrgingProblem.LATELY
    assert problem.sentence == f"{clock.in_words(project.reminded_at)} 刚催办过，过一天再催"
    assert len(letters()) == 1


def test_a_day_later_they_may_be_reminded_again():
    project = remind(make_project("submitted"), by=make_clerk(), note=WORDS)

    with clock.shift(timedelta(days=1, seconds=1)):
        remind(project, by=make_clerk(), note=WORDS)

    assert len(letters()) == 2


def test_without_words_each_hears_what_it_lacks_itself():
    bare, whole = make_project("submitted"), make_project("returned")
    QueueRow.objects.filter(project=bare).update(lacks=["certificate", "mandate"])
    QueueRow.objects.filter(project=whole).update(lacks=[])

    remind_all(Project.objects.all(), by=make_clerk())

    [(_, _, of_bare), (_, _, of_whole)] = letters()
    assert f"“{bare.title}”还有事要你办，还缺：知识产权证书、委托书。\n" in of_bare
    assert f"“{whole.title}”还有事要你办，请打开看看。\n" in of_whole


def test_words_stand_in_place_of_what_is_lacking():
    project = make_project("submitted")
    QueueRow.objects.filter(project=project).update(lacks=["mandate"])

    remind(project, by=make_clerk(), note=WORDS)

    [(_, _, body)] = letters()
    assert (WORDS in body, "还缺" in body) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_set_lacks_is_asked_once(django_assert_num_queries, count):
    clerk = make_clerk()
    for _ in range(count):
        make_project("submitted")

    with django_assert_num_queries(13):
        moved = remind_all(Project.objects.all(), by=clerk)

    assert len(moved.rows) == count


def test_of_an_import_nobody_has_claimed_there_is_nobody_to_remind():
    clerk = make_clerk()
    project = imported(clerk)
    Project.objects.filter(pk=project.pk).update(submitted_at=clock.now())

    moved = remind_all(Project.objects.all(), by=clerk, note=WORDS)

    assert moved.rows == []


def test_many_are_reminded_in_the_same_words_and_the_rest_told_why():
    clerk = make_clerk()
    fresh, lately = make_project("submitted"), make_project("returned")
    draft, elsewhere = make_project("draft"), make_project("submitted", unit_id="GD")
    remind(lately, by=clerk, note=WORDS)

    moved = remind_all(Project.objects.order_by("pk"), by=clerk, note="补一份")

    assert [row.pk for row in moved.rows] == [fresh.pk]
    assert [(row.pk, [p.code.value for p in problems]) for row, problems in moved.refused] == [
        (lately.pk, ["lately"]),
        (draft.pk, ["not_from_here"]),
        (elsewhere.pk, ["not_yours"]),
    ]
    assert Entry.objects.filter(verb="remind", note="补一份").count() == 1
    assert [reader for reader, *_ in letters()] == [lately.holder_id, fresh.holder_id]


UNDERWAY = {"submitted", "returned", "accepted", "listed"}
MAY = {"clerk", "lead", "centre", "centre_lead"}


@pytest.mark.parametrize("status", WAYS)
def test_only_units_own_people_and_the_centre_remind_and_only_of_what_is_underway(status):
    project, found = make_project(status), {}

    for role, make in ROLES.items():
        with transaction.atomic():
            found[role] = reminded(project, make())
            transaction.set_rollback(True)

    allowed = HTTPStatus.OK if status in UNDERWAY else HTTPStatus.CONFLICT
    assert found == {role: allowed if role in MAY else HTTPStatus.FORBIDDEN for role in ROLES}


def reminded(project, by):
    try:
        remind(project, by=by, note=WORDS)
    except Refused as refusal:
        return refusal.status
    return HTTPStatus.OK


@pytest.mark.parametrize("count", [1, 3])
def test_the_clock_is_read_once_for_a_set(django_assert_num_queries, count):
    clerk = make_clerk()
    for _ in range(count):
        remind(make_project("submitted"), by=clerk, note=WORDS)

    with django_assert_num_queries(4):
        moved = remind_all(Project.objects.all(), by=clerk, note=WORDS)

    assert len(moved.refused) == count
