"""States of this room, a module for each part of the way."""

from roadshows.states.calendar import CALENDAR_VERSION_TRANSITIONS, RuleKind, SolvingUse, Verdict
from roadshows.states.coaching import (
    DECK_TRANSITIONS,
    REHEARSAL_TRANSITIONS,
    REMARK_TRANSITIONS,
    SESSION_TRANSITIONS,
    DeckKind,
    Readiness,
    RemarkStatus,
    SessionKind,
    SessionStatus,
)
from roadshows.states.events import (
    DUTY_TRANSITIONS,
    ROADSHOW_TRANSITIONS,
    SEASON_TRANSITIONS,
    DutyStatus,
    Party,
    RoadshowStatus,
    SeasonStatus,
    When,
)
from roadshows.states.programme import (
    PERSON_TRANSITIONS,
    RELEASE_TRANSITIONS,
    ItemKind,
    PaperSize,
    Part,
    PersonStatus,
)

__all__ = [
    "CALENDAR_VERSION_TRANSITIONS",
    "DECK_TRANSITIONS",
    "DUTY_TRANSITIONS",
    "PERSON_TRANSITIONS",
    "REHEARSAL_TRANSITIONS",
    "RELEASE_TRANSITIONS",
    "REMARK_TRANSITIONS",
    "ROADSHOW_TRANSITIONS",
    "SEASON_TRANSITIONS",
    "SESSION_TRANSITIONS",
    "DeckKind",
    "DutyStatus",
    "ItemKind",
    "PaperSize",
    "Part",
    "Party",
    "PersonStatus",
    "Readiness",
    "RemarkStatus",
    "RoadshowStatus",
    "RuleKind",
    "SeasonStatus",
    "SessionKind",
    "SessionStatus",
    "SolvingUse",
    "Verdict",
    "When",
]
