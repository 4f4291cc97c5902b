"""重复认定: the centre says of two projects of different units that they are not the same one, or
asks both units to settle it between them."""

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.models import DuplicateRuling, Project
from records.actors import Actor
from records.workflow import begin, move


class RulingProblem(TextChoices):
    NO_NOTE = "no_note", "请写明{expected}"
    ONE_UNIT = "one_unit", "两项成果都由{found}推荐，请这个单位自己处理"
    ITSELF = "itself", "请选两项不同的成果"


def ask_units(one: Project, other: Project, *, by: Actor, note: str) -> DuplicateRuling:
    """The leads of both units hear of it, with the note. Raises Refused: not of the centre (403);
    ruled different before (409); no note, of one unit (422)."""
    return _rule(one, other, "ask", by=by, note=note)


def dismiss(one: Project, other: Project, *, by: Actor, note: str) -> DuplicateRuling:
    """They are not the same: the pair leaves the list. Raises Refused as `ask_units`."""
    return _rule(one, other, "dismiss", by=by, note=note)


def lift(ruling: DuplicateRuling, *, by: Actor, note: str) -> DuplicateRuling:
    """Back into the list. Raises Refused: not of the centre (403), no note (422)."""
    refuse_if(_lack_of_note(note, "重新列出的理由"))
    return _move(ruling, "lift", by=by, note=note)


@transaction.atomic
def _rule(one: Project, other: Project, verb: str, *, by: Actor, note: str) -> DuplicateRuling:
    refuse_if(_problems(one, other, note))
    # Two who rule on one pair wait for each other here, in one order.
    pair = sorted((one, other), key=lambda project: project.pk)
    first, second = (Project.objects.select_for_update(no_key=True).get(pk=p.pk) for p in pair)
    known = DuplicateRuling.objects.filter(first=first, second=second).first()
    if known is not None:
        return _move(known, verb, by=by, note=note)
    rest = {"note": note, "ruled_by_id": by.person_id}
    return begin(DuplicateRuling(first=first, second=second, **rest), verb, by=by, note=note)


def _move(ruling: DuplicateRuling, verb: str, *, by: Actor, note: str) -> DuplicateRuling:
    def write(row: DuplicateRuling) -> None:
        row.note, row.ruled_by_id, row.ruled_at = note, by.person_id, clock.now()

    return move(ruling, verb, by=by, note=note, write=write)


def _problems(one: Project, other: Project, note: str) -> list[Problem]:
    problems = _lack_of_note(note, "要告诉推荐单位的话，或不是重复的理由")
    if one.pk == other.pk:
        problems.append(Problem(RulingProblem.ITSELF))
    elif one.unit_id == other.unit_id:
        problems.append(Problem(RulingProblem.ONE_UNIT, found=one.unit.name))
    return problems


def _lack_of_note(note: str, what: str) -> list[Problem]:
    return [] if note else [Problem(RulingProblem.NO_NOTE, "note", expected=what)]
