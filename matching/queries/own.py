"""What this room holds of a person."""

from collections.abc import Iterable
from typing import Any

from foundation.sql import rows_of
from matching.models import Feedback, Interest, Posting, PostingDraft, PostingVersion, TakeUp


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: what the person told holders of, posted, said to matches, asked for."""
    return {
        "interests": rows_of(
            Interest.objects.filter(person=user_id).order_by("pk"),
            *("ref", "project__title", "project__code", "kind", "message", "status", "sent_at"),
        ),
        "postings": rows_of(
            Posting.objects.filter(author=user_id).order_by("pk"),
            *("ref", "code", "kind", "status", "title", "organisation__name", "reach"),
            *("contact_name", "contact_phone", "opened_at", "published_at", "valid_until"),
        ),
        "posting_drafts": rows_of(
            PostingDraft.objects.filter(posting__author=user_id).order_by("pk"),
            *("posting__ref", "typed", "saved_at"),
        ),
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
    }
