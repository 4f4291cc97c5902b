"""Many beats at once, and beats that are killed: each reminder is made once."""

from datetime import timedelta

import pytest
from django.db import connection

from foundation import clock
from portal.reminding import remind_all
from projects.screening import send_back
from records.models import Message, Reminder
from tests.factories import make_holder, make_lead, make_project
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)

PROJECTS, BEATS = 5, 8


def returned():
    due, lead = clock.today() + timedelta(days=3), make_lead()
    for _ in range(PROJECTS):
        send_back(make_project("submitted", make_holder()), by=lead, remarks="补", due_on=due)


def told():
    return Message.objects.filter(kind="projects.project.due").count()


def test_many_beats_at_once_remind_once():
    returned()

    counts = in_threads(BEATS, lambda _number: remind_all())

    assert (sum(counts), told(), Reminder.objects.count()) == (PROJECTS,) * 3


def test_beat_killed_between_reminder_and_message_is_made_up_for():
    returned()

    def die(execute, sql, params, many, context):
        if "records_message" in sql and sql.lower().startswith("insert"):
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(KeyboardInterrupt):
        remind_all()
    assert (told(), Reminder.objects.count()) == (0, 0)

    assert remind_all() == PROJECTS
    assert (told(), Reminder.objects.count()) == (PROJECTS, PROJECTS)
