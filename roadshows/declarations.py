"""What this room tells the door and the workers of: its audited tables and kinds of work."""

from projects.ties import register_tie
from records.receiving import register_target
from records.workflows import Workflow, register
from records.working import register_work
from roadshows.decks import TARGET, take_document
from roadshows.models import (
    CalendarVersion,
    Deck,
    Duty,
    Person,
    Poster,
    Rehearsal,
    Release,
    Remark,
    Roadshow,
    Season,
    Session,
    Solving,
)
from roadshows.posters import typeset
from roadshows.queries.people import (
    coached_by_remark,
    coaches_of,
    everybody_in,
    hosts_of,
    of_session,
    party_of,
    remarker_of,
)
from roadshows.queries.ties import coached_by
from roadshows.rules import (
    CALENDAR_VERSION_RULES,
    DECK_RULES,
    DUTY_RULES,
    PERSON_RULES,
    REHEARSAL_RULES,
    RELEASE_RULES,
    REMARK_RULES,
    ROADSHOW_RULES,
    SEASON_RULES,
    SESSION_RULES,
)
from roadshows.solving import solve_slice
from roadshows.states import (
    CALENDAR_VERSION_TRANSITIONS,
    DECK_TRANSITIONS,
    DUTY_TRANSITIONS,
    PERSON_TRANSITIONS,
    REHEARSAL_TRANSITIONS,
    RELEASE_TRANSITIONS,
    REMARK_TRANSITIONS,
    ROADSHOW_TRANSITIONS,
    SEASON_TRANSITIONS,
    SESSION_TRANSITIONS,
)
from roadshows.tasking import problems_of as duty_problems

# With an account it is the person's own key; without one a key of the row's own.
_OF_PERSON = (
    "case when t.name = '' then null"
    " when t.user_id is not null then 'user:' || t.user_id else 'guest:' || t.id end"
)
# What coaches say of somebody's plan, and what is answered, is between them.
_OF_REMARK = "case when t.text = '' then null else 'coaching:' || t.deck_id end"
_OF_SESSION = "case when t.summary = '' then null else 'session:' || t.id end"
_OF_REHEARSAL = "case when t.remark = '' then null else 'rehearsal:' || t.id end"

register(
    Workflow(
        Roadshow,
        ROADSHOW_TRANSITIONS,
        ROADSHOW_RULES,
        tells={
            "open": hosts_of,
            **dict.fromkeys(("schedule", "unschedule", "cancel"), everybody_in),
        },
        urgent=frozenset({"schedule", "unschedule", "cancel"}),
    )
)
register(
    Workflow(
        Duty,
        DUTY_TRANSITIONS,
        DUTY_RULES,
        checks=dict.fromkeys(("change", "finish", "waive", "reopen"), duty_problems),
        tells={"remind": party_of},
    )
)
register(Workflow(Season, SEASON_TRANSITIONS, SEASON_RULES))
register(Workflow(CalendarVersion, CALENDAR_VERSION_TRANSITIONS, CALENDAR_VERSION_RULES))
register(
    Workflow(
        Person,
        PERSON_TRANSITIONS,
        PERSON_RULES,
        personal=dict.fromkeys(Person.PERSONAL, _OF_PERSON),
    )
)
register(Workflow(Release, RELEASE_TRANSITIONS, RELEASE_RULES))
register(
    Workflow(
        Session,
        SESSION_TRANSITIONS,
        SESSION_RULES,
        tells=dict.fromkeys(("change", "cancel"), of_session),
        urgent=frozenset({"change", "cancel"}),
        personal={"summary": _OF_SESSION},
    )
)
register(Workflow(Deck, DECK_TRANSITIONS, DECK_RULES, tells={"file": coaches_of}))
register(
    Workflow(
        Remark,
        REMARK_TRANSITIONS,
        REMARK_RULES,
        tells={
            **dict.fromkeys(("say", "reopen"), coached_by_remark),
            **dict.fromkeys(("mend", "keep"), remarker_of),
        },
        personal={"text": _OF_REMARK, "answer": _OF_REMARK},
    )
)
register(
    Workflow(Rehearsal, REHEARSAL_TRANSITIONS, REHEARSAL_RULES, personal={"remark": _OF_REHEARSAL})
)
register_work(Solving, solve_slice)
register_work(Poster, typeset, may_wait=True)
register_target(TARGET, take_document)
register_tie(coached_by)
