"""Reads of attachments: which there are, who may read them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from projects.models import (
    Attachment,
    AttachmentGrant,
    Project,
)
from projects.queries.corrections import standing_version
from projects.rules import is_open_to, may_be_granted, may_see, narrower
from projects.states import (
    AttachmentKind,
    AttachmentStatus,
    GrantStatus,
)
from records.actors import Actor
from records.models import Entry


def kept_of(project: Project) -> QuerySet[Attachment]:
    """In their order, with their documents and pictures."""
    kept = Attachment.objects.filter(project=project, status=AttachmentStatus.KEPT)
    return kept.select_related("document__picture").order_by("place")


def removed_of(project: Project) -> QuerySet[Attachment]:
    """What can be taken back, the last removed first."""
    removed = Attachment.objects.filter(project=project, status=AttachmentStatus.REMOVED)
    return removed.select_related("document").order_by("-removed_at")


def with_attachments() -> "Prefetch[Any]":
    """For projects whose content is to be told: `kept_attachments`."""
    kept = Attachment.objects.filter(status=AttachmentStatus.KEPT).select_related("document")
    return Prefetch("attachments", kept.order_by("place"), to_attr="kept_attachments")


def last_frozen(project: Project) -> dict[str, str]:
    """Ref → visibility of the attachments in the version that stands."""
    version = standing_version(project)
    held = version.content.get("attachments", ()) if version else ()
    return {one["ref"]: one["visibility"] for one in held}


def for_reading(attachments: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """With all that `rules.may_read` asks, but the grants."""
    return attachments.select_related(
        "document__picture", "project__listing__version", "project__display_consent"
    )


def attachments_named(project: Project, content: dict[str, Any]) -> list[Attachment]:
    """Those a version holds, in its order and as it says them, or less open where that was changed
    since. Not to be written."""
    held = {one["ref"]: one for one in content.get("attachments", ())}
    rows = for_reading(Attachment.objects.filter(project=project, ref__in=list(held)))
    found = {row.ref: row for row in rows}
    return [_as_held(found[ref], one) for ref, one in held.items() if ref in found]


def _as_held(row: Attachment, held: dict[str, Any]) -> Attachment:
    """A 委托书 has no name in a version; those who may read it know it by its own."""
    row.title = row.title if row.kind == held["kind"] == AttachmentKind.MANDATE else held["name"]
    row.kind, row.visibility = held["kind"], narrower(held["visibility"], row.visibility)
    return row


def count_shareable(content: dict[str, Any]) -> int:
    """Of the attachments a version holds, those that others than who decides may come to see."""
    return sum(1 for one in content.get("attachments", ()) if one["kind"] != AttachmentKind.MANDATE)


def readable_among(by: Actor, attachments: Iterable[Attachment]) -> list[Attachment]:
    """The set form of `rules.may_read`, in one query for all of them."""
    rows = list(attachments)
    open_to_them = readable_beyond_desks(by, rows)
    return [row for row in rows if may_see(by, row.project) or row in open_to_them]


def readable_beyond_desks(by: Actor, attachments: Iterable[Attachment]) -> list[Attachment]:
    """What the public page shows them."""
    rows = list(attachments)
    granted = _granted_among(by, rows)
    return [
        row for row in rows if is_open_to(by, row) or (row.pk in granted and may_be_granted(row))
    ]


def _granted_among(by: Actor, rows: list[Attachment]) -> set[int]:
    if by.organisation_id is None:
        return set()
    valid = AttachmentGrant.objects.valid_now().filter(organisation=by.organisation_id)
    return set(valid.filter(attachment__in=rows).values_list("attachment", flat=True))


def grants_of(project: Project) -> QuerySet[AttachmentGrant]:
    """Those that hold or held until their term, newest first."""
    given = AttachmentGrant.objects.filter(attachment__project=project, status=GrantStatus.GIVEN)
    return given.select_related("organisation", "attachment").order_by("attachment__place", "-pk")


def readings_of(project: Project) -> QuerySet[Entry]:
    """Who read what on the strength of a grant, the last first."""
    own = Attachment.objects.filter(project=project).values("pk")
    entries = Entry.objects.filter(table=Attachment._meta.label_lower, verb="read")
    return entries.filter(object_id__in=own).order_by("-id")
