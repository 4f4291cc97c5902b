"""沟通: what is said at an introduction, and the files that go with it. Nothing of it leaves the
portal by mail but that there is something to read."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from accounts.acting import still_sending
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from introductions.models import Appointment, Introduction, Line, Seat
from introductions.queries.talks import LINE_SAID
from introductions.rules import sits_at
from introductions.states import IntroductionStatus, SeatStatus
from records.actors import VISITOR, Actor
from records.filing import forget_document
from records.messages import mark_read_about
from records.models import Document, Upload
from records.retracting import lateness
from records.states import MoveProblem
from records.workflow import begin, move, move_all

TARGET = "introductions.line"


class TalkProblem(TextChoices):
    FINISHED = "talk_finished", "对接已结束。要接着谈，先点“继续对接”"
    TOO_LATE = "line_too_late", "发出已超过 {expected} 分钟，不能撤回"


def say(introduction: Introduction, text: str, *, by: Actor) -> Line:
    """Whoever else sits there hears that there is something to read. Raises Refused: not at the
    table (403), finished (422)."""
    return _say(Line(introduction=introduction, author_id=by.person_id, text=text), by=by)


def take_document(upload: Upload, document: Document) -> Line:
    """What came in becomes a line, if whoever sent it still sits there."""
    by = still_sending(upload) or VISITOR
    introduction = Introduction.objects.get(ref=upload.about)
    refuse_unsayable(introduction, by=by)
    return _say(Line(introduction=introduction, author_id=by.person_id, document=document), by=by)


def refuse_unsayable(introduction: Introduction, *, by: Actor) -> None:
    """Before anything is sent. Raises Refused as `say` does."""
    if not sits_at(by, introduction):
        problem = Problem(MoveProblem.NOT_YOURS, expected="留言")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    if introduction.status != IntroductionStatus.OPEN:
        refuse_if([Problem(TalkProblem.FINISHED)])


def take_back(line: Line, *, by: Actor) -> Line:
    """Within ten minutes; that something was taken back stays to be seen. Raises Refused: another's
    (403), taken back already (409), too late (422)."""
    return move(line, "take_back", by=by, write=partial(_empty, by=by))


def mark_read(introduction: Introduction, *, by: Actor) -> None:
    """By whoever has the page open."""
    own = Seat.objects.filter(introduction=introduction, person=by.user_id)
    if own.filter(status=SeatStatus.JOINED).update(read_at=clock.Now()):
        said = introduction.lines.values_list("ref", flat=True)
        mark_read_about(by.person_id, LINE_SAID, said)


def keep_notes(introduction: Introduction, text: str, *, by: Actor) -> None:
    """At most NOTED characters. Nobody else reads them."""
    Seat.objects.filter(introduction=introduction, person=by.user_id).update(notes=text)


def forget_talks(*, by: Actor) -> None:
    """What the person said, noted and proposed, when they leave; they leave every table."""

    def clear(rows: Sequence[Line]) -> None:
        for row in rows:
            _empty(row, by)

    def clear_places(rows: Sequence[Appointment]) -> None:
        for row in rows:
            row.place = ""

    def clear_words(rows: Sequence[Introduction]) -> None:
        for row in rows:
            row.next_step = row.outcome_note = ""
            row.next_on = None

    said = Line.objects.filter(author=by.user_id).exclude(text="", document=None)
    move_all(said, "forget", by=by, write=clear)
    proposed = Appointment.objects.filter(proposed_by=by.user_id)
    move_all(proposed.exclude(place=""), "forget", by=by, write=clear_places)
    planned = Introduction.objects.filter(planned_by=by.user_id)
    move_all(planned, "forget", by=by, write=clear_words)
    seats = Seat.objects.filter(person=by.user_id)
    seats.exclude(notes="").update(notes="")
    move_all(seats.filter(status__in=SeatStatus.there), "leave", by=by)


def saying_problems(line: Line) -> list[Problem]:
    return lateness(line.said_at, TalkProblem.TOO_LATE)


def _empty(line: Line, by: Actor) -> None:
    """Its file was filed for it alone."""
    if line.document is not None:
        forget_document(line.document, by=by)
    line.text, line.document = "", None


@transaction.atomic
def _say(line: Line, *, by: Actor) -> Line:
    # Whoever finishes it waits, or is waited for.
    line.introduction = Introduction.objects.select_for_update(no_key=True).get(
        pk=line.introduction_id
    )
    refuse_unsayable(line.introduction, by=by)
    said = begin(line, "say", by=by)
    mark_read(said.introduction, by=by)
    return said
