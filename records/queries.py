"""Reads of the trail, of messages, and of what this room holds of a person."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IsNull

from foundation import clock
from foundation.sql import rows_of
from records.models import Document, Entry, Message, Seal, Upload
from records.states import WorkState


def entries_found(
    *,
    table: str = "",
    ref: str = "",
    verb: str = "",
    person: int | None = None,
    day: date | None = None,
) -> QuerySet[Entry]:
    """Newest first; `day` is one of Asia/Shanghai."""
    exact = {"table": table, "object_ref": ref, "verb": verb, "actor": person}
    entries = Entry.objects.filter(**{k: v for k, v in exact.items() if v not in ("", None)})
    if day:
        begin = datetime.combine(day, time(), clock.SHANGHAI)
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return entries.order_by("-id").select_related("actor")


def seal_of(entry: Entry) -> Seal | None:
    """None as long as no worker has come by."""
    seal = Seal.objects.filter(first_id__lte=entry.pk, last_id__gte=entry.pk).first()
    is_inside = seal and any(first <= entry.pk <= last for first, last in seal.ranges)
    return seal if is_inside else None


def messages_to(user_id: int | None) -> QuerySet[Message]:
    """Unread first, then the newest."""
    own = Message.objects.filter(to=user_id).select_related("to")
    return own.order_by(IsNull(F("read_at"), rhs=False), "-pk")


def unread_count(user_id: int | None) -> int:
    return Message.objects.filter(to=user_id, read_at=None).count()


def own_documents(user_id: int) -> QuerySet[Document]:
    return Document.objects.filter(owner=user_id).order_by("pk")


def unfinished() -> Q:
    """Uploads that still come in or are looked at."""
    return Q(inspection=None) | being_checked()


def being_checked() -> Q:
    return Q(inspection__state=WorkState.WAITING)


def own_uploads(user_id: int | None) -> QuerySet[Upload]:
    """With how far each has come."""
    own = Upload.objects.filter(owner=user_id).order_by("pk")
    return own.select_related("inspection__document")


def uploads_about(target: str, about: str, user_id: int | None) -> QuerySet[Upload]:
    """A person's for one record that have not been kept: what is kept is the room's to show."""
    here = own_uploads(user_id).filter(target=target, about=about)
    return here.filter(inspection__document=None)


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows, read as they are asked for."""
    return {
        "messages": rows_of(
            Message.objects.filter(to=user_id).order_by("pk"),
            *("kind", "about_ref", "context", "created_at", "mailed_at", "read_at"),
        ),
        "documents": rows_of(
            own_documents(user_id),
            *("ref", "name", "content_type", "size", "sha256", "sm3", "pages", "filed_at"),
        ),
        "uploads": rows_of(
            Upload.objects.filter(owner=user_id).order_by("pk"),
            *("ref", "name", "size", "received", "begun_at"),
        ),
        "done": rows_of(
            Entry.objects.filter(actor=user_id).order_by("pk"),
            *("at", "actor_role", "actor_unit", "table", "object_ref", "verb"),
            *("source", "target", "note"),
        ),
        # Who looked at a contact is told by role and unit: the others have their privacy too.
        "done_to_me": rows_of(
            _entries_of_account(user_id).exclude(actor=user_id),
            *("at", "actor_role", "actor_unit", "verb", "note"),
        ),
    }


def _entries_of_account(user_id: int) -> QuerySet[Entry]:
    table = get_user_model()._meta.label_lower
    return Entry.objects.filter(table=table, object_id=user_id).order_by("pk")
