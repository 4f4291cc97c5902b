"""免打扰: mail that is not urgent waits until the quiet hours end, and then leaves in one."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from foundation import clock
from records.delivery import end_of_quiet, next_daily
from records.messages import keep_messages
from records.models import DailyMail, Message
from records.working import carry_out, sweep
from tests.factories import make_user

MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 90 * 365 * 86_400 * 1_000_000).map(
    lambda passed: _FIRST + timedelta(microseconds=passed)
)
DAY = timedelta(days=1)


@given(MOMENTS, MINUTES, MINUTES)
def test_end_is_the_next_time_the_clock_says_so(moment, begins, ends):
    found = end_of_quiet(moment, begins, ends)

    if found is not None:
        local = found.astimezone(clock.SHANGHAI)
        assert local.time() == ends
        assert timedelta() < found - moment <= DAY
        assert end_of_quiet(found, begins, ends) is None


@given(MOMENTS, MINUTES, MINUTES)
def test_one_of_two_spans_that_make_a_day_is_quiet(moment, begins, ends):
    both = [end_of_quiet(moment, begins, ends), end_of_quiet(moment, ends, begins)]

    quiet = [one for one in both if one is not None]
    assert len(quiet) == (0 if begins == ends else 1)


@given(MOMENTS, MINUTES)
def test_same_begin_and_end_are_no_quiet_hours(moment, at):
    assert end_of_quiet(moment, at, at) is None
    assert end_of_quiet(moment, None, None) is None


@pytest.mark.parametrize(
    ("local", "begins", "ends", "until"),
    [
        ("2026-05-01T21:59:59.999999", time(22), time(7), None),
        ("2026-05-01T22:00:00", time(22), time(7), "2026-05-02T07:00:00"),
        ("2026-05-02T00:00:00", time(22), time(7), "2026-05-02T07:00:00"),
        ("2026-05-02T06:59:59.999999", time(22), time(7), "2026-05-02T07:00:00"),
        ("2026-05-02T07:00:00", time(22), time(7), None),
        ("2026-12-31T23:30:00", time(22), time(7), "2027-01-01T07:00:00"),
        ("2026-05-01T12:30:00", time(12), time(14), "2026-05-01T14:00:00"),
        ("2026-05-01T14:00:00", time(12), time(14), None),
        ("2026-05-01T23:59:59", time(22), time(0), "2026-05-02T00:00:00"),
        ("2026-05-01T00:00:00", time(22), time(0), None),
    ],
)
def test_begin_is_in_and_end_is_out(local, begins, ends, until):
    moment = datetime.fromisoformat(local).replace(tzinfo=clock.SHANGHAI)
    expected = datetime.fromisoformat(until).replace(tzinfo=clock.SHANGHAI) if until else None

    assert end_of_quiet(moment, begins, ends) == expected


def quiet_now(hours=8, **fields):
    """Somebody whose quiet hours began an hour ago and last `hours` more."""
    local = clock.now().astimezone(clock.SHANGHAI).replace(second=0, microsecond=0)
    spans = {
        "quiet_from": (local - timedelta(hours=1)).time(),
        "quiet_to": (local + timedelta(hours=hours)).time(),
    }
    return make_user("li", **spans, **fields)


def keep(user, title, **rest):
    keep_messages("toy.parcel.send", [(title, [user.pk])], **rest)
    message = Message.objects.latest("pk")
    carry_out("records.message", message.pk)
    message.refresh_from_db()
    return message


@pytest.mark.django_db
def test_several_of_the_night_leave_in_one_mail_when_it_is_over(mailoutbox):
    user = quiet_now()
    messages = [keep(user, title) for title in ("样品甲", "样品乙")]
    mail = DailyMail.objects.get()
    assert (mailoutbox, {one.daily_mail_id for one in messages}) == ([], {mail.pk})
    assert mail.due_at.astimezone(clock.SHANGHAI).time() == user.quiet_to

    carry_out("records.dailymail", mail.pk)  # still quiet
    assert mailoutbox == []
    with clock.shift(timedelta(hours=8)):
        for _ in range(2):
            carry_out("records.dailymail", mail.pk)

    assert [letter.subject for letter in mailoutbox] == ["你有 2 条新消息"]
    assert Message.objects.filter(mailed_at=None).count() == 0


@pytest.mark.django_db
def test_one_alone_leaves_in_its_own_words(mailoutbox):
    message = keep(quiet_now(), "样品")

    with clock.shift(timedelta(hours=8)):
        carry_out("records.dailymail", message.daily_mail_id)

    assert [letter.subject for letter in mailoutbox] == ["样品：有新进展"]


@pytest.mark.django_db
def test_urgent_mail_knows_no_quiet(mailoutbox):
    message = keep(quiet_now(), "急件", is_urgent=True)

    assert message.mailed_at is not None
    assert [letter.subject for letter in mailoutbox] == ["急件：有新进展"]


@pytest.mark.parametrize(
    ("local", "begins", "ends", "leaves"),
    [
        ("2026-05-01T07:59:59", time(22), time(7), "2026-05-01T08:00:00"),
        ("2026-05-01T08:00:00", time(22), time(8), "2026-05-02T08:00:00"),
        ("2026-05-01T23:30:00", time(22), time(9), "2026-05-02T09:00:00"),
        ("2026-05-02T08:30:00", time(22), time(9), "2026-05-02T09:00:00"),
        ("2026-05-02T09:00:00", time(22), time(9), "2026-05-03T09:00:00"),
        ("2026-12-31T20:00:00", time(6), time(0), "2027-01-01T00:00:00"),
        ("2026-05-01T20:00:00", None, None, "2026-05-02T08:00:00"),
    ],
)
def test_mail_of_a_day_leaves_at_eight_or_when_the_quiet_around_it_ends(
    local, begins, ends, leaves
):
    moment, expected = (
        datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI) for text in (local, leaves)
    )

    assert next_daily(moment, begins, ends) == expected


@pytest.mark.django_db
def test_who_gets_one_mail_a_day_gets_it_when_their_quiet_hours_end(mailoutbox):
    user = make_user(mail_rhythm="daily", quiet_from=time(22), quiet_to=time(9))
    messages = [keep(user, title) for title in ("样品甲", "样品乙")]

    mail = DailyMail.objects.get()
    assert {message.daily_mail_id for message in messages} == {mail.pk}
    assert (mail.at, mail.due_at.astimezone(clock.SHANGHAI).time()) == (time(9), time(9))
    left = mail.due_at - clock.now()
    for later, count in ((left - timedelta(minutes=1), 0), (left + timedelta(minutes=1), 1)):
        with clock.shift(later):
            carry_out("records.dailymail", mail.pk)
        assert len(mailoutbox) == count


@pytest.mark.django_db
def test_what_comes_when_the_mail_of_the_night_has_left_is_sent_at_once(mailoutbox):
    """Its end has just come; the next night is none of its."""
    user = quiet_now()
    first = keep(user, "样品甲")
    DailyMail.objects.filter(pk=first.daily_mail_id).update(state="done", ended_at=clock.now())

    late = keep(user, "样品乙")

    assert (late.daily_mail_id, late.mailed_at is None) == (None, False)


@pytest.mark.django_db
def test_changed_hours_make_a_mail_of_their_own(mailoutbox):
    user = quiet_now()
    first = keep(user, "样品甲")
    later = (datetime.combine(clock.today(), user.quiet_to) + timedelta(hours=1)).time()
    type(user).objects.update(quiet_to=later)

    second = keep(user, "样品乙")

    assert second.daily_mail_id != first.daily_mail_id
    assert second.daily_mail.at == later


@pytest.mark.django_db
def test_lost_ring_of_the_night_is_rung_by_the_sweep(django_capture_on_commit_callbacks):
    keep(quiet_now(), "样品")

    with django_capture_on_commit_callbacks() as rings:
        assert sweep() == 0
        with clock.shift(timedelta(hours=8, minutes=1)):
            assert sweep() == 1

    assert len(rings) == 1
