"""Rows become drafts in the unit's custody, or change drafts that are there."""

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.consenting import give_consent
from accounts.models import Consent
from accounts.states import ConsentPurpose
from foundation.refs import new_ref
from foundation.sql import update_rows
from projects.importing.achievements.recognising import changes_of, plain_value
from projects.importing.holders import holders_of, same_holder
from projects.importing.subjects import Taker, note_of
from projects.models import ImportRow, ImportRun, Project
from projects.models.sheet import COLUMNS, Sheet
from projects.states import Outcome, Source
from records.actors import Actor
from records.workflow import begin_all, move_all

_HUNG = {"field": "field_id", "organisation": "organisation_id"}
_DECIMALS = frozenset(
    field.name for field in Sheet._meta.local_fields if isinstance(field, models.DecimalField)
)


class ProjectTaker(Taker):
    """With one consent for all, where a mandate to show them is named."""

    def __init__(self, run: ImportRun, by: Actor) -> None:
        self._by, self._consent = by, _consent(run, by)
        self._note = note_of(run)
        # Making a project of 85 columns anew for every row takes longer than checking the row.
        self._blank = Project(
            source=Source.IMPORT,
            unit=run.unit,
            custodian_id=run.unit.organisation_id,
            display_consent=self._consent,
        )

    def begin(self, rows: Sequence[ImportRow]) -> None:
        holders = holders_of([row.values for row in rows], by=self._by)
        drafts = [self._draft(row, holders) for row in rows]
        begin_all(drafts, "open", by=self._by, note=self._note)
        for row, draft in zip(rows, drafts, strict=True):
            row.item = draft.pk
        update_rows(rows, ["item"])

    def change(self, rows: Sequence[ImportRow]) -> None:
        holders = holders_of([row.values for row in rows], by=self._by)
        by_project = {row.item: row for row in rows}

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


def _consent(run: ImportRun, by: Actor) -> Consent | None:
    return give_consent(ConsentPurpose.DISPLAY, by=by, mandate=run.mandate) if run.mandate else None
