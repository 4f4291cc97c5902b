"""The 信息表 as a Word form, blank or filled in, from the same source as the form on the page."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.typed import Typed
from foundation.word_writing import Paper
from projects.columns.fields import field_of, label_of
from projects.columns.hints import HINTS
from projects.columns.rows import fields_of_row
from projects.columns.steps import MANDATE, NEEDED, SHOWN, STEPS, Step
from projects.columns.words import boxes_of, choices_of, words_of
from projects.forms.typing import shown_of
from projects.models import Project
from projects.models.sheet import PERSONAL
from projects.vocabulary import ROWS

TITLE = "火炬科技成果直通车 科技成果信息表"
_HOW = (
    "在空格里填写，选择题把 □ 改成 ☑。填好后在“我的成果”里上传这个文件，"
    "逐项核对后写入草稿；没有填的可以在网页上补。不得填写涉密内容。"
)
_NUMBERS = "一二三四五六七八九十"
_SPARE = 3  # empty rows of a table


def paper_of(
    project: Project | None,
    typed: Mapping[str, Typed] | None = None,
    *,
    shows_people: bool = True,
) -> bytes:
    """A .docx: equal content gives equal bytes. Without a project it is blank; with what was
    `typed` and not taken yet, over what is stored; unless it `shows_people`, without them."""
    paper = Paper(TITLE)
    paper.hint(_HOW)
    for number, step in zip(_NUMBERS, STEPS, strict=False):
        paper.heading(f"{number}、{step.label}")
        paper.hint(step.lead)
        _add_step(paper, _values(step, project, typed or {}, shows_people=shows_people))
    return paper.packed()


def _values(
    step: Step, project: Project | None, typed: Mapping[str, Typed], *, shows_people: bool
) -> dict[str, Any]:
    """Name → what is stored, in the order of the step; None on a blank form."""
    names = [name for name in step.names if name not in (SHOWN, MANDATE)]
    if project is None:
        return dict.fromkeys(names)
    hidden = () if shows_people else PERSONAL
    said = {**shown_of(project, names), **typed}
    return {name: None if name in hidden else said[name] for name in names}


def _add_step(paper: Paper, values: Mapping[str, Any]) -> None:
    for names in _runs(values):
        if names[0] in ROWS:
            _add_rows(paper, names[0], values[names[0]] or [])
        else:
            paper.fields(_field(name, values[name]) for name in names)


def _runs(values: Mapping[str, Any]) -> Iterator[list[str]]:
    """Fields that follow each other share a table; each table of rows stands alone."""
    run: list[str] = []
    for name in values:
        if name not in ROWS:
            run.append(name)
            continue
        if run:
            yield run
        yield [name]
        run = []
    if run:
        yield run


def _field(name: str, value: Any) -> tuple[str, str, str]:
    field = field_of(name)
    hint = str(field.help_text)
    told = hint if name in NEEDED else f"选填。{hint}" if hint else "选填"
    return label_of(name), told, boxes_of(field, value) or words_of(field, value)


def _add_rows(paper: Paper, column: str, rows: list[dict[str, str]]) -> None:
    paper.heading(label_of(column), size=12)
    paper.hint(HINTS[column])
    fields = fields_of_row(column)
    keys = list(ROWS[column])
    head = [
        (ROWS[column][key], "、".join(words for _, words in choices_of(fields[key])))
        for key in keys
    ]
    said = [[words_of(fields[key], row[key]) for key in keys] for row in rows]
    paper.rows(head, [*said, *([""] * len(keys) for _ in range(_SPARE))])
