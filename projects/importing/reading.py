"""Reading the file: its rows as they stand there, where the header is, which column is which."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from foundation.errors import Problem, Refused, refuse_if
from foundation.sheets.reading import OpenedSheet, open_sheet
from foundation.sheets.shape import MOST_UNCOMPUTED
from foundation.sql import insert_values
from projects.columns.layout import TITLE
from projects.columns.mapping import HEAD, Header, Mapper, Row
from projects.importing.problems import ImportProblem
from projects.importing.subjects import Subject, subject_of, subjects
from projects.models import ImportRow, ImportRun, KeptMapping
from projects.states import ImportStage

_PIECE = 1_000  # rows in one statement
_LONGEST_ROW = 50_000  # characters


def read_file(run: ImportRun) -> None:
    """All rows anew. What cannot be read leaves its reasons with the run."""
    ImportRow.objects.filter(run=run).delete()
    document = run.document
    try:
        path = Path(document.file.path)
        with (
            open_sheet(path, extension=document.extension, tab=run.tab) as sheet,
            transaction.atomic(),
        ):
            _take(run, sheet)
    except Refused as refusal:
        run.problems = [problem.as_dict() for problem in refusal.problems]
        run.stage = ImportStage.REFUSED
    run.save()


def map_anew(run: ImportRun, header: int) -> None:
    """With the labels in the row `header`; 0: nowhere."""
    rows, mapper = _head_of(run, header), _mapper(run)
    _settle(run, rows, mapper.header_at(rows, header), mapper)


def read_anew(run: ImportRun, subject: Subject) -> None:
    """As what else its rows might become."""
    run.subject = subject.key
    rows, mapper = _head_of(run, 0), _mapper(run)
    _settle(run, rows, mapper.find_header(rows), mapper)


def stage_by_mapping(run: ImportRun) -> ImportStage:
    """Rows are looked at as soon as it is known which column holds their names."""
    has_titles = any(one["name"] == TITLE for one in run.mapping)
    return ImportStage.CHECKING if has_titles else ImportStage.MAPPING


def guess_subject(run: ImportRun, rows: Sequence[Row]) -> Subject:
    """The one most of whose columns the labels name; the first of several."""
    return max(subjects(), key=lambda one: _count_named(run, rows, one))


def _count_named(run: ImportRun, rows: Sequence[Row], subject: Subject) -> int:
    mapper = Mapper(subject.layout, kept_by(run.unit_id, subject))
    return mapper.count_named(rows, mapper.find_header(rows))


def kept_by(unit: str, subject: Subject) -> dict[str, str]:
    kept = KeptMapping.objects.filter(unit=unit, subject=subject.key)
    return dict(kept.values_list("label", "name"))


def _mapper(run: ImportRun) -> Mapper:
    subject = subject_of(run)
    return Mapper(subject.layout, kept_by(run.unit_id, subject))


def _settle(run: ImportRun, rows: Sequence[Row], header: Header, mapper: Mapper) -> None:
    mapped = mapper.map_columns(rows, header, run.known["width"])
    run.header, run.data_from = header.line, header.data_from
    run.mapping = [one.as_json() for one in mapped]
    run.stage = stage_by_mapping(run)


def _take(run: ImportRun, sheet: OpenedSheet) -> None:
    facts = sheet.facts
    if len(facts.uncomputed) >= MOST_UNCOMPUTED:
        refuse_if([Problem(ImportProblem.UNCOMPUTED, found=str(MOST_UNCOMPUTED))])
    run.known, run.tab, run.problems = asdict(facts), facts.name, []
    rows = iter(sheet.rows())
    head: list[Row] = []
    while piece := list(islice(rows, _PIECE)):
        refuse_if(_long_rows(piece))
        head += piece[: 2 * HEAD - len(head)]
        insert_values(ImportRow, [_row(line, cells) for line, cells in piece], common=_blank(run))
    guess = guess_subject(run, head).key
    run.subject, run.known["guess"] = run.subject or guess, guess
    mapper = _mapper(run)
    _settle(run, head, mapper.find_header(head), mapper)


def _long_rows(piece: Sequence[Row]) -> list[Problem]:
    """Nobody writes as much in one row; a thousand such rows would not fit a worker."""
    return [
        Problem(ImportProblem.LONG_ROW, found=str(line), expected=str(_LONGEST_ROW))
        for line, cells in piece
        if sum(map(len, cells)) > _LONGEST_ROW
    ][:1]


def _row(line: int, cells: list[str]) -> dict[str, Any]:
    return {"line": line, "cells": cells}


def _blank(run: ImportRun) -> dict[str, Any]:
    """What a row holds that nobody has looked at."""
    empty: dict[str, Any] = {"fixes": {}, "values": {}, "problems": [], "rights": "{}"}
    texts = dict.fromkeys(("outcome", "wish", "number", "same_name"), "")
    return {"run_id": run.pk, **empty, **texts}


def _head_of(run: ImportRun, header: int) -> list[Row]:
    """The first rows; those around a header further down."""
    rows = ImportRow.objects.filter(run=run).order_by("line")
    if header:
        rows = rows.filter(line__gte=max(1, header - 1))
    return list(rows.values_list("line", "cells")[: 2 * HEAD])
