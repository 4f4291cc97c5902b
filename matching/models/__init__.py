from matching.models.follow import Follow
from matching.models.index import (
    PLACES,
    Change,
    Indexed,
    MatchChunk,
    MatchRun,
    Meaning,
    MeaningWork,
    Piece,
    Snapshot,
)
from matching.models.interest import Interest
from matching.models.posting import (
    Posting,
    PostingDraft,
    PostingSeries,
    PostingText,
    PostingVersion,
)
from matching.models.search import SavedSearch
from matching.models.suggestion import Feedback, Suggestion, TakeUp

__all__ = [
    "PLACES",
    "Change",
    "Feedback",
    "Follow",
    "Indexed",
    "Interest",
    "MatchChunk",
    "MatchRun",
    "Meaning",
    "MeaningWork",
    "Piece",
    "Posting",
    "PostingDraft",
    "PostingSeries",
    "PostingText",
    "PostingVersion",
    "SavedSearch",
    "Snapshot",
    "Suggestion",
    "TakeUp",
]
