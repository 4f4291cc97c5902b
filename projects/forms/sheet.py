"""One step of the 信息表 as it is filled in: its fields and its tables of rows together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.models import Organisation
from accounts.queries import place_in, units_for
from accounts.states import OrganisationKind
from foundation import clock
from projects.forms.fields import field_of, mode_choices
from projects.forms.rows import BaseTable, Facts, table_of
from projects.forms.steps import MANDATE, SHOWN, STATED, UNIT, Step
from projects.intake import NEEDED, IntakeProblem
from projects.models import Project
from projects.models.sheet import COLUMNS
from projects.states import ProjectStatus
from projects.vocabulary import ROWS, Secrecy

# Needed when other answers say so: neither always asked for nor marked as free to leave out.
_AT_TIMES = ("level_basis", "price", "funding", *STATED, UNIT)
_READ = frozenset(COLUMNS) - {"field"}
_PRICED = "填了意向价格就不要勾选“价格面议”，二选一"
_WHICH_UNIT = "请选择推荐单位"
_WHERE = "请选择推荐单位：填了统一社会信用代码的可以不选"
_TWO_UNITS = "单位在新疆的，请选新疆或兵团"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where the eye must go."""

    anchor: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Part:
    """A field or a table, in the order of the step."""

    field: BoundField | None = None
    table: BaseTable | None = None

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
        if cleaned.get("secrecy") == Secrecy.SECRET:
            self.add_error("secrecy", IntakeProblem.SECRET.label)
        if cleaned.get("price_open") and cleaned.get("price") is not None:
            self.add_error("price", _PRICED)
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
    """Everything one step asks, with what was sent or with what is stored. `unit` is offered
    where there is no project yet."""

    def __init__(
        self,
        step: Step,
        project: Project | None,
        data: Mapping[str, Any] | None = None,
        *,
        on_behalf: bool = False,
        unit: str = "",
    ) -> None:
        self.step, self.project, self._data = step, project, data
        self.names = _names_of(step, project, on_behalf=on_behalf)
        initial = initial_of(project, self.names) if project else {UNIT: unit}
        plain = [name for name in self.names if name not in ROWS]
        self.form = SheetForm(plain, data, initial=initial)
        if project and project.status != ProjectStatus.DRAFT and UNIT in self.form.fields:
            self.form.fields[UNIT].disabled = True

    @cached_property
    def tables(self) -> list[BaseTable]:
        columns = [name for name in self.names if name in ROWS]
        if not columns:
            return []
        modes = mode_choices() if "conversions" in columns else ()
        facts = Facts(clock.today(), modes)
        rows = {column: getattr(self.project, column, []) for column in columns}
        return [table_of(column, rows[column], facts, self._data) for column in columns]

    def is_valid(self) -> bool:
        # All of it is looked at, so that all faults are told at once.
        found = [self.form.is_valid(), *(t.is_valid() for t in self.tables if t.is_bound)]
        return all(found)

    @property
    def parts(self) -> Iterator[Part]:
        tables = {table.column: table for table in self.tables}
        for name in self.names:
            table = tables.get(name)
            yield Part(table=table) if table else Part(field=self.form[name])

    @property
    def faults(self) -> list[Fault]:
        if self._data is None:
            return []
        faults = list(_faults_in(self.form))
        for table in (table for table in self.tables if table.is_bound):
            faults += [
                Fault(table.anchor, table.label, str(told)) for told in table.non_form_errors()
            ]
            for row in table.numbered:
                faults += _faults_in(row["form"], f"{table.label} {row['number']}，")
        return faults

    @property
    def columns(self) -> dict[str, Any]:
        """What is written into the draft: cleaned columns, rows, and the unit."""
        cleaned = self.form.cleaned_data
        keys = {"field": "field_id", UNIT: "unit_id"}
        plain = {
            keys.get(name, name): value or None if name == "field" else value
            for name, value in cleaned.items()
            if name in COLUMNS or name == UNIT
        }
        return plain | {t.column: t.rows for t in self.tables if t.is_bound}

    @property
    def asks_organisation(self) -> bool:
        return STATED[0] in self.names

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


def initial_of(project: Project, names: Sequence[str]) -> dict[str, Any]:
    """What is stored, by the names of the form; nothing is asked of the database for what the
    step does not show."""
    stored = {name: getattr(project, name) for name in names if name in _READ}
    others: dict[str, Callable[[], Any]] = {
        "field": lambda: project.field_id,
        UNIT: lambda: project.unit_id,
        SHOWN: lambda: project.may_be_shown,
        MANDATE: lambda: _mandate_of(project),
    }
    organisation = project.organisation or Organisation()
    stated = (organisation.name, organisation.kind, organisation.code)
    asked = {name: ask() for name, ask in others.items() if name in names}
    return stored | asked | dict(zip(STATED, stated, strict=True))


def _mandate_of(project: Project) -> str:
    consent = project.display_consent
    return consent.mandate if consent and project.may_be_shown else ""


def _names_of(step: Step, project: Project | None, *, on_behalf: bool) -> list[str]:
    left_out = {UNIT, SHOWN} if on_behalf else {MANDATE}
    names = [name for name in step.names if name not in left_out]
    return names if project or on_behalf else [names[0], UNIT, *names[1:]]


def _faults_in(form: forms.Form, before: str = "") -> Iterator[Fault]:
    for told in form.non_field_errors():
        yield Fault(f"id_{form.prefix or ''}", before.rstrip("，"), str(told))
    for field in form.visible_fields():
        for told in field.errors:
            yield Fault(field.auto_id, f"{before}{field.label}", str(told))
