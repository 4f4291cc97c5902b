"""Who leaves is no longer in this room; what they take along is theirs."""

from datetime import timedelta

import pytest

from accounts.acting import actor_of
from foundation import clock
from portal.erasing import erase_account
from records.models import PersonKey
from records.verifying import verify_trail
from records.workflow import begin
from roadshows.casting import Noted, note_person, person_of_user
from roadshows.models import Deck, Person, Rehearsal, Remark, Session
from roadshows.queries.own import own_data
from roadshows.sessions import hold_session
from tests.factories import make_clerk, make_lead, make_project
from tests.records.filed import file_pdf
from tests.roadshows.coaching import make_person, make_session, tomorrow
from tests.roadshows.test_casting import booked, holder_in_both, holder_of, planned, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def coached(holder, by, answer="已改到第一页"):
    """A deck of the holder with a remark; an answer where one was given."""
    project = make_project("listed", holder)
    document = file_pdf(holder)
    deck = Deck(project=project, kind="deck", number=1, document=document, filed_by=holder.user)
    begin(deck, "file", by=holder)
    remark = Remark(deck=deck, text="先说客户是谁", answer=answer, said_by=by.user)
    return begin(remark, "say", by=by)


def test_who_leaves_is_forgotten_by_every_unit():
    holder, other = holder_of(), holder_of()
    holder_in_both(holder)
    for abbr in ("SC", "GD"):
        person_of_user(unit(abbr), holder.user, by=make_clerk(abbr))
    person_of_user(unit(), other.user, by=make_clerk("SC"))

    erase_account(holder.user, by=actor_of(holder.user))

    rows = Person.objects.order_by("pk").values_list("status", "user")
    assert list(rows) == [("forgotten", None)] * 2 + [("known", other.user_id)]
    assert list(verify_trail()) == []


def test_what_was_said_of_their_decks_is_forgotten():
    holder, other, by = holder_of(), holder_of(), make_lead("SC")
    gone, stays = coached(holder, by), coached(other, by)

    erase_account(holder.user, by=actor_of(holder.user))

    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.status, gone.text, gone.answer) == ("forgotten", "", "")
    assert (stays.status, stays.text) == ("open", "先说客户是谁")
    subjects = PersonKey.objects.filter(subject__startswith="coaching:")
    assert [key.subject for key in subjects] == [f"coaching:{stays.deck_id}"]
    assert list(verify_trail()) == []


def test_what_was_summed_up_of_their_projects_alone_is_forgotten():
    holder, other, by = holder_of(), holder_of(), make_clerk("SC")
    own, shared = make_project("listed", holder), make_project("listed", other)
    person = make_person()
    alone = make_session([person], [own], by=by)
    both = make_session(
        [person], [own, shared], by=by, starts_at=tomorrow(14), ends_at=tomorrow(15)
    )
    with clock.shift(timedelta(days=2)):
        for session in (alone, both):
            hold_session(session, present=[own], summary="客户说不清", by=by)
    seconds = {"talk": 470, "questions": 280, "talk_limit": 480, "questions_limit": 300}
    run = Rehearsal(project=own, **seconds, remark="开头太长", noted_by=holder.user)
    begin(run, "note", by=holder)

    erase_account(holder.user, by=actor_of(holder.user))

    summaries = Session.objects.order_by("starts_at").values_list("summary", flat=True)
    assert list(summaries) == ["", "客户说不清"]
    assert Rehearsal.objects.get().remark == ""
    kept = PersonKey.objects.filter(subject__regex="^(session|rehearsal):")
    assert [key.subject for key in kept] == [f"session:{both.pk}"]
    assert list(verify_trail()) == []


def test_what_is_theirs_is_taken_along():
    holder, by = holder_of(), make_clerk("SC")
    person = note_person(unit(), Noted("钱工", "岷江", "首席", holder.user), by=by)
    session = planned(by)
    session.coaches.add(person)
    booked(person, session)
    deck = coached(holder, make_lead("SC")).deck
    seconds = {"talk": 470, "questions": 280, "talk_limit": 480, "questions_limit": 300}
    rehearsal = Rehearsal(project=deck.project, **seconds, noted_by=holder.user)
    begin(rehearsal, "note", by=holder)

    own = {name: list(rows) for name, rows in own_data(holder.user_id).items()}

    assert [(row["name"], row["duty"]) for row in own["noted_as"]] == [("钱工", "首席")]
    assert [row["title"] for row in own["sessions_coached"]] == [Session.objects.get().title]
    assert [row["ref"] for row in own["decks"]] == [deck.ref]
    assert [row["talk"] for row in own["rehearsals"]] == [470]
    assert (own["remarks"], own["standing_in"]) == ([], [])
    assert [row["text"] for row in own_data(by.user_id)["remarks"]] == []
