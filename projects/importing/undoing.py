"""撤销: what a run made is given up, what it changed is as before; while nobody has gone on."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.importing.problems import ImportProblem
from projects.importing.taking import note_of, set_plain
from projects.models import Attachment, Claim, Draft, ImportRow, ImportRun, Project
from projects.states import ImportStage, Outcome
from records.actors import Actor
from records.models import Entry
from records.workflow import move_all

UNTIL = timedelta(hours=24)


def undo_problems(run: ImportRun) -> list[Problem]:
    """Why it cannot be undone any more."""
    if run.taken_at is None or clock.now() >= run.taken_at + UNTIL:
        hours = int(UNTIL.total_seconds() // 3600)
        return [Problem(ImportProblem.LATE, expected=str(hours))]
    gone_on = _gone_on(run).count()
    return [Problem(ImportProblem.GONE_ON, found=str(gone_on))] if gone_on else []


def undo(run: ImportRun, *, by: Actor) -> None:
    """Raises Refused (422) as `undo_problems` says."""
    # Whoever goes on with one of them waits, or was first and is seen.
    list(_projects(run).select_for_update().order_by("pk").values_list("pk"))
    refuse_if(undo_problems(run))
    note = f"撤销{note_of(run)}"
    move_all(_projects(run, Outcome.NEW), "undo", by=by, note=note, write=_give_up)
    before = dict(
        ImportRow.objects.filter(run=run, outcome=Outcome.UPDATE).values_list("project", "before")
    )

    def restore(projects: Sequence[Project]) -> None:
        for project in projects:
            set_plain(project, before[project.pk] or {})

    move_all(_projects(run, Outcome.UPDATE), "save", by=by, note=note, write=restore)
    run.stage, run.undone_at = ImportStage.UNDONE, clock.now()


def _give_up(projects: Sequence[Project]) -> None:
    """Its number is free for another import."""
    for project in projects:
        project.source_key = ""


def _projects(run: ImportRun, *outcomes: Outcome) -> QuerySet[Project]:
    rows = ImportRow.objects.filter(run=run, outcome__in=outcomes or Outcome.taken)
    return Project.objects.filter(pk__in=rows.values("project"))


def _gone_on(run: ImportRun) -> QuerySet[Project]:
    """Moved, typed into, claimed or given files since."""
    moved = Entry.objects.filter(table=Project._meta.label_lower, pk__gt=run.last_entry)
    typed = Draft.objects.filter(saved_at__gt=run.taken_at, project__isnull=False)
    return _projects(run).filter(
        Q(pk__in=moved.values("object_id"))
        | Q(pk__in=typed.values("project"))
        | Q(pk__in=Claim.objects.filter(opened_at__gt=run.taken_at).values("project"))
        | Q(pk__in=Attachment.objects.filter(added_at__gt=run.taken_at).values("project"))
    )
