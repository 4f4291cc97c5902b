"""会商 as a workbook: all figures, every score, who abstains."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from foundation.clock import in_words
from projects.forms.workbooks import written
from provinces.queries.board import Board, Line, Task
from provinces.states import ApprovalVerdict, HostVerdict

_WIDTH, _WIDE, _LONGEST_CELL = 12, 40, 32_000  # characters; Excel takes 32,767
_PAPER_A4 = 9
_HELP = (
    "总分：各专家总分的平均，满五人去掉一个最高分和一个最低分。名次按总分，相同的再比全部平均分。",
    "名次区间：从各方案的评分里反复重抽 1000 次，九成落在这个范围；不到 3 份评分的不算区间。",
    (
        "标准化：按每位专家自己的平均和分散程度换算后再平均，抵消手松手紧；评分不到三份的不换算，"
        "几乎不分高低的（标准差不到 2 分）按总平均计。"
    ),
    "分歧：总分的标准差，大于 12 分建议复议。暂缓：有专家在某项上打分低于底线。",
    "同一方案参加了几轮评审的，只计有评分的最新一轮；复议还没有评分的，先计上一轮。",
)


def board_workbook(board: Board) -> IO[bytes]:
    return written(lambda book: _write(board, book))


def _write(board: Board, book: xlsxwriter.Workbook) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F6", "text_wrap": True, "border": 1})
    for name, head, rows in (
        ("排名", _figures_head(board), (_figures_row(board, line) for line in board.lines)),
        ("评分", _scores_head(board), _scores_rows(board)),
        ("回避", ["单位", "专家", "原因"], _abstaining_rows(board)),
        ("说明", [str(board.round)], ([text] for text in _HELP)),
    ):
        _write_sheet(book.add_worksheet(name), head, rows, bold)


def _write_sheet(sheet: Any, head: Sequence[str], rows: Iterable[Sequence[Any]], bold: Any) -> None:
    sheet.set_column(0, len(head) - 1, _WIDE if len(head) == 1 else _WIDTH)
    for at, label in enumerate(head):
        sheet.write_string(0, at, label, bold)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, at, column, value)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.repeat_rows(0)


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Texts are never anything but texts: what people have written may begin with "="."""
    if isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value)[:_LONGEST_CELL])


def _figures_head(board: Board) -> list[str]:
    parts = [f"{one['label']}（{one['weight']} 分）" for one in board.round.criteria]
    return [
        *("名次", "区间低", "区间高", "单位", "地区", "路演", *parts, "总分", "全部平均"),
        *("标准化", "标准化名次", "标准差", "建议", "已评", "还缺", "平均熟悉程度"),
        *("场次", "建议线以上", "轮次", "审定", "承办"),
    ]


def _figures_row(board: Board, line: Line) -> list[Any]:
    unit, one = line.plan.unit, line.figures
    low, high = one.interval if one and one.interval else (None, None)
    parts = [one.parts.get(c["key"]) if one else None for c in board.round.criteria]
    told = (
        [one.score, one.mean, one.standardised, one.standardised_rank, one.dispersion]
        if one
        else [None] * 5
    )
    return [
        *(one.rank if one else None, low, high, unit.department, unit.region),
        *("；".join(show.title for show in line.roadshows), *parts, *told, _advice(line)),
        *(line.filed, line.lacking, one.familiarity if one else None, len(line.roadshows)),
        *("是" if line.is_above else "", line.round_plan.round.number),
        *(_approved(line), _hosted(line)),
    ]


def _advice(line: Line) -> str:
    if line.figures is None:
        return ""
    held = f"暂缓：{'、'.join(line.figures.below)}低于底线" if line.figures.below else ""
    return "；".join(filter(None, [held, "复议" if line.figures.is_dispersed else ""]))


def _approved(line: Line) -> str:
    verdict = line.round_plan.verdict
    return str(ApprovalVerdict(verdict).label) if verdict else ""


def _hosted(line: Line) -> str:
    return "；".join(
        f"{show.name} {HostVerdict(show.verdict).label}" for show in line.roadshows if show.verdict
    )


def _scores_head(board: Board) -> list[str]:
    of_each = [
        text for one in board.round.criteria for text in (one["label"], f"{one['label']}的理由")
    ]
    return ["单位", "轮次", "专家", "总分", *of_each, "熟悉程度", "总体意见", "提交时间"]


def _scores_rows(board: Board) -> Iterable[list[Any]]:
    for line in board.lines:
        for task in line.tasks:
            yield [
                *(line.plan.unit.department, line.round_plan.round.number),
                *_score(board, task),
            ]


def _score(board: Board, task: Task) -> list[Any]:
    points, reasons = task.points or {}, task.reasons or {}
    of_each = [
        value
        for one in board.round.criteria
        for value in (points.get(one["key"]), reasons.get(one["key"]))
    ]
    filed = in_words(task.filed_at) if task.filed_at else "待评"
    return [
        *(board.experts[task.expert], task.total, *of_each),
        *(task.familiarity, task.comment, filed),
    ]


def _abstaining_rows(board: Board) -> Iterable[list[str]]:
    for line in board.lines:
        for name, why in line.abstaining:
            yield [line.plan.unit.department, name, why]
