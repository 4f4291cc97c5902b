"""The projects of a run, given up or restored."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from projects.importing.achievements.taking import set_plain
from projects.importing.subjects import items_of
from projects.models import Attachment, Claim, Draft, ImportRow, ImportRun, Project
from projects.states import Outcome
from records.actors import Actor
from records.models import Entry
from records.workflow import move_all


def taken_projects(run: ImportRun, *outcomes: Outcome) -> QuerySet[Project]:
    return Project.objects.filter(pk__in=items_of(run, *outcomes))


def gone_on_with(run: ImportRun) -> QuerySet[Project]:
    """Moved, typed into, claimed or given files since."""
    moved = Entry.objects.filter(table=Project._meta.label_lower, pk__gt=run.last_entry)
    typed = Draft.objects.filter(saved_at__gt=run.taken_at, project__isnull=False)
    return taken_projects(run).filter(
        Q(pk__in=moved.values("object_id"))
        | Q(pk__in=typed.values("project"))
        | Q(pk__in=Claim.objects.filter(opened_at__gt=run.taken_at).values("project"))
        | Q(pk__in=Attachment.objects.filter(added_at__gt=run.taken_at).values("project"))
    )


def undo_projects(run: ImportRun, *, by: Actor, note: str) -> None:
    made = taken_projects(run, Outcome.NEW)
    move_all(made, "undo", by=by, note=note, write=_give_up)
    changed = ImportRow.objects.filter(run=run, outcome=Outcome.UPDATE)
    before = dict(changed.values_list("item", "before"))

    def restore(projects: Sequence[Project]) -> None:
        for project in projects:
            set_plain(project, before[project.pk] or {})

    updated = taken_projects(run, Outcome.UPDATE)
    move_all(updated, "save", by=by, note=note, write=restore)


def _give_up(projects: Sequence[Project]) -> None:
    """Its number is free for another import."""
    for project in projects:
        project.source_key = ""
