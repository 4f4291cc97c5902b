"""The procedures of this room, one module each: read the transition tables first."""

from matching.states.index import RunStage, Sort, Why
from matching.states.interests import (
    INTEREST_TRANSITIONS,
    REPORT_TRANSITIONS,
    InterestKind,
    InterestReason,
    InterestStatus,
    ReportReason,
    ReportStatus,
)
from matching.states.postings import (
    POSTING_TRANSITIONS,
    POSTING_VERSION_TRANSITIONS,
    Category,
    PostingKind,
    PostingOrder,
    PostingStatus,
    Reach,
    VersionStatus,
)
from matching.states.searches import FollowKind, SearchKind
from matching.states.showing import ORDER_COOKIE, MatchOrder, Show
from matching.states.suggestions import (
    FEEDBACK_TRANSITIONS,
    TAKE_UP_TRANSITIONS,
    DeclineReason,
    FeedbackStatus,
    Side,
    TakeUpStatus,
    Verdict,
)

__all__ = [
    "FEEDBACK_TRANSITIONS",
    "INTEREST_TRANSITIONS",
    "ORDER_COOKIE",
    "POSTING_TRANSITIONS",
    "POSTING_VERSION_TRANSITIONS",
    "REPORT_TRANSITIONS",
    "TAKE_UP_TRANSITIONS",
    "Category",
    "DeclineReason",
    "FeedbackStatus",
    "FollowKind",
    "InterestKind",
    "InterestReason",
    "InterestStatus",
    "MatchOrder",
    "PostingKind",
    "PostingOrder",
    "PostingStatus",
    "Reach",
    "ReportReason",
    "ReportStatus",
    "RunStage",
    "SearchKind",
    "Show",
    "Side",
    "Sort",
    "TakeUpStatus",
    "Verdict",
    "VersionStatus",
    "Why",
]
