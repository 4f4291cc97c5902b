"""When a kept message becomes mail: at once, at eight in the morning, or never."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.states import MailRhythm
from foundation import clock
from records.delivery import AT_ONCE, DAILY, deliver_day, next_morning
from records.messages import keep_messages
from records.models import DailyMail, Message
from records.states import WorkState
from records.working import carry_out, sweep
from tests.factories import make_user
from tests.letters import words_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
A_LITTLE_LATER = timedelta(minutes=1)


def keep(user, title, **rest):
    """A message about nothing in particular, its work carried out."""
    keep_messages("toy.parcel.send", [(title, [user.pk])], **rest)
    message = Message.objects.latest("pk")
    carry_out("records.message", message.pk)
    message.refresh_from_db()
    return message


def carry_out_day(mail):
    with clock.shift(DAY):
        carry_out("records.dailymail", mail.pk)


def test_message_is_mailed_at_once_and_knows_when(mailoutbox):
    message = keep(make_user(mail_rhythm="at_once"), "样品")

    assert [mail.subject for mail in mailoutbox] == ["样品：有新进展"]
    assert message.mailed_at > message.created_at
    assert DailyMail.objects.count() == 0


def test_messages_of_a_day_leave_in_one_mail_at_eight(mailoutbox):
    user = make_user("li", mail_rhythm="daily")
    messages = [keep(user, title) for title in ("样品甲", "样品乙")]
    mail = DailyMail.objects.get()
    assert (mailoutbox, mail.due_at) == ([], next_morning(clock.now()))
    assert {message.daily_mail_id for message in messages} == {mail.pk}

    carry_out("records.dailymail", mail.pk)  # too early
    assert mailoutbox == []
    for _ in range(2):
        carry_out_day(mail)

    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["li@example.cn"], "你有 2 条新消息")
    assert letter.extra_headers["Message-ID"] == f"<daily-{mail.pk}@ztc.invalid>"
    for message, subject in zip(messages, ("样品甲：有新进展", "样品乙：有新进展"), strict=True):
        assert f"{subject}\nhttp://127.0.0.1:8000/account/messages/{message.pk}/" in letter.body
    assert Message.objects.filter(mailed_at=None).count() == 0


@pytest.mark.parametrize(
    ("utc", "morning"),
    [
        ("2026-03-01T23:59:59.999999", "2026-03-02T00:00:00"),
        ("2026-03-02T00:00:00", "2026-03-03T00:00:00"),
        ("2026-12-31T15:00:00", "2027-01-01T00:00:00"),
    ],
)
def test_morning_is_eight_in_shanghai(utc, morning):
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert next_morning(moment) == datetime.fromisoformat(morning).replace(tzinfo=UTC)


def test_what_comes_after_the_mail_has_left_waits_for_the_next(mailoutbox):
    user = make_user(mail_rhythm="daily")
    keep(user, "样品甲")
    first = DailyMail.objects.get()
    carry_out_day(first)

    late = keep(user, "样品乙")

    assert (late.daily_mail_id, late.mailed_at) != (first.pk, None)
    assert late.daily_mail.day == first.day + DAY
    assert len(mailoutbox) == 1


def test_what_was_read_meanwhile_is_not_mailed(mailoutbox):
    user = make_user(mail_rhythm="daily")
    message = keep(user, "样品")
    Message.objects.update(read_at=clock.now())

    carry_out_day(message.daily_mail)

    assert mailoutbox == []
    assert DailyMail.objects.get().state == WorkState.DONE


def test_who_wants_no_mail_gets_none_but_what_is_urgent(mailoutbox):
    for rhythm in ("never", "daily"):
        user = make_user(mail_rhythm=rhythm)
        assert keep(user, "样品").mailed_at is None
        assert keep(user, "急件", is_urgent=True).mailed_at is not None

    assert [mail.subject for mail in mailoutbox] == ["急件：有新进展"] * 2


def test_change_of_mind_stops_the_mail_of_the_day(mailoutbox):
    user = make_user(mail_rhythm="daily")
    message = keep(user, "样品")
    type(user).objects.update(mail_rhythm="never")

    carry_out_day(message.daily_mail)

    assert mailoutbox == []


def test_nothing_is_sent_to_who_has_left(mailoutbox):
    user = make_user()
    type(user).objects.update(email="abc@erased.invalid")

    assert keep(user, "样品").mailed_at is None
    assert mailoutbox == []


def test_mail_of_the_day_killed_before_its_commit_is_one_mail_to_the_reader(mailoutbox):
    message = keep(make_user(mail_rhythm="daily"), "样品")

    with transaction.atomic():
        deliver_day(message.daily_mail)
        transaction.set_rollback(True)
    carry_out_day(message.daily_mail)

    names = [mail.extra_headers["Message-ID"] for mail in mailoutbox]
    assert names == [f"<daily-{message.daily_mail_id}@ztc.invalid>"] * 2
    message.refresh_from_db()
    assert message.mailed_at is not None


def test_sweep_rings_the_mail_of_the_day_when_it_is_due(django_capture_on_commit_callbacks):
    keep(make_user(mail_rhythm="daily"), "样品")

    with django_capture_on_commit_callbacks() as rings:
        assert sweep() == 0
        with clock.shift(DAY + A_LITTLE_LATER):
            assert sweep() == 1

    assert len(rings) == 1


def test_rhythms_are_words_the_person_may_choose():
    assert {AT_ONCE, DAILY} < set(MailRhythm.values)


def test_letter_is_subject_and_body():
    message = keep(make_user("li"), "样品")

    subject, body = words_of(message)

    assert subject == "样品：有新进展"
    assert body.splitlines()[0] == "li，你好："
