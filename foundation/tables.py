"""Tables of rows inside a form: a formset of texts, of which empty rows mean nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT

from foundation.typed import MOST_ROWS, SPARE_ROWS

_TOLD = {
    "too_many_forms": f"最多 {MOST_ROWS} 行，请合并或删去几行",
    "missing_management_form": "这张表没有传完整，请刷新页面后重填",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where the eye must go."""

    anchor: str
    label: str
    sentence: str

    @property
    def name(self) -> str:
        """What is typed under it: a field, or the table that it is a cell of."""
        return self.anchor.removeprefix("id_").partition("-")[0]


class BaseRow(forms.Form):
    """One row; who leaves all of it empty means none. `keys` are its texts, in order; `needed`
    those that no row goes without."""

    column = ""
    keys: Sequence[str] = ()
    needed: Sequence[str] = ("name",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_blank:
            for name in self.needed:
                self.need(name)
            self.check_row(cleaned)
        return cleaned

    def check_row(self, cleaned: dict[str, Any]) -> None:
        """What the texts of one row say together."""

    def need(self, name: str, told: str = "") -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, told or f"请填写“{self.fields[name].label}”")

    @property
    def is_blank(self) -> bool:
        return not self.errors and not any(self.texts.values())

    @property
    def texts(self) -> dict[str, str]:
        """As they are stored: each key with a text."""
        said = {name: self.cleaned_data.get(name) for name in self.keys}
        return {name: "" if value is None else str(value) for name, value in said.items()}


class BaseTable(forms.BaseFormSet):  # type: ignore[type-arg]  # -- generic in its stubs alone
    """The rows of one column; whoever makes one says what it is called."""

    form: type[BaseRow]
    label = ""
    hint = ""
    is_optional = False

    def add_fields(self, form: BaseRow, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = "删除这一行"

    @property
    def column(self) -> str:
        return self.form.column

    @property
    def anchor(self) -> str:
        return f"id_{self.column}"

    @property
    def rows(self) -> list[dict[str, str]]:
        kept = (form for form in self.forms if form not in self.deleted_forms)
        return [form.texts for form in kept if not form.is_blank]

    @property
    def faults(self) -> Iterator[Fault]:
        """Of the whole table, then of each row."""
        for told in self.non_form_errors():
            yield Fault(self.anchor, self.label, str(told))
        for row in self.numbered:
            yield from faults_in(row["form"], f"{self.label} {row['number']}，")

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


def faults_in(form: forms.BaseForm, before: str = "") -> Iterator[Fault]:
    """`before` stands before each label: which table, which row."""
    for told in form.non_field_errors():
        yield Fault(f"id_{form.prefix or ''}", before.rstrip("，"), str(told))
    for field in form.visible_fields():
        for told in field.errors:
            yield Fault(field.auto_id, f"{before}{field.label}", str(told))


def table_class(row: type[BaseRow], base: type[BaseTable]) -> type[BaseTable]:
    return forms.formset_factory(  # type: ignore[return-value]  # -- the factory's class is one of ours
        row,
        formset=base,
        extra=SPARE_ROWS,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
    )


def fill_table(
    table: type[BaseTable], rows: Sequence[Any], data: Any = None, **form_kwargs: Any
) -> BaseTable:
    """Rows that were not sent stay as they are."""
    column = table.form.column
    is_sent = data is not None and f"{column}-{TOTAL_FORM_COUNT}" in data
    return table(
        data if is_sent else None,
        prefix=column,
        initial=list(rows),
        form_kwargs=form_kwargs,
        error_messages=_TOLD,
    )
