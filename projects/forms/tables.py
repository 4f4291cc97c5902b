"""The tables of rows in the 信息表, each a formset."""

from collections.abc import Mapping, Sequence
from typing import Any

from foundation import tables
from foundation.tables import fill_table, table_class
from projects.columns.hints import HINTS
from projects.columns.rows import Facts, row_form
from projects.columns.steps import NEEDED
from projects.models import Project
from projects.vocabulary import ROWS


class BaseTable(tables.BaseTable):
    """The rows of one column."""

    @property
    def label(self) -> str:  # type: ignore[override]  # -- asked of the column
        return str(Project._meta.get_field(self.column).verbose_name)  # type: ignore[union-attr]  # -- a column

    @property
    def hint(self) -> str:  # type: ignore[override]  # -- as above
        return HINTS[self.column]

    @property
    def is_optional(self) -> bool:  # type: ignore[override]  # -- as above
        return self.column not in NEEDED


_TABLES = {column: table_class(row_form(column), BaseTable) for column in ROWS}


def table_of(
    column: str, rows: Sequence[Mapping[str, str]], facts: Facts, data: Any = None
) -> tables.BaseTable:
    return fill_table(_TABLES[column], rows, data, facts=facts)
