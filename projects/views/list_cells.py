"""What a line of a desk's list says, column by column, in the words of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from foundation import clock
from projects.queueing import Lack
from projects.states import QueueColumn

NOT_FILED, UNKNOWN, NOTHING = "未提交", "未填", "—"


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a cell; `tone` is the look of a status, "" of plain text."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`small` is said below; `look` is the class of the cell."""

    label: str
    said: Sequence[Said]
    small: str = ""
    look: str = ""


def cells_of(project: Any, columns: Sequence[QueueColumn]) -> list[Cell]:
    """Of a project read by `queries.for_queue`."""
    return [_cell(project, column) for column in columns]


def look_of(column: str) -> str:
    return _LOOKS.get(column, "")


def _cell(project: Any, column: QueueColumn) -> Cell:
    label, said = str(column.label), _SAID[column](project)
    if isinstance(said, str):
        return Cell(label, (Said(said),), look=look_of(column))
    if isinstance(said, tuple):
        text, small = said
        return Cell(label, (Said(text),), small)
    return Cell(label, said)


def _row(project: Any) -> Any:
    """None of a draft, which was never submitted and has nothing to be judged by."""
    return getattr(project, "queue_row", None)


def _conditions(project: Any) -> list[Said]:
    row = _row(project)
    if row is None:
        return [Said(NOT_FILED)]
    found = [Said(f"{_numbers(row.failing)} 不符合", "bad")] if row.failing else []
    found += [Said(f"{_numbers(row.unsure)} 要核验", "warn")] if row.unsure else []
    return found or [Said("都符合", "ok")]


def _numbers(numbers: Sequence[int]) -> str:
    return "、".join(str(number) for number in numbers)


def _lacks(project: Any) -> str | tuple[str, str]:
    row = _row(project)
    if row is None:
        return NOT_FILED
    lacks = [str(Lack(lack).label) for lack in row.lacks]
    return (f"缺 {len(lacks)} 项", "、".join(lacks)) if lacks else "齐全"


def _status(project: Any) -> list[Said]:
    return [Said(project.get_status_display(), _TONES.get(project.status, "plain"))]


_TONES = {"listed": "ok", "submitted": "now", "accepted": "now", "returned": "warn"}
_TONES["declined"] = "bad"


def _submitted(project: Any) -> str:
    moment = project.submitted_at
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else NOT_FILED


def _shown(project: Any) -> str:
    return "已展示" if project.is_listed and project.may_be_shown else NOTHING


def _rights_end(project: Any) -> str:
    row = _row(project)
    return str(row.rights_end) if row and row.rights_end else "不明"


_SAID: dict[QueueColumn, Callable[[Any], str | tuple[str, str] | list[Said]]] = {
    QueueColumn.ORGANISATION: lambda project: str(project.organisation or UNKNOWN),
    QueueColumn.UNIT: lambda project: str(project.unit),
    QueueColumn.FIELD: lambda project: project.field.name if project.field else UNKNOWN,
    QueueColumn.TRL: lambda project: str(project.trl or UNKNOWN),
    QueueColumn.LEVEL: lambda project: project.get_level_display() or UNKNOWN,
    QueueColumn.CONDITIONS: _conditions,
    QueueColumn.LACKS: _lacks,
    QueueColumn.STATUS: _status,
    QueueColumn.SUBMITTED: _submitted,
    QueueColumn.DUE: lambda project: str(project.due_on or NOTHING),
    QueueColumn.SOURCE: lambda project: project.get_source_display(),
    QueueColumn.CUSTODIAN: lambda project: str(project.custodian or NOTHING),
    QueueColumn.TOTAL: lambda project: str(NOTHING if project.total is None else project.total),
    QueueColumn.RECOMMENDED: lambda project: "已推荐" if project.is_recommended else NOTHING,
    QueueColumn.SHOWN: _shown,
    QueueColumn.RIGHTS_END: _rights_end,
}
_LOOKS: dict[str, str] = {
    **dict.fromkeys((QueueColumn.TRL, QueueColumn.TOTAL), "n"),
    **dict.fromkeys((QueueColumn.SUBMITTED, QueueColumn.DUE, QueueColumn.RIGHTS_END), "num"),
}
