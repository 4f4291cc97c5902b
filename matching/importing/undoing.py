"""The postings of a run, given up or typed back."""

from django.db.models import Q, QuerySet

from foundation import clock
from matching.filing import drop_all
from matching.importing.taking import number_postings, type_into, write_drafts
from matching.models import Posting, PostingDraft, PostingVersion
from projects.columns.layout import NUMBER
from projects.importing.subjects import items_of
from projects.models import ImportRow, ImportRun
from projects.states import Outcome
from records.actors import Actor
from records.models import Entry


def taken_postings(run: ImportRun, *outcomes: Outcome) -> QuerySet[Posting]:
    return Posting.objects.filter(pk__in=items_of(run, *outcomes))


def gone_on_with(run: ImportRun) -> QuerySet[Posting]:
    """Moved, typed into or handed in since."""
    moved = Entry.objects.filter(table=Posting._meta.label_lower, pk__gt=run.last_entry)
    typed = PostingDraft.objects.filter(saved_at__gt=run.taken_at)
    versions = PostingVersion.objects.filter(submitted_at__gt=run.taken_at)
    return taken_postings(run).filter(
        Q(pk__in=moved.values("object_id"))
        | Q(pk__in=typed.values("posting"))
        | Q(pk__in=versions.values("posting"))
    )


def undo_postings(run: ImportRun, *, by: Actor, note: str) -> None:
    drop_all(taken_postings(run, Outcome.NEW), by=by, note=note)
    changed = ImportRow.objects.filter(run=run, outcome=Outcome.UPDATE)
    before = dict(changed.values_list("item", "before"))
    drafts = list(PostingDraft.objects.filter(posting__in=before).select_related("posting"))
    numbers, now = {}, clock.now()
    for draft in drafts:
        said = before[draft.posting_id] or {}
        if NUMBER in said:
            numbers[draft.posting_id] = said.pop(NUMBER)
        type_into(draft, said, now, by)
    write_drafts(drafts)
    number_postings(numbers, by=by, note=note)
