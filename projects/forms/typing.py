"""What is typed into a 信息表, and what its stored columns look like as they would be typed."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.models import Organisation
from foundation.typed import ON, Names, Typed
from projects.columns.fields import label_of
from projects.columns.steps import MANDATE, SHOWN, STATED, UNIT
from projects.models import Project, Sheet
from projects.models.sheet import CHOSEN_SEVERAL
from projects.vocabulary import ROWS

NAMES = Names(
    rows=ROWS,
    lists=frozenset({*CHOSEN_SEVERAL, "modes"}),
    checks=frozenset(
        {
            *(
                column.name
                for column in Sheet._meta.local_fields
                if isinstance(column, models.BooleanField) and not column.null
            ),
            SHOWN,
        }
    ),
    label_of=label_of,
)


def shown_of(project: Project | None, names: Collection[str]) -> dict[str, Typed]:
    """What the sheet shows of these names as they are stored; nothing of what is no project yet.

    The database is asked for nothing that is not among the names.
    """
    return {name: _shown(project, name) if project else NAMES.empty(name) for name in names}


def _shown(project: Project, name: str) -> Typed:
    if name in STATED:
        organisation = project.organisation or Organisation()
        return (organisation.name, organisation.kind, organisation.code)[STATED.index(name)]
    if name == SHOWN:
        return ON if project.may_be_shown else ""
    if name == MANDATE:
        consent = project.display_consent
        return consent.mandate if consent and project.may_be_shown else ""
    value = getattr(project, {"field": "field_id", UNIT: "unit_id"}.get(name, name))
    return _as_typed(name, value)


def _as_typed(name: str, value: Any) -> Typed:
    if name in NAMES.checks:
        return ON if value else ""
    if isinstance(value, list):
        return value if name in ROWS or name in NAMES.lists else "、".join(value)
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
