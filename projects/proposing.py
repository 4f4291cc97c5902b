"""从文件填写: what a Word document says is proposed, and taken only where somebody has looked
(`projects.forms.proposals`)."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from foundation import clock
from foundation.word import Document
from projects.models import Project, Reading
from records.actors import Actor

_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answers:
    """Name of a field → raw text; column of rows → rows; where each was found; and pairs of a
    label nobody knows with what stands beside it."""

    fields: dict[str, str]
    rows: dict[str, list[dict[str, str]]]
    places: dict[str, str]
    others: list[list[str]]
    is_cut: bool = False


@transaction.atomic
def keep_reading(
    document: Document, answers: Answers, *, project: Project | None, by: Actor
) -> Reading:
    """The newest takes the place of the one before; what nobody has looked at for 30 days goes."""
    Reading.objects.filter(read_at__lt=clock.now() - _KEPT).delete()
    _readings_of(project, by=by).delete()
    reading = Reading(
        project=project,
        reader_id=by.person_id,
        name=document.name,
        sha256=document.sha256,
        found=asdict(answers),
    )
    reading.save()
    return reading


def reading_of(project: Project | None, *, by: Actor) -> Reading | None:
    """Of the project; without one, the person's own."""
    return _readings_of(project, by=by).first()


def _readings_of(project: Project | None, *, by: Actor) -> QuerySet[Reading]:
    own = Q(project=None, reader=by.person_id)
    return Reading.objects.filter(Q(project=project) if project else own)


def let_go(project: Project | None, *, by: Actor) -> None:
    _readings_of(project, by=by).delete()
