"""Taking in: the good rows become drafts, or change drafts that are there; in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Max

from accounts.consenting import give_consent
from accounts.models import Consent, Unit
from accounts.states import ConsentPurpose
from foundation import clock
from foundation.errors import Problem, Refused
from foundation.refs import new_ref
from foundation.sql import update_rows
from projects.importing.checking import data_rows
from projects.importing.holders import holders_of, same_holder
from projects.importing.problems import ImportProblem
from projects.importing.recognising import (
    changes_of,
    count_outcomes,
    plain_value,
    recognise,
)
from projects.models import ImportRow, ImportRun, Project
from projects.models.sheet import COLUMNS, Sheet
from projects.states import ImportStage, Outcome, Source
from records.actors import Actor
from records.messages import keep_messages
from records.models import Entry
from records.workflow import begin_all, move_all

PIECE = 1_000  # rows in memory at a time
TAKEN = "projects.importrun.take"  # the words of the message
_HUNG = {"field": "field_id", "organisation": "organisation_id"}

_DECIMALS = frozenset(
    field.name for field in Sheet._meta.local_fields if isinstance(field, models.DecimalField)
)

Tell = Callable[[int], None]  # how many rows are done, for whoever watches


def take_in(run: ImportRun, *, by: Actor, tell: Tell) -> None:
    """Raises Refused (409) where all were to be good and some are not; nothing is taken then."""
    # One import of a unit at a time; whoever files a project there meanwhile need not wait.
    Unit.objects.select_for_update(no_key=True).get(pk=run.unit_id)
    recognise(run)
    bad = run.counts.get(Outcome.BAD, 0)
    if run.only_whole and bad:
        raise Refused([Problem(ImportProblem.NOT_WHOLE, found=str(bad))])
    taker = _Taker(run, by, _consent(run, by))
    done = 0
    for rows in _pieces(run, Outcome.NEW):
        taker.begin(rows)
        tell(done := done + len(rows))
    for rows in _pieces(run, Outcome.UPDATE):
        taker.change(rows)
        tell(done := done + len(rows))
    run.counts = count_outcomes(run)
    run.last_entry = Entry.objects.aggregate(last=Max("pk"))["last"]
    run.stage, run.taken_at = ImportStage.TAKEN, clock.now()
    keep_messages(TAKEN, [(run, [by.person_id])])


def _consent(run: ImportRun, by: Actor) -> Consent | None:
    return give_consent(ConsentPurpose.DISPLAY, by=by, mandate=run.mandate) if run.mandate else None


def _pieces(run: ImportRun, outcome: Outcome) -> Iterator[list[ImportRow]]:
    """In the order of the file."""
    waiting, after = data_rows(run).filter(outcome=outcome), 0
    while rows := list(waiting.filter(line__gt=after).defer("cells")[:PIECE]):
        yield rows
        after = rows[-1].line


class _Taker:
    """In whose name, under which mandate rows are taken in."""

    def __init__(self, run: ImportRun, by: Actor, consent: Consent | None) -> None:
        self._run, self._by, self._consent = run, by, consent
        self._note = note_of(run)
        # Making a project of 85 columns anew for every row takes longer than checking the row.
        self._blank = Project(
            source=Source.IMPORT,
            unit=run.unit,
            custodian_id=run.unit.organisation_id,
            display_consent=consent,
        )

    def begin(self, rows: Sequence[ImportRow]) -> None:
        holders = holders_of([row.values for row in rows], by=self._by)
        drafts = [self._draft(row, holders) for row in rows]
        begin_all(drafts, "open", by=self._by, note=self._note)
        for row, draft in zip(rows, drafts, strict=True):
            row.project_id = draft.pk
        update_rows(rows, ["project"])

    def change(self, rows: Sequence[ImportRow]) -> None:
        holders = holders_of([row.values for row in rows], by=self._by)
        by_project = {row.project_id: row for row in rows}

        def write(projects: Sequence[Project]) -> None:
            for project in projects:
                self._change(project, by_project[project.pk], holders)

        moving = Project.objects.filter(pk__in=list(filter(None, by_project))).select_related(
            "organisation"
        )
        moved = move_all(moving, "save", by=self._by, note=self._note, write=write)
        for project, _ in moved.refused:
            by_project[project.pk].outcome = Outcome.FILED
        update_rows(rows, ["before", "outcome"])

    def _draft(self, row: ImportRow, holders: dict[str, int]) -> Project:
        draft = copy(self._blank)
        draft.ref, draft.source_key = new_ref(), row.number
        draft.organisation_id = holders.get(same_holder(row.values))
        set_plain(draft, {_HUNG.get(name, name): row.values[name] for name in _sheet(row)})
        return draft

    def _change(self, project: Project, row: ImportRow, holders: dict[str, int]) -> None:
        changes = changes_of(row, project)
        if "organisation" in changes:
            changes["organisation"] = holders[changes["organisation"]]
        if self._consent is not None and project.display_consent_id is None:
            changes["display_consent_id"] = self._consent.pk
        before = {_HUNG.get(n, n): plain_value(project, _HUNG.get(n, n)) for n in changes}
        row.before = before
        set_plain(project, {_HUNG.get(name, name): value for name, value in changes.items()})


def _sheet(row: ImportRow) -> list[str]:
    return [name for name in row.values if name in COLUMNS]


def set_plain(project: Project, values: dict[str, Any]) -> None:
    """Columns from the values that JSON holds."""
    for name, value in values.items():
        setattr(project, name, _typed(name, value))


def _typed(name: str, value: Any) -> Any:
    return Decimal(value) if name in _DECIMALS and value is not None else value


def note_of(run: ImportRun) -> str:
    """With every entry of the trail that an import makes."""
    return f"批量导入 {run.ref}"
