"""What is typed into a plan, read section by section: cleaned values and every fault at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from foundation.tables import BaseTable, Fault, faults_in
from foundation.typed import Names, Typed
from provinces.columns.facts import Facts
from provinces.columns.fields import LISTS, column_of, field_of, label_of
from provinces.columns.rows import ROWS, SIX_TASKS, table_of
from provinces.columns.sections import Section, base_of
from provinces.columns.together import told_together
from provinces.models import PlanDraft

_WIDE = (forms.Textarea, forms.CheckboxSelectMultiple)


class _Lists(frozenset[str]):
    """Of an event's names too."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(base_of(str(name)))


NAMES = Names(rows=ROWS, lists=_Lists(LISTS), checks=frozenset(), label_of=label_of)


def typed_in(draft: PlanDraft | None, names: Iterable[str]) -> dict[str, Typed]:
    """What stands under these names; the six tasks stand there from the beginning."""
    typed = draft.typed if draft else {}
    empty = {"tasks": SIX_TASKS}
    return {name: typed.get(name, empty.get(name) or NAMES.empty(name)) for name in names}


@dataclass(frozen=True)
class Part:
    """A field or a table, in the order of the section."""

    field: BoundField | None = None
    table: BaseTable | None = None

    @property
    def is_wide(self) -> bool:
        return self.table is not None or isinstance(self.field.field.widget, _WIDE)  # type: ignore[union-attr]  # -- one of the two


class SectionForm(forms.Form):
    def __init__(self, names: list[str], facts: Facts, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = field_of(name, facts)
        self.optional_names = [name for name in names if not column_of(name).is_needed]


class SectionSheet:
    """One section filled with what is typed, and looked at where `is_read`."""

    def __init__(
        self, section: Section, facts: Facts, typed: Mapping[str, Typed], *, is_read: bool = True
    ) -> None:
        self.section, self.typed, self.is_read = section, typed, is_read
        self._year = facts.plan.cycle.year
        self.names = list(section.names)
        self._sent = NAMES.sent({name: typed[name] for name in self.names}) if is_read else None
        plain = [name for name in self.names if name not in ROWS]
        self.form = SectionForm(plain, facts, self._sent, initial=dict(typed))

    @cached_property
    def tables(self) -> dict[str, BaseTable]:
        columns = [name for name in self.names if name in ROWS]
        return {column: table_of(column, self.typed[column], self._sent) for column in columns}

    @property
    def parts(self) -> Iterator[Part]:
        for name in self.names:
            table = self.tables.get(name)
            yield Part(table=table) if table else Part(field=self.form[name])

    @cached_property
    def values(self) -> dict[str, Any]:
        """Of all that can be read: texts, lists of codes, rows."""
        self.form.is_valid()
        rows = {name: table.rows for name, table in self.tables.items() if table.is_valid()}
        return {**self.form.cleaned_data, **rows}

    @cached_property
    def faults(self) -> list[Fault]:
        if not self.is_read:
            return []
        tables = (fault for table in self.tables.values() for fault in table.faults)
        return [*faults_in(self.form), *tables, *self._faults_together()]

    def _faults_together(self) -> Iterator[Fault]:
        by_base = {base_of(name): (name, value) for name, value in self.values.items()}
        for base, told in told_together(
            {base: value for base, (_, value) in by_base.items()}, self._year
        ):
            name = by_base[base][0]
            yield Fault(f"id_{name}", label_of(name), told)

    @property
    def lacking(self) -> list[str]:
        """The names a plan needs and that say nothing yet."""
        return [n for n in self.names if column_of(n).is_needed and not self.values.get(n)]
