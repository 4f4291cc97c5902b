"""The tables of rows in the 信息表, each a formset."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT

from projects.columns.hints import HINTS
from projects.columns.rows import MOST, Facts, RowForm, row_form
from projects.columns.steps import NEEDED
from projects.models import Project
from projects.vocabulary import ROWS

SPARE = 2  # empty rows offered below a table


class BaseTable(forms.BaseFormSet):  # type: ignore[type-arg]  # -- generic in its stubs alone
    """The rows of one column."""

    form: type[RowForm]

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = "删除这一行"

    @property
    def column(self) -> str:
        return self.form.column

    @property
    def label(self) -> str:
        return str(Project._meta.get_field(self.column).verbose_name)  # type: ignore[union-attr]  # -- a column

    @property
    def hint(self) -> str:
        return HINTS[self.column]

    @property
    def is_optional(self) -> bool:
        return self.column not in NEEDED

    @property
    def anchor(self) -> str:
        return f"id_{self.column}"

    @property
    def rows(self) -> list[dict[str, str]]:
        kept = (form for form in self.forms if form not in self.deleted_forms)
        return [form.texts for form in kept if not form.is_blank]

    @property
    def empty_row(self) -> dict[str, Any]:
        """What a script makes further rows from."""
        return {"number": "", "form": self.empty_form}

    @property
    def numbered(self) -> list[dict[str, Any]]:
        """Each row with its number; a spare one beyond the first is folded away."""
        first_spare = self.initial_form_count()
        return [
            {"number": at + 1, "form": form, "is_folded": at > first_spare and not form.errors}
            for at, form in enumerate(self.forms)
        ]


_TABLES = {
    column: forms.formset_factory(
        row_form(column),
        formset=BaseTable,
        extra=SPARE,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST,
        absolute_max=MOST,
        validate_max=True,
    )
    for column in ROWS
}
_TOLD = {
    "too_many_forms": f"最多 {MOST} 行，请合并或删去几行",
    "missing_management_form": "这张表没有传完整，请刷新页面后重填",
}


def table_of(
    column: str, rows: Sequence[Mapping[str, str]], facts: Facts, data: Any = None
) -> BaseTable:
    """Rows that were not sent stay as they are."""
    is_sent = data is not None and f"{column}-{TOTAL_FORM_COUNT}" in data
    return _TABLES[column](  # type: ignore[return-value]  # -- the factory's class is one of ours
        data if is_sent else None,
        prefix=column,
        initial=list(rows),
        form_kwargs={"facts": facts},
        error_messages=_TOLD,
    )
