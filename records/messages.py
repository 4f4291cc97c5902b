"""Messages are kept in the transaction of what they tell of, and carried out after it."""

from collections.abc import Iterable, Sequence
from typing import Any

from foundation.sql import insert_rows, take_ids
from records.models import Message
from records.working import ring


def keep_messages(kind: str, rows: Sequence[tuple[Any, Iterable[int]]], *, note: str = "") -> None:
    """One message for each (record, user id); their delivery is rung on commit."""
    messages = [
        Message(
            kind=kind,
            about_ref=getattr(row, "ref", ""),
            to_id=user_id,
            context={**_facts(row), "note": note},
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


def _facts(row: Any) -> dict[str, str]:
    """What the words are made of, as it stood then; a record may add to it by `facts`."""
    own = {"title": str(row), "code": getattr(row, "code", None) or ""}
    return {**own, **getattr(row, "facts", {})}
