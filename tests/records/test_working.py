"""Work that is a row: done once, in steps, whatever rings and whoever dies."""

from datetime import timedelta

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import connection
from structlog.testing import capture_logs

from foundation import clock
from records import working
from records.models import Message
from records.states import WorkState
from tests.factories import make_user
from tests.toy.models import Effect, Job

pytestmark = pytest.mark.django_db
LABEL = "toy.job"


def make_job(total=3, **fields):
    job = Job.objects.create(name="job", total=total, **fields)
    job.refresh_from_db()
    return job


def numbers_of(job):
    return list(Effect.objects.filter(job=job).order_by("pk").values_list("number", flat=True))


def test_work_is_done_in_steps_and_ends():
    job = make_job(total=3)

    working.carry_out(LABEL, job.pk)

    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts) == (WorkState.DONE, 3, 0)
    assert job.ended_at is not None
    assert numbers_of(job) == [1, 2, 3]


def test_second_ring_does_nothing_twice():
    job = make_job(total=2)

    working.carry_out(LABEL, job.pk)
    working.carry_out(LABEL, job.pk)

    assert numbers_of(job) == [1, 2]


def test_work_goes_on_where_its_last_commit_left_it():
    job = make_job(total=3, progress=2)

    working.carry_out(LABEL, job.pk)

    assert numbers_of(job) == [3]


def test_failed_step_leaves_no_effect_and_waits_longer_each_time():
    job = make_job(fails=True)

    for attempt in (1, 2):
        Job.objects.update(due_at=clock.now())
        working.carry_out(LABEL, job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (WorkState.WAITING, attempt)
        wait = job.due_at - clock.now()
        assert wait <= working.PATIENCE * 2**attempt
        assert wait > working.PATIENCE * 2**attempt - timedelta(seconds=5)
    assert job.fault == "RuntimeError: this job fails"
    assert numbers_of(job) == []


def test_last_attempt_ends_in_failure():
    job = make_job(fails=True, attempts=working.MAX_ATTEMPTS - 1)

    working.carry_out(LABEL, job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (WorkState.FAILED, working.MAX_ATTEMPTS)
    assert job.ended_at is not None


def test_sweep_rings_only_what_is_overdue(django_capture_on_commit_callbacks):
    job, fresh = make_job(), make_job()
    Job.objects.filter(pk=job.pk).update(due_at=clock.now() - working.PATIENCE * 2)

    with django_capture_on_commit_callbacks() as rings:
        assert working.sweep() == 1
        assert working.sweep() == 0

    assert len(rings) == 1
    fresh.refresh_from_db()
    assert fresh.state == WorkState.WAITING


@pytest.fixture
def broker_down():
    """A Celery whose broker is not there, instead of the portal's, which may be connected."""
    ours = current_app._get_current_object()
    with Celery(broker="redis+socket:///tmp/no-such-socket", set_as_current=True):
        yield
    ours.set_current()


def test_broker_down_keeps_the_work_and_raises_nothing(broker_down):
    """The ring is lost, the row is not: the sweep's concern."""
    job = make_job()

    with capture_logs() as logs:
        working._send(LABEL, [job.pk])

    told = [entry for entry in logs if entry["event"] == "broker_unreachable"]
    assert [entry["waiting"] for entry in told] == [1]
    job.refresh_from_db()
    assert job.state == WorkState.WAITING


def test_what_may_wait_is_taken_last():
    with current_app.connection_for_write() as broker:
        waiting = broker.SimpleQueue(settings.CELERY_TASK_DEFAULT_QUEUE)
        waiting.clear()

        working._send("projects.evaluationreport", [7])
        working._send("records.message", [8])
        working._send("roadshows.poster", [9])

        taken = [waiting.get(timeout=5).payload[0] for _ in range(3)]
        waiting.clear()
        waiting.close()
    assert taken == [
        ["records.message", 8],
        ["projects.evaluationreport", 7],
        ["roadshows.poster", 9],
    ]


def test_message_is_delivered_once_with_its_own_id(mailoutbox):
    message = Message.objects.create(
        to=make_user("li"), kind="toy.parcel.send", about_ref="ABC", context={"title": "样品"}
    )

    for _ in range(2):
        working.carry_out("records.message", message.pk)

    [mail] = mailoutbox
    assert mail.to == ["li@example.cn"]
    assert mail.subject == "样品：有新进展"
    assert mail.extra_headers["Message-ID"] == f"<message-{message.pk}@ztc.invalid>"


def test_state_outside_the_table_is_refused_by_the_database():
    job = make_job()

    with pytest.raises(Exception, match="job_ended_when_ended"), connection.cursor() as cursor:
        cursor.execute("update toy_job set state = 'done' where id = %s", [job.pk])
