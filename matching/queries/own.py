"""What this room holds of a person: what they said and typed themselves. What colleagues wrote of
the same posting is the organisation's, and no part of it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When

from foundation.sql import rows_of
from matching.models import (
    Block,
    Favourite,
    Feedback,
    Folder,
    Follow,
    Interest,
    Posting,
    PostingDraft,
    PostingVersion,
    Report,
    SavedSearch,
    TakeUp,
)
from matching.queries.interests import as_told
from matching.queries.postings import near_to, owned_now_by


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: what the person told holders of, posted, said to matches, asked for,
    subscribed to, follow, keep."""
    return {
        **_interests_of(user_id),
        "postings": rows_of(
            _postings_of(user_id),
            *("ref", "code", "kind", "status", "said_title", "organisation__name", "reach"),
            *("reached", "reached_at", "opened_at", "published_at", "said_until"),
        ),
        "posting_drafts": _typed_by(user_id),
        "posting_versions": rows_of(
            PostingVersion.objects.filter(submitted_by=user_id).order_by("pk"),
            *("posting__ref", "number", "content", "status", "submitted_at", "remark"),
        ),
        "match_feedback": rows_of(
            Feedback.objects.filter(given_by=user_id).order_by("pk"),
            *("posting__ref", "project__ref", "side", "verdict", "reasons", "note", "status"),
            "given_at",
        ),
        "take_ups": rows_of(
            TakeUp.objects.filter(asked_by=user_id).order_by("pk"),
            *("ref", "posting__ref", "project__ref", "message", "status", "answer", "asked_at"),
        ),
        "saved_searches": rows_of(
            SavedSearch.objects.filter(person=user_id).order_by("pk"),
            *("ref", "kind", "title", "wanted", "told_until", "created_at"),
        ),
        "favourites": rows_of(
            Favourite.objects.filter(person=user_id).order_by("pk"),
            *("ref", "project__code", "posting__code", "folder__name", "note", "created_at"),
            "removed_at",
        ),
        "folders": rows_of(Folder.objects.filter(person=user_id).order_by("pk"), "ref", "name"),
        "follows": rows_of(
            Follow.objects.filter(person=user_id).order_by("pk"),
            *("ref", "organisation__name", "field__name", "told_until", "created_at"),
        ),
    }


def _interests_of(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    return {
        "interests": rows_of(
            as_told(Interest.objects.filter(person=user_id)).order_by("pk"),
            *("ref", "side", "project__title", "project__code", "posting__title", "kind"),
            *("message", "amount_low", "amount_high", "next_step", "question", "reply", "reason"),
            *("told", "told_answer", "sent_at", "introduced_at"),
        ),
        "interests_answered": rows_of(
            Interest.objects.filter(answered_by=user_id).order_by("pk"),
            *("ref", "reason", "answer", "status", "answered_at", "agreed_at"),
        ),
        "interests_questioned": rows_of(
            Interest.objects.filter(questioned_by=user_id).order_by("pk"),
            *("ref", "question", "answered_at"),
        ),
        "interests_blocked": rows_of(
            Block.objects.filter(person=user_id).order_by("pk"),
            *("interest__ref", "whole_house", "made_at"),
        ),
        "interests_reported": rows_of(
            Report.objects.filter(by=user_id).order_by("pk"),
            *("interest__ref", "reason", "text", "with_words", "status", "reported_at"),
        ),
    }


def drafts_typed_by(user_id: int) -> Iterator[tuple[PostingDraft, frozenset[str]]]:
    """With the names that they typed last."""
    drafts = PostingDraft.objects.filter(posting__in=near_to(user_id)).select_related("posting")
    for draft in drafts.order_by("pk").iterator(chunk_size=500):
        names = draft.names_typed_by(user_id)
        if names:
            yield draft, names


def _typed_by(user_id: int) -> Iterator[dict[str, Any]]:
    for draft, names in drafts_typed_by(user_id):
        typed = {name: text for name, text in draft.typed.items() if name in names}
        ref, at = draft.posting.ref, draft.saved_at
        yield {"posting__ref": ref, "typed": typed, "saved_at": at}


def _postings_of(user_id: int) -> QuerySet[Posting]:
    """Title and last day as they handed them in last; whom to reach as long as they may read it at
    their desk."""
    said = PostingVersion.objects.filter(posting=OuterRef("pk"), submitted_by=user_id)
    last = said.order_by("-number")
    is_owner = {"pk__in": owned_now_by(user_id).values("pk")}
    return (
        Posting.objects.filter(author=user_id)
        .annotate(
            said_title=Subquery(last.values("content__title")[:1]),
            said_until=Subquery(last.values("content__valid_until")[:1]),
            reached=Case(When(**is_owner, then=F("contact_name"))),
            reached_at=Case(When(**is_owner, then=F("contact_phone"))),
        )
        .order_by("pk")
    )
