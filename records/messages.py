"""Messages are kept in the transaction of what they tell of, and carried out after it; their
readers read them, and take them away with them when they leave."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from foundation import clock
from foundation.sql import insert_rows, take_ids
from records.models import DailyMail, Message, Reminder
from records.working import ring

GONE = "已注销的用户"


def keep_messages(
    kind: str,
    rows: Sequence[tuple[Any, Iterable[int]]],
    *,
    note: str = "",
    is_urgent: bool = False,
) -> None:
    """One message for each (record, user id); their delivery is rung on commit."""
    messages = [
        Message(
            kind=kind,
            about_ref=getattr(row, "ref", ""),
            to_id=user_id,
            context={**_facts(row), "note": note},
            is_urgent=is_urgent,
        )
        for row, user_ids in rows
        for user_id in sorted(set(user_ids))
    ]
    if not messages:
        return
    for message, pk in zip(messages, take_ids(Message, len(messages)), strict=True):
        message.pk = pk
    insert_rows(messages)
    ring(Message, [message.pk for message in messages])


def mark_read(messages: Iterable[Message]) -> None:
    """The first time they were opened stands."""
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=ids, read_at=None).update(read_at=clock.now())


def mark_read_about(user_id: int, kind: str, refs: Iterable[str]) -> None:
    """What told of these records is read where they are."""
    told = Message.objects.filter(to=user_id, kind=kind, about_ref__in=refs, read_at=None)
    told.update(read_at=clock.Now())


def mark_all_read(user_id: int) -> int:
    """Returns how many there were to read."""
    return Message.objects.filter(to=user_id, read_at=None).update(read_at=clock.now())


@transaction.atomic
def forget_person(user_id: int, *, refs: Iterable[str]) -> None:
    """What was told to a person is deleted; in what others were told of the records called
    `refs`, which were the person's, neither name nor words of theirs are left."""
    Message.objects.filter(to=user_id).delete()
    DailyMail.objects.filter(to=user_id).delete()
    Reminder.objects.filter(user=user_id).delete()
    for message in Message.objects.filter(about_ref__in=list(refs)).select_for_update():
        told = {name: "" for name in ("reason", "note") if name in message.context}
        person = {"person": GONE} if "person" in message.context else {}
        message.context = {**message.context, **told, **person}
        message.save(update_fields=["context"])


def _facts(row: Any) -> dict[str, str]:
    """What the words are made of, as it stood then; a record may add to it by `facts`."""
    own = {"title": str(row), "code": getattr(row, "code", None) or ""}
    return {**own, **getattr(row, "facts", {})}
