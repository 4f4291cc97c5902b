"""What people order of an import; a worker carries out what takes long."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from django.db import transaction

from foundation.errors import Problem, Refused, refuse_if
from foundation.sql import update_rows
from foundation.uploads import Purpose
from projects.columns.layout import TITLE, Layout, fold_label
from projects.columns.mapping import Mapped, Recognised, without_samples
from projects.importing.carrying import total_of
from projects.importing.checking import check_rows
from projects.importing.problems import ImportProblem
from projects.importing.reading import map_anew, read_anew, stage_by_mapping
from projects.importing.recognising import recognise
from projects.importing.subjects import subject_named, subject_of
from projects.importing.undoing import undo_problems
from projects.models import ImportRow, ImportRun, ImportWork, KeptMapping
from projects.rules import may_import
from projects.states import ImportStage, ImportTask, Outcome
from records.actors import Actor
from records.models import Document, Upload
from records.states import MoveProblem, WorkState
from records.working import ring

TARGET = "projects.import"
PURPOSE = Purpose.SHEET


def refuse_unimportable(unit: str, *, by: Actor) -> None:
    """Raises Refused (403): only a unit's own people import, and for their unit."""
    if not may_import(by, unit):
        problem = Problem(MoveProblem.NOT_YOURS, expected="批量导入")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)


def take_document(upload: Upload, document: Document) -> ImportRun:
    """A file that came in becomes a run in the name of whoever sent it."""
    by = Actor(upload.owner_id, upload.role, upload.unit, upload.organisation)
    return open_run(document, subject=upload.wish.get("subject", ""), by=by)


@transaction.atomic
def open_run(document: Document, *, subject: str = "", by: Actor) -> ImportRun:
    """`subject` says what its rows are; without one the labels tell. Raises Refused (403)."""
    refuse_unimportable(by.unit, by=by)
    run = ImportRun.objects.create(
        subject=subject,
        unit_id=by.unit,
        by_id=by.person_id,
        role=by.role,
        organisation=by.organisation_id,
        document=document,
    )
    _order(run, ImportTask.READ)
    return run


@transaction.atomic
def read_tab(run: ImportRun, tab: str, *, by: Actor) -> None:
    """Another worksheet of the same file, also where the last one could not be read."""
    row = _lock(run, by)
    if row.stage != ImportStage.REFUSED:
        _refuse_unless_open(row)
    row.tab, row.stage, row.mapping = tab, ImportStage.READING, []
    row.save()
    _order(row, ImportTask.READ)


@transaction.atomic
def take_header(run: ImportRun, line: int, *, by: Actor) -> None:
    """The labels stand in this row; 0: nowhere."""
    row = _open(run, by)
    before = set(row.places.values())
    map_anew(row, line)
    _drop_fixes(row, before)
    _check_again(row)


@transaction.atomic
def read_as(run: ImportRun, key: str, *, by: Actor) -> None:
    """Its rows become something else. Raises Refused (422) where nothing is called so."""
    row, subject = _open(run, by), subject_named(key)
    if subject is None:
        raise Refused([Problem(ImportProblem.SUBJECT)])
    read_anew(row, subject)
    # Corrections were of other columns.
    ImportRow.objects.filter(run=row).exclude(fixes={}, wish="").update(fixes={}, wish="")
    _check_again(row)


@transaction.atomic
def remap(run: ImportRun, names: Mapping[int, str], *, keep: bool, by: Actor) -> None:
    """Which column is which, by its place; `keep` remembers it for the unit. Raises Refused (422)
    where two columns are one."""
    row = _open(run, by)
    layout = subject_of(row).layout
    refuse_if(_twice(names, layout))
    before = [Mapped(**one) for one in row.mapping]
    after = [_chosen(one, names) for one in before]
    row.mapping = [one.as_json() for one in after]
    row.stage = stage_by_mapping(row)
    if row.stage == ImportStage.MAPPING:
        refuse_if([Problem(ImportProblem.NO_TITLE, expected=layout.header_of(TITLE))])
    if keep:
        _keep(row, before, after)
    _drop_fixes(row, {one.name for one in before})
    _check_again(row)


@transaction.atomic
def correct(run: ImportRun, line: int, name: str, text: str, *, by: Actor) -> ImportRow:
    """Another text for one cell; the file keeps its own."""
    row = _open(run, by)
    found = _row(row, line)
    found.fixes = {**found.fixes, name: text}
    found.save(update_fields=["fixes"])
    return _look_again(row, found)


@transaction.atomic
def wish(run: ImportRun, line: int, outcome: str, *, by: Actor) -> ImportRow:
    """What to do with a row: take a duplicate as new or as an update, leave a row out; "" takes
    the wish back."""
    row = _open(run, by)
    found = _row(row, line)
    if outcome and outcome not in Outcome.wishes:
        refuse_if([Problem(ImportProblem.WISH)])
    found.wish = outcome
    found.save(update_fields=["wish"])
    return _look_again(row, found)


@transaction.atomic
def order_taking(run: ImportRun, *, only_whole: bool, mandate: str, by: Actor) -> None:
    """Raises Refused (422): nothing to take in, or rows to mend where all were to be good."""
    row = _open(run, by)
    if row.stage != ImportStage.CHECKED:
        raise _not_now(row, ImportProblem.CLOSED)
    counts = row.counts
    bad = counts.get(Outcome.BAD, 0)
    if not any(counts.get(outcome) for outcome in Outcome.taken):
        refuse_if([Problem(ImportProblem.NOTHING)])
    if only_whole and bad:
        refuse_if([Problem(ImportProblem.NOT_WHOLE, found=str(bad))])
    row.only_whole, row.mandate, row.stage = only_whole, mandate, ImportStage.TAKING
    _act_as(row, by)
    row.save()
    _order(row, ImportTask.TAKE)


@transaction.atomic
def order_undoing(run: ImportRun, *, by: Actor) -> None:
    row = _lock(run, by)
    if row.stage != ImportStage.TAKEN:
        raise _not_now(row, ImportProblem.CLOSED)
    refuse_if(undo_problems(row))
    row.stage = ImportStage.UNDOING
    _act_as(row, by)
    row.save()
    _order(row, ImportTask.UNDO)


@transaction.atomic
def order_submitting(run: ImportRun, *, by: Actor) -> None:
    """All that was taken in and is whole is handed in. Raises Refused (409, 422)."""
    row = _lock(run, by)
    if row.stage != ImportStage.TAKEN:
        raise _not_now(row, ImportProblem.CLOSED)
    if not subject_of(row).count_submittable(row):
        refuse_if([Problem(ImportProblem.NOTHING_LEFT)])
    row.stage, row.problems = ImportStage.SUBMITTING, []
    _act_as(row, by)
    row.save()
    _order(row, ImportTask.SUBMIT)


@transaction.atomic
def drop(run: ImportRun, *, by: Actor) -> None:
    """Given up before anything was taken in."""
    row = _lock(run, by)
    if row.stage in ImportStage.after_taking or not _has_failed(row):
        _refuse_unless_open(row)
    row.stage, row.mapping = ImportStage.DROPPED, without_samples(row.mapping)
    row.save()
    ImportRow.objects.filter(run=row).delete()


@transaction.atomic
def try_again(run: ImportRun, *, by: Actor) -> None:
    """A task that failed for good, once more."""
    row = _lock(run, by)
    if not _has_failed(row):
        raise _not_now(row, ImportProblem.CLOSED)
    _order(row, ImportTask(_last_work(row).task))


def _lock(run: ImportRun, by: Actor) -> ImportRun:
    """Raises Refused (409) at once where a worker holds it: what it does may take a minute. Another
    click of a person is soon done, and waited for."""
    refuse_unimportable(run.unit_id, by=by)
    rows = ImportRun.objects.filter(pk=run.pk)
    is_busy = rows.filter(stage__in=ImportStage.busy).exists()
    locked = rows.select_for_update(of=("self",), skip_locked=is_busy)
    row = locked.select_related("unit").first()
    if row is None:
        raise _not_now(run, ImportProblem.BUSY)
    return row


def _open(run: ImportRun, by: Actor) -> ImportRun:
    row = _lock(run, by)
    _refuse_unless_open(row)
    return row


def _refuse_unless_open(run: ImportRun) -> None:
    if run.stage in ImportStage.busy:
        raise _not_now(run, ImportProblem.BUSY)
    if run.stage not in ImportStage.open:
        raise _not_now(run, ImportProblem.CLOSED)


def _last_work(run: ImportRun) -> ImportWork:
    return run.work.order_by("-pk")[0]


def _has_failed(run: ImportRun) -> bool:
    """Its task was given up, and nobody has given up the run."""
    return run.stage in ImportStage.busy and _last_work(run).state == WorkState.FAILED


def _not_now(run: ImportRun, problem: ImportProblem) -> Refused:
    return Refused([Problem(problem, found=run.get_stage_display())])


def _act_as(run: ImportRun, by: Actor) -> None:
    """Whoever orders it, not whoever uploaded, is in the trail."""
    run.by_id, run.role, run.organisation = by.person_id, by.role, by.organisation_id


def _order(run: ImportRun, task: ImportTask) -> None:
    work = ImportWork.objects.create(run=run, task=task, total=total_of(run, task))
    ring(ImportWork, [work.pk])


def _check_again(run: ImportRun) -> None:
    run.problems = []
    run.save()
    if run.stage == ImportStage.CHECKING:
        _order(run, ImportTask.CHECK)


def _row(run: ImportRun, line: int) -> ImportRow:
    rows = ImportRow.objects.filter(run=run, line=line, line__gte=run.data_from)
    found = rows.first()
    if found is None:
        raise Refused([Problem(ImportProblem.NO_ROW, found=str(line))], status=HTTPStatus.NOT_FOUND)
    return found


def _look_again(run: ImportRun, row: ImportRow) -> ImportRow:
    check_rows(run, [row])
    recognise(run)
    run.save()
    row.refresh_from_db()
    return row


def _twice(names: Mapping[int, str], layout: Layout) -> list[Problem]:
    chosen = [name for name in names.values() if name]
    twice = sorted({name for name in chosen if chosen.count(name) > 1})
    return [Problem(ImportProblem.TWICE, found=layout.header_of(name)) for name in twice]


def _chosen(one: Mapped, names: Mapping[int, str]) -> Mapped:
    """What was looked at and left is chosen as well."""
    if one.at not in names:
        return one
    how = Recognised.CHOSEN if names[one.at] else Recognised.NO
    return replace(one, name=names[one.at], how=how.value)


def _keep(run: ImportRun, before: Sequence[Mapped], after: Sequence[Mapped]) -> None:
    """What the labels of this file mean to the unit, over what they meant before: those that were
    given a meaning, and those whose meaning was taken away. A label that stands over two columns
    says nothing by itself."""
    labels = Counter(fold_label(one.label) for one in after)
    said = {
        fold_label(new.label): new.name
        for old, new in zip(before, after, strict=True)
        if new.name or old.name
    }
    kept = [(label, name) for label, name in said.items() if label and labels[label] == 1]
    whose = {"unit_id": run.unit_id, "subject": run.subject}
    KeptMapping.objects.bulk_create(
        [KeptMapping(**whose, label=label, name=name) for label, name in kept],
        update_conflicts=True,
        unique_fields=["unit", "subject", "label"],
        update_fields=["name"],
    )


def _drop_fixes(run: ImportRun, before: set[str]) -> None:
    """Corrections of columns that were among those of the file and are no longer; what was typed
    for a column the file never had stays."""
    gone = before - set(run.places.values())
    for asked, names in subject_of(run).layout.either.items():
        gone |= set(names) if asked in gone else set()
    rows = list(ImportRow.objects.filter(run=run).exclude(fixes={}))
    for row in rows:
        row.fixes = {name: text for name, text in row.fixes.items() if name not in gone}
    if rows:
        update_rows(rows, ["fixes"])
