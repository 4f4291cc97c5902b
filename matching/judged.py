"""Demands, achievements and the pairs that people have judged, from three CSV files: what
`evaluate_matching` measures by.

UTF-8, a line of names, columns in any order: `id` and `title` of either, `demand_id`,
`achievement_id` and `level` of the pairs. Read where they are there: `content`, `keywords`,
`field`, `trl`, `modes`, `amount`, `unit`, `strategies`, `since` (a date) and `services`. What is
missing or cannot be read as what it should be is unknown, not wrong.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn

import numpy as np
from django.db import models
from numpy.typing import NDArray

from foundation.errors import Problem, Refused
from matching.evaluation import Judged
from matching.scoring import Facts, Text

_LONGEST = 16 * 1024 * 1024  # characters of a cell
_LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4}
_BETWEEN = re.compile(r"[\s,;|，；、]+")
_LEVELS_OF_TRL = range(1, 10)
_EXACT = 2**53  # below it floats tell every whole number
_PAIR = ("demand_id", "achievement_id", "level")

Row = Mapping[str, str]


class FileFault(models.TextChoices):
    """What is wrong with a file; the label is the sentence people read."""

    UNREADABLE = "unreadable", "读不了文件 {field}：{found}"
    NOT_UTF8 = "not_utf8", "{field} 不是 UTF-8 编码的文本。请另存为 UTF-8 编码的 CSV 再试"
    NOT_CSV = "not_csv", "{field} 不是完好的 CSV。请检查引号是否成对，再另存一次"
    EMPTY = "empty", "{field} 没有数据行。请补上数据再试"
    NO_COLUMN = "no_column", "{field} 缺少列 {expected}。请补上这一列，列名照写"
    NO_ID = "no_id", "{field}没有编号（列 id）。每行都要有编号"
    TWICE = "twice", "{field}的编号 {found} 前面已经用过，内容却不同。请改成不同的编号"
    UNKNOWN = "unknown", "{field}的编号 {found} 在 {expected} 里没有。请核对编号"
    BAD_LEVEL = "bad_level", "{field}的 level 是“{found}”，应为 1、2、3 或 4"


@dataclass(frozen=True)
class Trial:
    """`demands` and `achievements` have their places as keys; `demand_at` and `achievement_at` are
    the places of each judged pair."""

    demands: tuple[Text, ...]
    achievements: tuple[Text, ...]
    judged: Judged
    demand_at: NDArray[np.int64]
    achievement_at: NDArray[np.int64]


def read_trial(demands: Path, achievements: Path, pairs: Path) -> Trial:
    """Raises Refused with one FileFault."""
    wanted, offered = _texts(demands), _texts(achievements)
    known = {"demand_id": (demands, wanted), "achievement_id": (achievements, offered)}
    rows = list(_pairs(pairs, known))
    places = [dict(zip(texts, range(len(texts)), strict=True)) for texts in (wanted, offered)]
    return Trial(
        tuple(wanted.values()),
        tuple(offered.values()),
        Judged.of(rows),
        np.array([places[0][demand] for demand, _, _ in rows], dtype=np.int64),
        np.array([places[1][achievement] for _, achievement, _ in rows], dtype=np.int64),
    )


def _texts(path: Path) -> dict[str, Text]:
    """By id, in the order of the file."""
    rows: dict[str, Row] = {}
    for line, row in _rows(path, ("id", "title")):
        if not row["id"]:
            _refuse(FileFault.NO_ID, field=f"{path} 第 {line} 行")
        if rows.setdefault(row["id"], row) != row:
            _refuse(FileFault.TWICE, field=f"{path} 第 {line} 行", found=row["id"])
    return {name: _text(place, row) for place, (name, row) in enumerate(rows.items())}


def _text(key: int, row: Row) -> Text:
    return Text(
        key=key,
        title=row["title"],
        keywords=row.get("keywords", ""),
        body=row.get("content", ""),
        facts=_facts(row),
    )


def _facts(row: Row) -> Facts:
    field = row.get("field", "")
    trl = _whole(row.get("trl", ""))
    return Facts(
        field=field,
        group=field.partition(".")[0],
        trl=trl if trl in _LEVELS_OF_TRL else None,
        modes=_several(row.get("modes", "")),
        amount=_whole(row.get("amount", "")),
        unit=row.get("unit", ""),
        strategies=_several(row.get("strategies", "")),
        since=_day(row.get("since", "")),
        services=_whole(row.get("services", "")) or 0,
    )


def _whole(text: str) -> int | None:
    """Unknown below zero and beyond what is exact, too."""
    try:
        number = round(float(text))
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number < _EXACT else None


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None


def _several(text: str) -> frozenset[str]:
    return frozenset(_BETWEEN.split(text)) - {""}


def _pairs(
    path: Path, known: Mapping[str, tuple[Path, Mapping[str, Text]]]
) -> Iterator[tuple[str, str, int]]:
    for line, row in _rows(path, _PAIR):
        place = f"{path} 第 {line} 行"
        for column, (source, texts) in known.items():
            if row[column] not in texts:
                expected = str(source)
                _refuse(FileFault.UNKNOWN, field=place, found=row[column], expected=expected)
        level = _LEVELS.get(row["level"].removesuffix(".0"))
        if level is None:
            _refuse(FileFault.BAD_LEVEL, field=place, found=row["level"])
        yield row["demand_id"], row["achievement_id"], level


def _rows(path: Path, needed: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """With the line each ends in; cells without spaces around them."""
    csv.field_size_limit(_LONGEST)
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            names = [name.strip() for name in next(reader, [])]
            _refuse_lacking(path, names, needed)
            for cells in filter(None, reader):
                line = reader.line_num
                padded = [*cells, *[""] * len(names)]
                yield line, dict(zip(names, map(str.strip, padded), strict=False))
    except OSError as fault:
        _refuse(FileFault.UNREADABLE, field=str(path), found=fault.strerror or str(fault))
    except UnicodeDecodeError:
        _refuse(FileFault.NOT_UTF8, field=str(path))
    except csv.Error:
        _refuse(FileFault.NOT_CSV, field=str(path))
    if not line:
        _refuse(FileFault.EMPTY, field=str(path))


def _refuse_lacking(path: Path, names: list[str], needed: Iterable[str]) -> None:
    if not names:
        _refuse(FileFault.EMPTY, field=str(path))
    lacking = [name for name in needed if name not in names]
    if lacking:
        _refuse(FileFault.NO_COLUMN, field=str(path), expected="、".join(lacking))


def _refuse(fault: FileFault, *, field: str, found: str = "", expected: str = "") -> NoReturn:
    problem = Problem(fault, field=field, found=found, expected=expected)
    raise Refused([problem], status=HTTPStatus.UNPROCESSABLE_ENTITY)
