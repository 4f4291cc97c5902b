"""One step of the 信息表 as it is filled in: its fields and its tables of rows together."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.queries import place_in, units_for
from accounts.states import OrganisationKind
from foundation.tables import BaseTable, Fault, faults_in
from foundation.typed import Typed
from projects.columns.fields import Choices, field_of, mode_choices
from projects.columns.rows import Facts
from projects.columns.steps import MANDATE, NEEDED, SHOWN, STATED, UNIT, Step
from projects.columns.together import settle
from projects.forms.tables import table_of
from projects.forms.typing import NAMES, shown_of
from projects.models import Project
from projects.models.sheet import COLUMNS
from projects.states import ProjectStatus
from projects.vocabulary import ROWS

# Needed when other answers say so: neither always asked for nor marked as free to leave out.
_AT_TIMES = ("level_basis", "price", "funding", *STATED, UNIT)
# Read together or not at all: what one of them says is wrong without the others.
_TOGETHER: tuple[tuple[str, ...], ...] = (STATED, ("price", "price_open"))
_WHICH_UNIT = "请选择推荐单位"
_WHERE = "请选择推荐单位：填了统一社会信用代码的可以不选"
_TWO_UNITS = "单位在新疆的，请选新疆或兵团"


@dataclass(frozen=True)
class Part:
    """A field or a table, in the order of the step."""

    field: BoundField | None = None
    table: BaseTable | None = None

    @property
    def name(self) -> str:
        if self.field:
            return self.field.name
        return self.table.column if self.table else ""

    @property
    def is_wide(self) -> bool:
        widget = self.field.field.widget if self.field else None
        wide = (forms.Textarea, forms.CheckboxSelectMultiple, forms.CheckboxInput)
        is_line = self.field is not None and self.field.name in ("title", "tagline", "keywords")
        return self.table is not None or isinstance(widget, wide) or is_line


class SheetForm(forms.Form):
    """The fields of one step. Savable however incomplete: only the title, and once the unit, are
    asked of a draft."""

    def __init__(self, names: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = field_of(name)
        self.optional_names = [n for n in names if n not in (*NEEDED, *_AT_TIMES)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, told in settle(cleaned):
            self.add_error(name, told)
        if STATED[0] in self.fields:
            self._check_stated(cleaned)
        if UNIT in self.fields and not cleaned.get(UNIT) and UNIT not in self.errors:
            self._find_unit(cleaned)
        return cleaned

    def _check_stated(self, cleaned: dict[str, Any]) -> None:
        missing = [n for n in STATED if not cleaned.get(n) and n not in self.errors]
        if len(missing) < len(STATED):
            for name in missing:
                self.add_error(name, f"请填写“{self.fields[name].label}”：名称、性质、代码要一起填")

    def _find_unit(self, cleaned: dict[str, Any]) -> None:
        """Where the organisation is registered says whose it is."""
        code = cleaned.get("organisation_code", "")
        place = place_in(code) if code else None
        units = units_for(place) if place else []
        if len(units) == 1:
            cleaned[UNIT] = units[0].abbr
        elif units:
            self.add_error(UNIT, _TWO_UNITS)
        else:
            self.add_error(UNIT, _WHERE if STATED[0] in self.fields else _WHICH_UNIT)


class StepForm:
    """Everything one step asks, or `only` some of it: as it is stored, and over that what was
    `typed`, which is then looked at. `unit` is offered where there is no project yet."""

    def __init__(
        self,
        step: Step,
        project: Project | None,
        typed: Mapping[str, Typed] | None = None,
        *,
        on_behalf: bool = False,
        unit: str = "",
        only: Collection[str] | None = None,
    ) -> None:
        self.step, self.project = step, project
        self.names = names_at(step, project, on_behalf=on_behalf, only=only)
        shown = shown_of(project, self.names)
        if unit and UNIT in shown:
            shown[UNIT] = unit
        self.typed = None if typed is None else {**shown, **typed}
        self._shown = shown
        self._sent = None if self.typed is None else NAMES.sent(self.typed)
        plain = [name for name in self.names if name not in ROWS]
        self.form = SheetForm(plain, self._sent, initial=shown)
        if project and project.status != ProjectStatus.DRAFT and UNIT in self.form.fields:
            self.form.fields[UNIT].disabled = True

    @cached_property
    def tables(self) -> list[BaseTable]:
        columns = [name for name in self.names if name in ROWS]
        if not columns:
            return []
        facts = Facts(self._modes if "conversions" in columns else ())
        return [table_of(name, self._shown[name], facts, self._sent) for name in columns]  # type: ignore[arg-type]  # -- rows

    @property
    def _modes(self) -> Choices:
        asked = self.form.fields.get("modes")
        return list(asked.choices) if isinstance(asked, forms.ChoiceField) else mode_choices()  # type: ignore[arg-type]  # -- pairs

    def is_valid(self) -> bool:
        return not self.faulty

    @cached_property
    def faulty(self) -> frozenset[str]:
        """The names that cannot be read as they were typed, and those that go with them."""
        # All of it is looked at, so that all faults are told at once.
        found = {*self.form.errors, *(t.column for t in self.tables if not t.is_valid())}
        for group in _TOGETHER:
            if found.intersection(group):
                found.update(group)
        return frozenset(found.intersection(self.names))

    @property
    def parts(self) -> Iterator[Part]:
        tables = {table.column: table for table in self.tables}
        for name in self.names:
            table = tables.get(name)
            yield Part(table=table) if table else Part(field=self.form[name])

    @property
    def faults(self) -> list[Fault]:
        if self.typed is None:
            return []
        return [*faults_in(self.form), *(fault for table in self.tables for fault in table.faults)]

    def columns(self, names: Collection[str]) -> dict[str, Any]:
        """What is written into the draft of these names: cleaned columns, rows, and the unit."""
        cleaned = self.form.cleaned_data
        keys = {"field": "field_id", UNIT: "unit_id"}
        plain = {
            keys.get(name, name): value or None if name == "field" else value
            for name, value in cleaned.items()
            if name in names and (name in COLUMNS or name == UNIT)
        }
        return plain | {table.column: table.rows for table in self.tables if table.column in names}

    @property
    def stated(self) -> tuple[str, str, OrganisationKind] | None:
        """Name, code and kind of the holding organisation, if it was named."""
        name, kind, code = (self.form.cleaned_data.get(part) for part in STATED)
        return (name, code, OrganisationKind(kind)) if code else None  # type: ignore[return-value, arg-type]  # -- texts

    @property
    def shown(self) -> bool | None:
        """The holder's word on public display; None where it is not asked."""
        return self.form.cleaned_data.get(SHOWN)

    @property
    def mandate(self) -> str | None:
        """The document others act under; None where it is not asked."""
        return self.form.cleaned_data.get(MANDATE)


def together_with(names: Collection[str]) -> frozenset[str]:
    """These names and those they are read together with; the unit follows from the code."""
    found = set(names)
    for group in (*_TOGETHER, (*STATED, UNIT)):
        if found.intersection(group):
            found.update(group)
    return frozenset(found)


def names_at(
    step: Step,
    project: Project | None,
    *,
    on_behalf: bool,
    only: Collection[str] | None = None,
) -> list[str]:
    """What is asked at this step: of a project, or where there is none yet; by whom. Consents are
    no part of a correction."""
    left_out = {UNIT, SHOWN} if on_behalf else {MANDATE}
    if project and project.status == ProjectStatus.LISTED:
        left_out |= {SHOWN, MANDATE}
    names = [name for name in step.names if name not in left_out]
    if not project and not on_behalf:
        names = [names[0], UNIT, *names[1:]]
    return names if only is None else [name for name in names if name in only]
