"""What readers do with messages, and what is left of them when a person leaves."""

import pytest

from foundation import clock
from records.messages import GONE, forget_person, keep_messages, mark_all_read, mark_read
from records.models import DailyMail, Message
from records.queries import messages_to, unread_count
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Note:
    """A record as messages see it."""

    ref = "REF0000001"
    facts = {"person": "李工", "reason": "我是李工", "organisation": "研究所"}

    def __str__(self):
        return "经办"


def keep(*users):
    keep_messages("toy.note.apply", [(Note(), [user.pk for user in users])], note="电话 138")
    return list(Message.objects.order_by("pk"))


def test_first_reading_stands():
    [message] = keep(make_user())

    mark_read([message])
    first = Message.objects.get().read_at
    mark_read([message])

    assert Message.objects.get().read_at == first


def test_unread_come_first_then_the_newest():
    user = make_user()
    for _ in range(4):
        keep(user)
    one, two, three, four = Message.objects.order_by("pk")

    mark_read([two, four])

    assert list(messages_to(user.pk)) == [three, one, four, two]
    assert unread_count(user.pk) == 2


def test_marking_all_leaves_others_alone():
    mine, other = make_user(), make_user()
    keep(mine, other)

    assert (mark_all_read(mine.pk), mark_all_read(mine.pk)) == (1, 0)

    assert (unread_count(mine.pk), unread_count(other.pk)) == (0, 1)


def test_forgotten_person_is_in_nobodys_messages():
    leaving, staying = make_user(), make_user()
    keep(leaving, staying)
    DailyMail.objects.create(to=leaving, day=clock.now().date())

    forget_person(leaving.pk, refs=[Note.ref])

    [left] = Message.objects.all()
    assert left.to_id == staying.pk
    assert left.context == {
        "title": "经办",
        "code": "",
        "organisation": "研究所",
        "person": GONE,
        "reason": "",
        "note": "",
    }
    assert DailyMail.objects.count() == 0


def test_messages_about_other_records_keep_their_words():
    _, message = keep(make_user(), make_user())

    forget_person(message.to_id + 1, refs=["REF0000002"])

    message.refresh_from_db()
    assert message.context["person"] == "李工"
