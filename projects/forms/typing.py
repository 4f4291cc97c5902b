"""What people type, as it is kept: one value for each name of the sheet, and back again.

A text is a text, character for character; several choices are a list; a table is a list of rows.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import TextChoices
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.datastructures import MultiValueDict

from accounts.models import Organisation
from foundation.errors import Problem, refuse_if
from projects.columns.fields import label_of
from projects.columns.rows import MOST
from projects.columns.steps import MANDATE, SHOWN, STATED, UNIT
from projects.forms.tables import SPARE
from projects.models import Project, Sheet
from projects.models.draft import Typed
from projects.models.sheet import CHOSEN_SEVERAL
from projects.vocabulary import ROWS

LISTS = frozenset({*CHOSEN_SEVERAL, "modes"})
CHECKS = frozenset(
    {
        *(
            column.name
            for column in Sheet._meta.local_fields
            if isinstance(column, models.BooleanField) and not column.null
        ),
        SHOWN,
    }
)
_ON = "on"
_LONGEST = 20_000  # characters under one name, far more than any field takes


class TypingProblem(TextChoices):
    TOO_LONG = "typed_too_long", "“{expected}”超过 {found} 字，没有保存，请删短或分到别的栏目"
    SPOILED = "typed_spoiled", "“{expected}”没有传完整，没有保存，请刷新页面后重填"
    UNREAD = "typed_unread", "“{expected}”填的内容还不对，请按栏目下的提示改好"


def read_typed(names: Iterable[str], data: Any) -> dict[str, Typed]:
    """Of what a browser sent, the names that were asked for. A table that was not sent is left
    out; a row that was ticked for deletion, or left empty, is no row. Raises Refused (422) where
    a table came in pieces."""
    typed: dict[str, Typed] = {}
    for name in names:
        if name in ROWS:
            if f"{name}-{TOTAL_FORM_COUNT}" in data:
                typed[name] = _read_rows(name, data)
        elif name in LISTS:
            typed[name] = [_exact(text) for text in data.getlist(name)]
        elif name in CHECKS:
            typed[name] = _ON if data.get(name) else ""
        else:
            typed[name] = _exact(data.get(name, ""))
    return typed


def shown_of(project: Project | None, names: Collection[str]) -> dict[str, Typed]:
    """What the sheet shows of these names as they are stored; nothing of what is no project yet.

    The database is asked for nothing that is not among the names.
    """
    return {name: _shown(project, name) if project else _empty(name) for name in names}


def sent_by(typed: Mapping[str, Typed]) -> MultiValueDict[str, str]:
    """As a browser sends it, for the forms to read; spare rows below each table."""
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, text in typed.items():
        if name in ROWS:
            _send_rows(data, name, text)  # type: ignore[arg-type]  # -- of a table
        elif isinstance(text, list):
            data.setlist(name, text)  # type: ignore[arg-type]  # -- of choices
        elif text or name not in CHECKS:
            data[name] = text
    return data


def unread(names: Iterable[str]) -> list[Problem]:
    """Of what was typed and cannot be read."""
    return [Problem(TypingProblem.UNREAD, name, expected=label_of(name)) for name in names]


def too_long(typed: Mapping[str, Typed]) -> list[Problem]:
    """Of what was typed and is not even kept."""
    found = str(_LONGEST)
    return [
        Problem(TypingProblem.TOO_LONG, name, expected=label_of(name), found=found)
        for name, text in typed.items()
        if _length(text) > _LONGEST
    ]


def _length(text: Any) -> int:
    if isinstance(text, str):
        return len(text)
    parts = text.values() if isinstance(text, dict) else text
    return sum(_length(part) for part in parts)


def _read_rows(name: str, data: Any) -> list[dict[str, str]]:
    """One more than a table may have is read as well, to be refused in words."""
    count = data[f"{name}-{TOTAL_FORM_COUNT}"]
    if not (count.isascii() and count.isdigit() and len(count) < 4):  # noqa: PLR2004 -- far more than MOST
        refuse_if([Problem(TypingProblem.SPOILED, name, expected=label_of(name))])
    total = min(int(count), MOST + 1)
    rows = [_read_row(f"{name}-{at}-", ROWS[name], data) for at in range(total)]
    return [row for row in rows if any(row.values())]


def _read_row(prefix: str, keys: Iterable[str], data: Any) -> dict[str, str]:
    if data.get(f"{prefix}{DELETION_FIELD_NAME}"):
        return {}
    return {key: _exact(data.get(f"{prefix}{key}", "")) for key in keys}


def _exact(text: str) -> str:
    """As it stood in the browser; PostgreSQL takes no NUL, which nobody types."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _shown(project: Project, name: str) -> Typed:
    if name in STATED:
        organisation = project.organisation or Organisation()
        return (organisation.name, organisation.kind, organisation.code)[STATED.index(name)]
    if name == SHOWN:
        return _ON if project.may_be_shown else ""
    if name == MANDATE:
        consent = project.display_consent
        return consent.mandate if consent and project.may_be_shown else ""
    value = getattr(project, {"field": "field_id", UNIT: "unit_id"}.get(name, name))
    return _as_typed(name, value)


def _as_typed(name: str, value: Any) -> Typed:
    if name in CHECKS:
        return _ON if value else ""
    if isinstance(value, list):
        return value if name in ROWS or name in LISTS else "、".join(value)
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _empty(name: str) -> Typed:
    return [] if name in ROWS or name in LISTS else ""


def _send_rows(data: MultiValueDict[str, str], name: str, rows: list[dict[str, str]]) -> None:
    total = max(len(rows), min(len(rows) + SPARE, MOST))
    data[f"{name}-{TOTAL_FORM_COUNT}"] = str(total)
    data[f"{name}-{INITIAL_FORM_COUNT}"] = str(len(rows))
    for at, row in enumerate(rows):
        for key in ROWS[name]:
            data[f"{name}-{at}-{key}"] = row.get(key, "")
