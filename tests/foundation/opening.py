"""Spreadsheets inspected and opened as the portal does it."""

import io

import pytest

from foundation.confining import run_confined
from foundation.errors import Refused
from foundation.sheets.reading import LIMITS, open_sheet
from foundation.uploads import Purpose, inspect_upload

MIB = 1 << 20
HEADER = ["名称", "单位"]


def facts_and_rows(tmp_path, extension, content, tab=""):
    """The file passes inspection, then is read."""
    seen = inspect_upload(
        f"表.{extension}", io.BytesIO(content), purpose=Purpose.SHEET, limit=50 * MIB
    )
    assert [problem.sentence for problem in seen.problems] == []
    path = tmp_path / "sent"
    path.write_bytes(content)
    with open_sheet(path, extension=extension, tab=tab) as sheet:
        return sheet.facts, list(sheet.rows())


def rows_of(tmp_path, extension, content, tab=""):
    return facts_and_rows(tmp_path, extension, content, tab)[1]


def problems_of(tmp_path, extension, content, tab=""):
    with pytest.raises(Refused) as refusal:
        facts_and_rows(tmp_path, extension, content, tab)
    assert refusal.value.status == 422
    return [(problem.code, problem.found) for problem in refusal.value.problems]


def inspected(name, content):
    seen = inspect_upload(name, io.BytesIO(content), purpose=Purpose.SHEET, limit=50 * MIB)
    return [(problem.code, problem.found) for problem in seen.problems]


def peak_of(tmp_path, extension, content):
    """The child's answer and its peak in MiB."""
    path = tmp_path / "sent"
    path.write_bytes(content)
    answer = run_confined(
        "foundation.sheets.child:read",
        path,
        limits=LIMITS,
        extension=extension,
        tab="",
        into=str(tmp_path / "rows"),
    )
    return answer.value, answer.peak_kib >> 10
