"""What this room tells the door: its audited tables, their moves, their rules."""

from matching.agreeing import agreeing_problems, asking_problems, withdrawing_problems
from matching.content import without_house
from matching.importing import DemandSubject, OfferSubject
from matching.interests import taking_back_problems
from matching.meaning import read_meanings
from matching.models import (
    Feedback,
    Interest,
    MatchChunk,
    MeaningWork,
    Posting,
    PostingVersion,
    Report,
    Snapshot,
    TakeUp,
)
from matching.queries.interests import answerers_of, asker_back_of, both_of, judges_of
from matching.queries.postings import (
    moderators_of_version,
    owners_of,
    owners_of_version,
)
from matching.queries.suggestions import other_side_of, posting_side_of, project_side_of
from matching.rules import (
    FEEDBACK_RULES,
    INTEREST_RULES,
    POSTING_RULES,
    POSTING_VERSION_RULES,
    REPORT_RULES,
    TAKE_UP_RULES,
)
from matching.runs import build_snapshot
from matching.states import (
    FEEDBACK_TRANSITIONS,
    INTEREST_TRANSITIONS,
    POSTING_TRANSITIONS,
    POSTING_VERSION_TRANSITIONS,
    REPORT_TRANSITIONS,
    TAKE_UP_TRANSITIONS,
)
from matching.suggestions import match_chunk
from projects.importing.subjects import register_subject
from records.workflows import Workflow, register
from records.working import register_work

_OF_INTEREST = {
    **dict.fromkeys(("message", "next_step", "reply"), "person_id"),
    "question": "questioned_by_id",
    "answer": "answered_by_id",
}
_OF_REPORTER = "case when t.text <> '' then 'user:' || t.by_id end"
_OF_GIVER = "case when t.note <> '' then 'user:' || t.given_by_id end"
_OF_ASKER = "case when t.message <> '' then 'user:' || t.asked_by_id end"

register(
    Workflow(
        Interest,
        INTEREST_TRANSITIONS,
        INTEREST_RULES,
        checks={
            "take_back": taking_back_problems,
            "ask_back": asking_problems,
            "agree": agreeing_problems,
            "withdraw": withdrawing_problems,
        },
        tells={
            "send": answerers_of,
            **dict.fromkeys(("ask_back", "decline", "expire"), lambda row: [row.person_id]),
            "reply": asker_back_of,
            "introduce": both_of,
        },
        personal={
            name: f"case when t.{name} <> '' then 'user:' || t.{whose} end"
            for name, whose in _OF_INTEREST.items()
        },
    )
)
register(
    Workflow(
        Report,
        REPORT_TRANSITIONS,
        REPORT_RULES,
        tells={
            "report": judges_of,
            **dict.fromkeys(("uphold", "dismiss"), lambda row: [row.by_id]),
        },
        personal={"text": _OF_REPORTER},
    )
)
register(
    Workflow(
        Posting,
        POSTING_TRANSITIONS,
        POSTING_RULES,
        tells=dict.fromkeys(("warn", "expire", "remove", "restore"), owners_of),
        personal={
            name: f"case when t.{name} <> '' then 'user:' || t.author_id end"
            for name in ("contact_name", "contact_phone")
        },
    )
)
register(
    Workflow(
        PostingVersion,
        POSTING_VERSION_TRANSITIONS,
        POSTING_VERSION_RULES,
        tells={
            "submit": moderators_of_version,
            **dict.fromkeys(("return", "accept"), owners_of_version),
        },
        veils={"content": without_house},
    )
)
register(
    Workflow(
        Feedback,
        FEEDBACK_TRANSITIONS,
        FEEDBACK_RULES,
        tells=dict.fromkeys(("give", "change"), other_side_of),
        personal={"note": _OF_GIVER},
    )
)
register(
    Workflow(
        TakeUp,
        TAKE_UP_TRANSITIONS,
        TAKE_UP_RULES,
        tells={
            "ask": posting_side_of,
            **dict.fromkeys(("give", "decline"), project_side_of),
        },
        personal={"message": _OF_ASKER},
    )
)
register_work(Snapshot, build_snapshot)
register_work(MatchChunk, match_chunk, may_wait=True)
register_work(MeaningWork, read_meanings)
register_subject(DemandSubject())
register_subject(OfferSubject())
