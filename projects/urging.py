"""催办: whoever answers for a project hears what it still lacks and where to mend it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem
from projects.models import Project, QueueRow
from projects.queries import is_told_of
from projects.queueing import Lack
from records.actors import Actor
from records.workflow import Moved, move, move_all

PAUSE = timedelta(days=1)  # nobody is reminded of the same project sooner
NOTE_LENGTH = 500


class UrgingProblem(TextChoices):
    LATELY = "lately", "{found} 刚催办过，过一天再催"
    NOBODY = "nobody", "没有可以催的人：这项成果还没有人认领，或者持有人已注销。请先邀请持有人认领"


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
    """A set whose `reminding_problems` are asked of: the clock is read once for all, and so are the
    holders."""
    return projects.annotate(read_at=clock.Now()).select_related("holder")


def reminding_problems(project: Project) -> list[Problem]:
    """What keeps this project's people from being reminded now."""
    problems = []
    last = project.reminded_at
    if last is not None and last > (getattr(project, "read_at", None) or clock.now()) - PAUSE:
        problems.append(Problem(UrgingProblem.LATELY, found=clock.in_words(last)))
    if not is_told_of(project):
        problems.append(Problem(UrgingProblem.NOBODY))
    return problems


def _date(rows: Sequence[Project]) -> None:
    now, kept = clock.now(), QueueRow.objects.filter(project__in=rows)
    lacking = dict(kept.values_list("project", "lacks"))
    for row in rows:
        row.reminded_at = now
        row.lacking = "、".join(str(Lack(one).label) for one in lacking.get(row.pk, ()))
