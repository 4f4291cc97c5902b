"""彩排: how long a talk and its answers took, by the timer of the page."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices

from foundation.errors import Problem, refuse_if
from projects.models import Project
from records.actors import Actor
from records.workflow import begin
from roadshows.models import Rehearsal, Roadshow


class RehearsalProblem(TextChoices):
    NOTHING = "rehearsal_nothing", "还没有开始讲，没有可记的时间"
    TAKEN = "rehearsal_taken", "这次彩排没有记下。请刷新页面再试"


@dataclass(frozen=True)
class Run:
    """In seconds. `ref` is the page's own: sent again because no answer came, it is one run."""

    ref: str
    talk: int
    questions: int
    talk_limit: int
    questions_limit: int
    remark: str = ""


@transaction.atomic
def note_rehearsal(
    project: Project, run: Run, *, by: Actor, roadshow: Roadshow | None = None
) -> Rehearsal:
    """Raises Refused: not theirs (403); nothing was said (422)."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    found = Rehearsal.objects.filter(ref=run.ref).first()
    if found is not None:
        is_same = (found.project_id, found.noted_by_id) == (project.pk, by.user_id)
        refuse_if([] if is_same else [Problem(RehearsalProblem.TAKEN)])
        return found
    refuse_if([] if run.talk else [Problem(RehearsalProblem.NOTHING, "talk")])
    rehearsal = Rehearsal(project=project, roadshow=roadshow, noted_by_id=by.person_id, **vars(run))
    return begin(rehearsal, "note", by=by)
