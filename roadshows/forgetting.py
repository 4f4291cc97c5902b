"""A person leaves: units forget them, and what was said of their decks is forgotten."""

from collections.abc import Sequence

from django.db import transaction

from records.actors import Actor
from records.keys import destroy_key
from records.workflow import move_all
from roadshows.casting import forget_person
from roadshows.models import Deck, Person, Rehearsal, Remark, Session
from roadshows.states import RemarkStatus, SessionStatus


@transaction.atomic
def forget_people(*, by: Actor) -> None:
    """As every unit noted them."""
    for person in Person.objects.filter(user=by.user_id).order_by("pk"):
        forget_person(person, by=by)


@transaction.atomic
def forget_coaching(*, by: Actor) -> None:
    """What coaches said of the decks of their projects, and their answers; what was summed up of
    sessions about their projects alone, and of rehearsals. What they said as a coach themselves is
    work of others' by now: it stays, without a name."""
    own = Deck.objects.filter(project__holder=by.user_id)
    remarks = Remark.objects.filter(deck__in=own).exclude(status=RemarkStatus.FORGOTTEN)
    move_all(remarks.select_related("deck__project"), "forget", by=by, write=_empty)
    for pk in own.order_by("pk").values_list("pk", flat=True):
        destroy_key(f"coaching:{pk}")
    _forget_summaries(by)


def _forget_summaries(by: Actor) -> None:
    held = Session.objects.filter(projects__holder=by.user_id, status=SessionStatus.HELD)
    sessions = Session.objects.filter(pk__in=held.values("pk")).exclude(summary="")
    rehearsals = Rehearsal.objects.filter(project__holder=by.user_id).exclude(remark="")
    for session in move_all(sessions, "forget", by=by, write=_empty_sessions).rows:
        destroy_key(f"session:{session.pk}")
    noted = rehearsals.select_related("project")
    for rehearsal in move_all(noted, "forget", by=by, write=_empty_rehearsals).rows:
        destroy_key(f"rehearsal:{rehearsal.pk}")


def _empty(remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        remark.text = remark.answer = ""


def _empty_sessions(sessions: Sequence[Session]) -> None:
    for session in sessions:
        session.summary = ""


def _empty_rehearsals(rehearsals: Sequence[Rehearsal]) -> None:
    for rehearsal in rehearsals:
        rehearsal.remark = ""
