"""批量导入: a unit's spreadsheet becomes drafts in its custody, once for each of its own ids."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from accounts.consenting import give_consent
from accounts.models import Consent, Unit
from accounts.states import ConsentPurpose
from foundation.errors import Problem, Refused
from foundation.text import clean_line
from projects.models import Project
from projects.models.sheet import TITLE_LENGTH
from projects.states import Source
from records.actors import Actor
from records.workflow import begin_all

ID_LENGTH = 64
_ENCODINGS = ("utf-8-sig", "gb18030")


class ImportProblem(TextChoices):
    """What may be wrong with a file or a row."""

    ENCODING = "encoding", "文件不是 UTF-8 或 GB18030 编码。请在表格软件里另存为“CSV UTF-8”"
    HEADER = "header", "第一行没有“{expected}”列。请把第一行改为列名，至少有 id 和 title"
    BROKEN = "broken", "第 {found} 行不成表格（{expected}）。请检查引号，或重新另存"
    TITLE_MISSING = "title_missing", "缺成果名称"
    TITLE_LONG = "title_long", "成果名称 {found} 字，最多 {expected} 字"
    ID_MISSING = "id_missing", "缺编号（id）"
    ID_LONG = "id_long", "编号 {found} 字，最多 {expected} 字"
    ID_TWICE = "id_twice", "编号与第 {found} 行重复"
    DIFFERENT = (
        "different",
        "这个编号已导入过，成果名称不同：库中为“{found}”。请改编号，或在系统里修改",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file as it will be taken in. `line` counts from 1, the header included."""

    line: int
    key: str
    title: str
    problems: tuple[Problem, ...] = ()


@dataclass
class Report:
    """What an import did, or with `dry_run` would do."""

    rows: int = 0
    imported: int = 0
    existing: int = 0
    bad: list[Row] = field(default_factory=list)


def read_csv(path: Path) -> list[Row]:
    """Rows of a CSV file with a header. Raises Refused when it cannot be read as one."""
    lines = csv.DictReader(io.StringIO(_decode(path.read_bytes()), newline=""))
    try:
        header = [clean_line(name).lower() for name in lines.fieldnames or []]
        missing = [name for name in ("id", "title") if name not in header]
        if missing:
            raise Refused([Problem(ImportProblem.HEADER, expected=name) for name in missing])
        lines.fieldnames = header
        return list(_checked(lines))
    except csv.Error as fault:
        problem = Problem(ImportProblem.BROKEN, found=str(lines.line_num), expected=str(fault))
        raise Refused([problem]) from fault


def _decode(raw: bytes) -> str:
    """Proven, never guessed with replacement characters."""
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([Problem(ImportProblem.ENCODING)])


def _checked(lines: Iterable[dict[str, str]]) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for line, cells in enumerate(lines, start=2):
        key, title = clean_line(cells.get("id") or ""), clean_line(cells.get("title") or "")
        problems = [*_id_problems(key, seen), *_title_problems(title)]
        seen.setdefault(key, line)
        yield Row(line, key, title, tuple(problems))


def _id_problems(key: str, seen: dict[str, int]) -> Iterator[Problem]:
    if not key:
        yield Problem(ImportProblem.ID_MISSING, "id")
    elif key in seen:
        yield Problem(ImportProblem.ID_TWICE, "id", found=str(seen[key]))
    if len(key) > ID_LENGTH:
        yield Problem(ImportProblem.ID_LONG, "id", expected=str(ID_LENGTH), found=str(len(key)))


def _title_problems(title: str) -> Iterator[Problem]:
    if not title:
        yield Problem(ImportProblem.TITLE_MISSING, "title")
    elif len(title) > TITLE_LENGTH:
        length = str(len(title))
        yield Problem(ImportProblem.TITLE_LONG, "title", expected=str(TITLE_LENGTH), found=length)


@transaction.atomic
def import_rows(
    rows: Sequence[Row], *, unit: Unit, by: Actor, mandate: str = "", dry_run: bool = False
) -> Report:
    """Take the good rows in as drafts with the unit as custodian; report every bad one.

    `mandate` names the document on whose ground they may be shown; without one they are listed
    but not shown. A key that is there already is left alone. Raises Refused (403).
    """
    Unit.objects.select_for_update().get(pk=unit.pk)  # one import of a unit at a time
    known = dict(
        Project.objects.filter(unit=unit).exclude(source_key="").values_list("source_key", "title")
    )
    report, fresh = _sort(rows, known)
    if fresh and not dry_run:
        consent = give_consent(ConsentPurpose.DISPLAY, by=by, mandate=mandate) if mandate else None
        begin_all([_draft(row, unit, consent) for row in fresh], "open", by=by)
    return report


def _sort(rows: Iterable[Row], known: dict[str, str]) -> tuple[Report, list[Row]]:
    report, fresh = Report(), []
    for row in rows:
        report.rows += 1
        if row.problems:
            report.bad.append(row)
        elif row.key not in known:
            report.imported += 1
            fresh.append(row)
        elif known[row.key] == row.title:
            report.existing += 1
        else:
            problem = Problem(ImportProblem.DIFFERENT, "title", found=known[row.key])
            report.bad.append(Row(row.line, row.key, row.title, (problem,)))
    return report, fresh


def _draft(row: Row, unit: Unit, consent: Consent | None) -> Project:
    facts: dict[str, Any] = {"title": row.title, "source_key": row.key, "source": Source.IMPORT}
    return Project(**facts, unit=unit, custodian_id=unit.organisation_id, display_consent=consent)
