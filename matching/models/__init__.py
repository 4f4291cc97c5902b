from matching.models.favourite import Favourite, Folder
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
from matching.models.interest import SUSPENDED, VEILED, Block, Interest, Report
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
    "SUSPENDED",
    "VEILED",
    "Block",
    "Change",
    "Favourite",
    "Feedback",
    "Folder",
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
    "Report",
    "SavedSearch",
    "Snapshot",
    "Suggestion",
    "TakeUp",
]
