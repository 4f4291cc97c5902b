"""Two versions of one project side by side, column by column, in the words they are read in."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat

from foundation.difference import Line, align, line_of
from projects.columns.told import ATTACHMENTS, label_told
from projects.states import Verdict
from projects.views.sections import TOLD, Content, Item, item_of, rows_in_text, text_of
from projects.vocabulary import ROWS

_LABELS = {"organisation": "持有单位", "organisation_kind": "单位性质"}  # apart from their section
_ADDED, _GONE, _CHANGED = "新增", "去掉", "有改动"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a table, or an attachment, that is not the same on both sides."""

    label: str
    kind: str
    line: Line


@dataclass(frozen=True, slots=True)
class Change:
    """One column; of a table its rows, with how many are `alike` in it."""

    name: str
    label: str
    line: Line
    item: Item  # as it stands on the right
    rows: tuple[RowChange, ...] = ()
    alike: int = 0

    @property
    def is_different(self) -> bool:
        return self.line.is_different


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A condition before and after; a version from before it was asked has none."""

    name: str
    clause: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def is_different(self) -> bool:
        told = ("verdict", "reason", "evidence")
        return any(self.before.get(name) != self.after.get(name) for name in told)


def changes_of(left: Content, right: Content, *, also: Container[str] = ()) -> list[Change]:
    """Every column that says something on either side, and those named in `also`, in the order
    they are read; attachments come last."""
    found = (*(_column(name, left, right) for name in TOLD), _attachments(left, right))
    return [one for one in found if one.line.left or one.line.right or one.name in also]


def verdict_changes(
    left: Sequence[Mapping[str, str]], right: Sequence[Mapping[str, str]]
) -> list[VerdictChange]:
    before, after = ({one["name"]: _worded(one) for one in side} for side in (left, right))
    return [
        VerdictChange(name, told["clause"], before.get(name, {}), after.get(name, {}))
        for name, told in {**before, **after}.items()
    ]


def told_of(content: Content, column: str) -> str:
    """All that a version says of a column that remarks are made on."""
    if column != ATTACHMENTS:
        return text_of(content, column)
    return "\n".join(_attached(one) for one in content.get(ATTACHMENTS, ()))


def column_line(label: str, left: Content, right: Content, column: str) -> Line:
    return line_of(label, told_of(left, column), told_of(right, column))


def _column(name: str, left: Content, right: Content) -> Change:
    item = item_of(right, name)
    label = _LABELS.get(name, item.label)
    rows, alike = _rows(name, item_of(left, name), item)
    return Change(name, label, column_line(label, left, right, name), item, tuple(rows), alike)


def _attachments(left: Content, right: Content) -> Change:
    label = label_told(ATTACHMENTS)
    files, alike = _files(left.get(ATTACHMENTS, ()), right.get(ATTACHMENTS, ()))
    line = column_line(label, left, right, ATTACHMENTS)
    item = Item(ATTACHMENTS, label, told_of(right, ATTACHMENTS))
    return Change(ATTACHMENTS, label, line, item, tuple(files), alike)


def _rows(name: str, left: Item, right: Item) -> tuple[list[RowChange], int]:
    if name not in ROWS:
        return [], 0
    ours, theirs = rows_in_text(left), rows_in_text(right)
    found = [
        _row(ours[a] if a is not None else "", theirs[b] if b is not None else "", a, b)
        for a, b in align(_said(left), _said(right))
    ]
    changed = [one for one in found if one.line.is_different]
    return changed, len(found) - len(changed)


def _said(item: Item) -> list[str]:
    """The rows without the heads, which say nothing of likeness."""
    return [" ".join(text for _, text in row if text) for row in item.rows]


def _row(left: str, right: str, a: int | None, b: int | None) -> RowChange:
    at = b if b is not None else a or 0
    kind = _ADDED if a is None else _GONE if b is None else _CHANGED
    return RowChange(f"第 {at + 1} 行", kind, line_of("", left, right))


def _files(
    left: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, Any]]
) -> tuple[list[RowChange], int]:
    """By what they are called in addresses; of another one that bears the name of one that went,
    that the file was replaced."""
    ours, theirs = ({one["ref"]: one for one in side} for side in (left, right))
    went = {one["name"]: one for ref, one in ours.items() if ref not in theirs}
    found = []
    for ref, one in theirs.items():
        before = ours.get(ref) or went.pop(one["name"], None)
        found.append(_file(before, one))
    found += [_file(one, None) for one in went.values()]
    changed = [one for one in found if one.kind]
    return changed, len(found) - len(changed)


def _file(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> RowChange:
    one = after or before or {}
    line = line_of("", _attached(before) if before else "", _attached(after) if after else "")
    if before is None or after is None:
        return RowChange(one["name"], _GONE if after is None else _ADDED, line)
    if before["sha256"] != after["sha256"]:
        return RowChange(one["name"], "换了文件", line)
    return RowChange(one["name"], _CHANGED if line.is_different else "", line)


def _attached(one: Mapping[str, Any]) -> str:
    size = filesizeformat(one["size"]).replace("\xa0", " ")
    kind, visibility = one["kind_label"], one["visibility_label"]
    return f"{one['name']}（{kind}，{visibility}，{size}，校验值 {one['sha256'][:8]}）"


def _worded(verdict: Mapping[str, str]) -> dict[str, str]:
    return {**verdict, "label": Verdict(verdict["verdict"]).label}
