"""Demands and offers at the desks of those whose they are, and of those who look at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from accounts.queries import houses_of
from matching.models import Posting, PostingVersion, TakeUp
from matching.queries.postings import moderated_by, own_postings
from matching.states import PostingStatus, TakeUpStatus, VersionStatus
from records.actors import Actor
from records.models import Entry
from records.workflows import workflow_of

# Of what was done to a posting nobody asks who typed or forgot.
_SILENT = ("forget", "warn")


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was done; `note` is a remark, a reason, or what came of it."""

    at: datetime
    label: str
    note: str = ""


def with_standing(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """`typed_title`; `revision`, `submitted` of the draft; `version_status`, `remark` of what was
    handed in last; `asks`, how many projects asked for it and wait."""
    last = PostingVersion.objects.filter(posting=OuterRef("pk")).order_by("-number")
    return postings.select_related("organisation", "unit").annotate(
        typed_title=KeyTextTransform("title", "draft__typed"),
        revision=F("draft__revision"),
        submitted=F("draft__submitted"),
        version_status=Subquery(last.values("status")[:1]),
        remark=Subquery(last.values("remark")[:1]),
        asks=Coalesce(_asks(), 0),
    )


def _asks() -> Subquery:
    waiting = TakeUp.objects.filter(posting=OuterRef("pk"), status=TakeUpStatus.ASKED)
    return Subquery(waiting.order_by().values("posting").annotate(n=Count("pk")).values("n"))


def listed_at_desk(by: Actor, kind: str, *, dropped: bool) -> QuerySet[Posting]:
    """One's own but those given up, or those; the newest first."""
    given_up = Q(status=PostingStatus.DROPPED)
    own = own_postings(by, kind).filter(given_up if dropped else ~given_up)
    return with_standing(own).order_by("-opened_at", "-pk")


def waiting_for(by: Actor) -> QuerySet[PostingVersion]:
    """What `by`'s desk has to look at, the oldest first; `is_own` of what somebody else must."""
    waiting = PostingVersion.objects.filter(
        status=VersionStatus.SUBMITTED,
        posting__in=moderated_by(by).filter(status__in=PostingStatus.editable),
    )
    rows = waiting.select_related("posting__unit", "posting__organisation", "submitted_by")
    house = KeyTextTransform("ref", "content__organisation")
    is_own = Case(When(_own_of(by), then=True), default=False, output_field=BooleanField())
    return rows.alias(house=house).annotate(is_own=is_own).order_by("submitted_at", "pk")


def newest_of(waiting: QuerySet[PostingVersion]) -> int | None:
    """What is handed in after it has a higher key."""
    newest: int | None = waiting.aggregate(newest=Max("pk"))["newest"]
    return newest


def decidable_by(by: Actor) -> QuerySet[PostingVersion]:
    """The same without one's own: the set form of `rules.may_decide` and `of_own_house`."""
    rows: QuerySet[Any] = waiting_for(by)
    return rows.filter(is_own=False)


def _own_of(by: Actor) -> Q:
    wrote = Q(writers__contains=[by.user_id or 0]) | Q(posting__author=by.user_id)
    houses = houses_of(by.user_id).values("ref")
    return wrote | Q(submitted_by=by.user_id) | Q(house__in=houses)


def of_own_house(versions: Iterable[PostingVersion], by: Actor) -> list[PostingVersion]:
    """Those of an organisation that `by` acts for in another role: in one statement."""
    refs = set(houses_of(by.user_id).values_list("ref", flat=True))
    return [one for one in versions if one.content.get("organisation", {}).get("ref") in refs]


def named(by: Actor, names: Iterable[tuple[str, int]]) -> QuerySet[PostingVersion]:
    """Versions that `by`'s desk looks at, by the ref of their posting and their number."""
    wanted = reduce(or_, (Q(posting__ref=ref, number=number) for ref, number in names), Q(pk=None))
    return PostingVersion.objects.filter(wanted, posting__in=moderated_by(by))


def published_at_desk(by: Actor, *, removed: bool) -> QuerySet[Posting]:
    """What is shown, or was taken down; the newest first."""
    status = PostingStatus.REMOVED if removed else PostingStatus.PUBLISHED
    rows = moderated_by(by).filter(status=status).select_related("organisation", "unit")
    return rows.order_by("-published_at", "-pk")


def history_of(posting: Posting) -> list[Moment]:
    """Oldest first, from the trail; remarks stand in the versions they were written to."""
    versions = {version.pk: version for version in posting.versions.all()}
    mine = Q(table=Posting._meta.label_lower, object_id=posting.pk)
    mine |= Q(table=PostingVersion._meta.label_lower, object_id__in=list(versions))
    entries = Entry.objects.filter(mine).exclude(verb__in=_SILENT).order_by("id")
    return [_moment(entry, versions) for entry in entries if entry.verb != "accept"]


def _moment(entry: Entry, versions: dict[int, PostingVersion]) -> Moment:
    is_version = entry.table == PostingVersion._meta.label_lower
    remark = versions[entry.object_id].remark if is_version and entry.verb == "return" else ""
    return Moment(
        entry.at, _labels()[entry.table, entry.verb, entry.source or ""], remark or entry.note
    )


@lru_cache
def _labels() -> dict[tuple[str, str, str], str]:
    """Asked for once the door knows of this room's workflows."""
    return {
        (model._meta.label_lower, move.verb, move.source or ""): move.public_label
        for model in (Posting, PostingVersion)
        for move in workflow_of(model).transitions
    }
