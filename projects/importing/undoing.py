"""撤销: what a run made is given up, what it changed is as before; while nobody has gone on."""

from datetime import timedelta

from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.importing.problems import ImportProblem
from projects.importing.subjects import note_of, subject_of
from projects.models import ImportRun
from projects.states import ImportStage
from records.actors import Actor

UNTIL = timedelta(hours=24)


def undo_problems(run: ImportRun) -> list[Problem]:
    """Why it cannot be undone any more."""
    if run.taken_at is None or clock.now() >= run.taken_at + UNTIL:
        hours = int(UNTIL.total_seconds() // 3600)
        return [Problem(ImportProblem.LATE, expected=str(hours))]
    gone_on = subject_of(run).count_gone_on(run)
    return [Problem(ImportProblem.GONE_ON, found=str(gone_on))] if gone_on else []


def undo(run: ImportRun, *, by: Actor) -> None:
    """Raises Refused (422) as `undo_problems` says."""
    subject = subject_of(run)
    # Whoever goes on with one of them waits, or was first and is seen.
    subject.lock(run)
    refuse_if(undo_problems(run))
    subject.undo(run, by=by, note=f"撤销{note_of(run)}")
    run.stage, run.undone_at = ImportStage.UNDONE, clock.now()
