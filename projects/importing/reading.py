"""Reading the file: its rows as they stand there, where the header is, which column is which."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from foundation.errors import Refused
from foundation.sheets.reading import OpenedSheet, SheetFacts, open_sheet
from foundation.sql import insert_values
from projects.columns.mapping import HEAD, Header, Row, find_header, header_at, map_columns
from projects.models import ImportRow, ImportRun, KeptMapping
from projects.states import ImportStage

_PIECE = 1_000  # rows in one statement
_NEEDED = "title"  # without which no row can be taken in


def read_file(run: ImportRun) -> None:
    """All rows anew. What cannot be read leaves its reasons with the run."""
    ImportRow.objects.filter(run=run).delete()
    document = run.document
    try:
        path = Path(document.file.path)
        with open_sheet(path, extension=document.extension, tab=run.tab) as sheet:
            _take(run, sheet)
    except Refused as refusal:
        run.problems = [problem.as_dict() for problem in refusal.problems]
        run.stage = ImportStage.REFUSED
    run.save()


def map_anew(run: ImportRun, header: int | None = None) -> None:
    """With the labels in the row `header`; None: wherever they are found."""
    rows = _head_of(run, header)
    kept = kept_by(run)
    found = find_header(rows, kept) if header is None else header_at(rows, header)
    settle_mapping(run, rows, found, kept)


def settle_mapping(
    run: ImportRun, rows: Sequence[Row], header: Header, kept: dict[str, str]
) -> None:
    mapped = map_columns(rows, header, run.known["width"], kept)
    run.header, run.data_from = header.line, header.data_from
    run.mapping = [one.as_json() for one in mapped]
    run.stage = stage_by_mapping(run)


def stage_by_mapping(run: ImportRun) -> ImportStage:
    """Rows are looked at as soon as it is known which column holds their names."""
    has_titles = any(one["name"] == _NEEDED for one in run.mapping)
    return ImportStage.CHECKING if has_titles else ImportStage.MAPPING


def kept_by(run: ImportRun) -> dict[str, str]:
    return dict(KeptMapping.objects.filter(unit=run.unit_id).values_list("label", "name"))


def _take(run: ImportRun, sheet: OpenedSheet) -> None:
    run.known, run.tab, run.problems = _plain(sheet.facts), sheet.facts.name, []
    rows = iter(sheet.rows())
    head: list[Row] = []
    while piece := list(islice(rows, _PIECE)):
        head += piece[: 2 * HEAD - len(head)]
        insert_values(ImportRow, [_row(line, cells) for line, cells in piece], common=_blank(run))
    kept = kept_by(run)
    settle_mapping(run, head, find_header(head, kept), kept)


def _row(line: int, cells: list[str]) -> dict[str, Any]:
    return {"line": line, "cells": cells}


def _blank(run: ImportRun) -> dict[str, Any]:
    """What a row holds that nobody has looked at."""
    empty: dict[str, Any] = {"fixes": {}, "values": {}, "problems": [], "rights": "{}"}
    texts = dict.fromkeys(("outcome", "wish", "number", "same_name"), "")
    return {"run_id": run.pk, **empty, **texts}


def _head_of(run: ImportRun, header: int | None) -> list[Row]:
    """The first rows; those around a header further down."""
    rows = ImportRow.objects.filter(run=run).order_by("line")
    if header:
        rows = rows.filter(line__gte=max(1, header - 1))
    return list(rows.values_list("line", "cells")[: 2 * HEAD])


def _plain(facts: SheetFacts) -> dict[str, Any]:
    return asdict(facts)
