"""Which column of a spreadsheet is which of ours, and where its header stands."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from django.db.models import TextChoices

from foundation.text import clean_line
from foundation.validators import check_email, check_ip_number, check_mobile, check_uscc
from projects.columns.labels import NOT_ASKED, PHONE, column_of, columns_by_label, forms_of
from projects.columns.resource import NUMBER, SPREAD, header_of

HEAD = 30  # rows among which a header is looked for
_SAMPLES, _SAMPLE_LENGTH = 3, 40
_NAMED_SHARE = 0.5  # of a row's texts, for it to be a header at once
_ALIKE = 0.75
_TELLING_SHARE = 0.7  # of a column's values, to know it by what it holds
_KEYS_SHARE = 0.6
_LONGEST_LABEL = 40
_LOOKED_AT = 200  # characters of a cell
_NUMBERS = (
    "本单位编号 编号 成果编号 项目编号 单位编号 内部编号 登记号 成果登记号 项目号 id "
    "编码 成果编码 项目编码"
)
# Too short for a form on paper, where they head other things; clear over a column.
_OVER_COLUMNS = {
    "organisation": "单位 所属单位 所在单位 企业名称 机构名称 持有人单位 成果单位",
    "modes": "合作意向 转化意向 意向方式 方式",
    "title": "名称 项目 成果",
    "field": "领域 行业",
    "summary": "简介 介绍 内容 概述",
    "contact_name": "姓名",
    "lead_name": "第一完成人姓名 发明人 团队负责人",
    "price": "价格 价格(万元) 意向价 转让费",
    "wants": "合作需求情况",
    "level": "水平 先进性",
    "stage": "阶段 成熟阶段",
    "rights": "专利号 专利申请号 授权专利 知识产权号 专利及软著",
}
# `title` and `id` of plain files.
_KEYS = {**{name: name for name in SPREAD}, "id": NUMBER, PHONE: PHONE}


class Recognised(TextChoices):
    """How a column was recognised."""

    KEY = "key", "自动"
    LABEL = "label", "自动"
    KEPT = "kept", "按上次的对应"
    ALIKE = "alike", "按相似度，请确认"
    VALUES = "values", "按内容，请确认"
    CHOSEN = "chosen", "已选定"
    NO = "no", "忽略"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of the file: its place from 0, its label and samples as they stand there, and the
    column of ours it fills ("" for none)."""

    at: int
    label: str
    samples: tuple[str, ...]
    name: str = ""
    how: str = Recognised.NO.value

    @property
    def is_unsure(self) -> bool:
        return self.how in (Recognised.ALIKE, Recognised.VALUES)

    @property
    def words(self) -> str:
        return str(Recognised(self.how).label)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"samples": list(self.samples)}


def without_samples(mapping: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """When the rows are forgotten, so is what was shown of them."""
    return [{**one, "samples": []} for one in mapping]


@dataclass(frozen=True, slots=True)
class Header:
    """By the numbers of the file's own rows: the row of labels (0: there is none) and the first
    row of data."""

    line: int
    data_from: int


Row = tuple[int, Sequence[str]]
Kept = Mapping[str, str]  # label, folded → name, as a unit last had it


def targets() -> list[tuple[str, str]]:
    """What a column may be mapped to, with its label, in the order of the sheet."""
    named = [(name, header_of(name)) for name in SPREAD]
    at = next(n for n, (name, _) in enumerate(named) if name == "contact_mobile")
    return [*named[:at], (PHONE, header_of(PHONE)), *named[at:]]


def find_header(rows: Sequence[Row], kept: Kept) -> Header:
    """The row that names most of our columns; a row of keys right below it is no data."""
    best, most = None, 1
    for at, (line, cells) in enumerate(rows[:HEAD]):
        groups = _above(rows, line)
        said = [place for place, cell in enumerate(cells) if cell.strip()]
        found = {_by_name(cells[place], _cell(groups, place), kept)[0] for place in said} - {""}
        # A title over the table may happen to be one of our words, alone.
        is_header = len(found) >= len(said) * _NAMED_SHARE or ("title" in found and len(said) > 1)
        if len(found) >= most and (len(found) > 1 or is_header):
            best, most = at, len(found)
    if best is None:
        return Header(0, rows[0][0] if rows else 1)
    return header_at(rows, rows[_above_keys(rows, best)][0])


def _above_keys(rows: Sequence[Row], at: int) -> int:
    """A row of keys with labels over it is not the header itself."""
    if at == 0 or not _is_keys(rows[at][1]):
        return at
    keys, labels = (sum(map(bool, rows[n][1])) for n in (at, at - 1))
    return at - 1 if labels >= keys * _KEYS_SHARE else at


def header_at(rows: Sequence[Row], line: int) -> Header:
    """With the labels in this row."""
    below = [(number, cells) for number, cells in rows if number > line]
    if below and _is_keys(below[0][1]):
        return Header(line, below[0][0] + 1)
    return Header(line, line + 1)


def map_columns(rows: Sequence[Row], header: Header, width: int, kept: Kept) -> list[Mapped]:
    """Every column of the file, each of ours at most once, the surest first."""
    by_line = dict(rows)
    labels, groups = by_line.get(header.line, ()), _above(rows, header.line)
    keys = by_line.get(header.data_from - 1, ()) if header.data_from - header.line > 1 else ()
    data = [cells for number, cells in rows if number >= header.data_from]
    found = [
        _mapped(at, _cell(labels, at), _cell(groups, at), _cell(keys, at), data, kept)
        for at in range(width)
    ]
    return _each_once(found)


def _mapped(
    at: int, label: str, group: str, key: str, data: Sequence[Sequence[str]], kept: Kept
) -> Mapped:
    cut = (clean_line(_cell(cells, at)[:_LOOKED_AT]) for cells in data)
    values = [text for text in cut if text]
    samples = tuple(text[:_SAMPLE_LENGTH] for text in list(dict.fromkeys(values))[:_SAMPLES])
    if key in _KEYS:
        name, how = _KEYS[key], Recognised.KEY
    else:
        name, how = _by_name(label, group, kept)
        if not name and how == Recognised.NO and not _is_not_asked(label, group):
            name, how = _by_likeness(label)
            if not name:
                name, how = _by_values(values)
    return Mapped(at, clean_line(label[:_LOOKED_AT]), samples, name, how.value)


def _by_name(label: str, group: str, kept: Kept) -> tuple[str, Recognised]:
    """What its label says, alone or with the group it stands in."""
    text = label[: _LONGEST_LABEL * 4]
    folded = fold_label(text)
    if not folded:
        return "", Recognised.NO
    if folded in kept:
        return kept[folded], Recognised.KEPT
    if text.strip().lower() in _KEYS:
        return _KEYS[text.strip().lower()], Recognised.KEY
    in_group = column_of(text, group) if group else ""
    name = in_group or _over_columns().get(folded) or column_of(text)
    is_ours = name in _KEYS
    return (name, Recognised.LABEL) if is_ours else ("", Recognised.NO)


def _is_not_asked(label: str, group: str) -> bool:
    return column_of(label, group) == NOT_ASKED


@cache
def _over_columns() -> Mapping[str, str]:
    said = {NUMBER: _NUMBERS, **_OVER_COLUMNS}
    return {fold_label(word): name for name, words in said.items() for word in words.split()}


def _by_likeness(label: str) -> tuple[str, Recognised]:
    known = [form for form, name in columns_by_label().items() if name in _KEYS]
    near = difflib.get_close_matches(fold_label(label), known, 1, _ALIKE)
    return (columns_by_label()[near[0]], Recognised.ALIKE) if near else ("", Recognised.NO)


def _is_right(text: str) -> bool:
    return bool(check_ip_number(re.split(r"[、，,；;\s(（]", text)[0], this_year=_ANY_YEAR).kind)


_ANY_YEAR = 9999
_TELLING: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("organisation_code", lambda text: check_uscc(text).ok),
    ("contact_mobile", lambda text: check_mobile(text).ok),
    ("contact_email", lambda text: check_email(text).ok),
    ("rights", _is_right),
)


def _by_values(values: Sequence[str]) -> tuple[str, Recognised]:
    looked_at = values[:HEAD]
    for name, tells in _TELLING:
        if looked_at and sum(map(tells, looked_at)) >= _TELLING_SHARE * len(looked_at):
            return name, Recognised.VALUES
    return "", Recognised.NO


_SUREST = (
    *(Recognised.CHOSEN, Recognised.KEY, Recognised.KEPT, Recognised.LABEL),
    *(Recognised.ALIKE, Recognised.VALUES),
)


def _each_once(found: Sequence[Mapped]) -> list[Mapped]:
    taken: dict[str, int] = {}
    for how in _SUREST:
        for one in found:
            if one.how == how and one.name and one.name not in taken:
                taken[one.name] = one.at
    return [
        one if not one.name or taken[one.name] == one.at else replace(one, name="", how="no")
        for one in found
    ]


def fold_label(text: str) -> str:
    """A label as it is compared and remembered."""
    return next(iter(forms_of(text)), "")


def _above(rows: Sequence[Row], line: int) -> Sequence[str]:
    """Groups over the labels, where they name at least two."""
    before = [cells for number, cells in rows if number < line]
    groups = before[-1] if before else ()
    return groups if len({text for text in groups if text}) > 1 else ()


def _is_keys(cells: Sequence[str]) -> bool:
    said = [text.strip() for text in cells if text.strip()]
    return bool(said) and sum(text in _KEYS for text in said) >= _KEYS_SHARE * len(said)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
