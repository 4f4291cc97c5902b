"""路演材料: business plans, slides and one-pagers as they come in, a version each."""

from http import HTTPStatus

from django.db import transaction
from django.db.models import Max, TextChoices

from accounts.acting import still_sending
from foundation.errors import Problem, Refused, refuse_if
from projects.models import Project
from records.actors import VISITOR, Actor
from records.models import Document, Upload
from records.states import MoveProblem
from records.workflow import begin
from roadshows.models import Deck
from roadshows.rules import answers_for, may_coach
from roadshows.states import DeckKind

TARGET = "roadshows.deck"


class DeckProblem(TextChoices):
    SAME = "deck_same", "和{found}完全一样，不用再传；改过以后再上传"


def refuse_unfileable(project: Project, *, by: Actor) -> None:
    """Before anything is sent. Raises Refused: not theirs (403)."""
    if not (answers_for(by, project) or may_coach(by, project)):
        problem = Problem(MoveProblem.NOT_YOURS, expected="上传路演材料")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)


def take_document(upload: Upload, document: Document) -> Deck:
    """What came in becomes the next version, if whoever sent it may still do so."""
    by = still_sending(upload) or VISITOR
    project = Project.objects.get(ref=upload.about)
    return file_deck(project, DeckKind(upload.wish["kind"]), document, by=by)


@transaction.atomic
def file_deck(project: Project, kind: DeckKind, document: Document, *, by: Actor) -> Deck:
    """Raises Refused: not theirs (403); the same bytes as the version before it (422)."""
    locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    refuse_unfileable(locked, by=by)
    decks = Deck.objects.filter(project=locked, kind=kind)
    last = decks.select_related("document").order_by("-number").first()
    if last is not None and last.document.sha256 == document.sha256:
        refuse_if([Problem(DeckProblem.SAME, found=str(last))])
    number = decks.aggregate(last=Max("number"))["last"] or 0
    deck = Deck(
        project=locked,
        kind=kind,
        number=number + 1,
        document=document,
        filed_by_id=by.person_id,
    )
    return begin(deck, "file", by=by)
