"""催办: whoever answers for a project hears what it still lacks and where to mend it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem
from projects.intake import leads_of
from projects.models import Project, QueueRow
from projects.queueing import Lack
from projects.states import Source
from records.actors import Actor
from records.workflow import Moved, move, move_all

PAUSE = timedelta(days=1)  # nobody is reminded of the same project sooner
NOTE_LENGTH = 500


class UrgingProblem(TextChoices):
    LATELY = "lately", "{found} 刚催办过，过一天再催"
    NOBODY = "nobody", "还没有人认领这项成果，没有可以催的人。请先邀请持有人认领"


def remind(project: Project, *, by: Actor, note: str = "") -> Project:
    """`note` says what to do; without it the message lists what is missing. Raises Refused (422):
    reminded within the last day, nobody to remind."""

    def write(row: Project) -> None:
        _date([row])

    return move(project, "remind", by=by, note=note, write=write)


def remind_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    """In the same words, or each told what it lacks itself."""
    return move_all(at_one_moment(projects), "remind", by=by, note=note, write=_date)


def at_one_moment(projects: QuerySet[Project]) -> QuerySet[Project]:
    """A set whose `reminding_problems` are asked of: the clock is read once for all."""
    return projects.annotate(read_at=clock.Now())


def answerers_of(project: Project) -> Iterable[int]:
    """Who must hear of it: its holder; before there is one, who filed it for them. An import is
    told of by its report."""
    if project.holder_id:
        return [project.holder_id]
    if project.collected_by_id and not project.is_with_agency:
        return leads_of(project)  # its unit has taken it over from who filed it
    is_typed = project.source != Source.IMPORT
    return [project.submitted_by_id] if is_typed and project.submitted_by_id else []


def reminding_problems(project: Project) -> list[Problem]:
    """What keeps this project's people from being reminded now."""
    problems = []
    last = project.reminded_at
    if last is not None and last > (getattr(project, "read_at", None) or clock.now()) - PAUSE:
        problems.append(Problem(UrgingProblem.LATELY, found=clock.in_words(last)))
    if not answerers_of(project):
        problems.append(Problem(UrgingProblem.NOBODY))
    return problems


def _date(rows: Sequence[Project]) -> None:
    now, kept = clock.now(), QueueRow.objects.filter(project__in=rows)
    lacking = dict(kept.values_list("project", "lacks"))
    for row in rows:
        row.reminded_at = now
        row.lacking = "、".join(str(Lack(one).label) for one in lacking.get(row.pk, ()))
