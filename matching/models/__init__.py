from matching.models.interest import Interest
from matching.models.posting import (
    Posting,
    PostingDraft,
    PostingSeries,
    PostingText,
    PostingVersion,
)
from matching.models.suggestion import Feedback, Suggestion, TakeUp

__all__ = [
    "Feedback",
    "Interest",
    "Posting",
    "PostingDraft",
    "PostingSeries",
    "PostingText",
    "PostingVersion",
    "Suggestion",
    "TakeUp",
]
