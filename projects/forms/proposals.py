"""What a document says, beside what the sheet says: looked at by the form's own fields, so that
people can choose field by field; and what they chose, taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction

from foundation.tables import BaseTable
from foundation.typed import MOST_ROWS, Page, Typed
from projects.columns.fields import label_of, mode_choices
from projects.columns.rows import Facts, fields_of_row
from projects.columns.steps import STATED, STEPS, UNIT
from projects.columns.words import data_from, rows_in_words, words_of
from projects.drafting import draft_of, keep_typed
from projects.forms.sheet import SheetForm
from projects.forms.tables import table_of
from projects.forms.taking import take_typed
from projects.forms.typing import NAMES, shown_of
from projects.intake import open_at_desk
from projects.models import Project
from projects.proposing import Answers, let_go
from projects.vocabulary import ROWS
from records.actors import Actor

# One rule speaks of both: whichever is taken is judged beside what the sheet says of the other.
_TIED = {"price": "price_open", "price_open": "price"}
# A promise is made by whoever ticks it, not by a file.
_PROMISES = ("rights_declared", "truthful")


@dataclass(frozen=True)
class Proposal:
    """One field, one table, or the holding organisation (three fields at once).

    `now` and `found` are words, `raw` is the text as the document has it; `told` are reasons why
    it, or which of its rows, cannot be taken; `typed` is what would be taken, as if typed.
    """

    name: str
    label: str
    now: str
    found: str
    raw: str
    where: str
    told: tuple[str, ...] = ()
    typed: dict[str, Typed] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        return bool(self.typed) and self.now == self.found

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.typed) and not self.is_same

    @property
    def is_chosen(self) -> bool:
        """Beforehand: only what the sheet does not say yet."""
        return self.is_open and not self.now and self.name not in _PROMISES


@dataclass(frozen=True)
class Part:
    """The proposals of one step."""

    label: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Beside:
    """The sheet a document is held against: what is stored of a project and, over it, what was
    typed and not taken yet; or one that is no project yet. `on_behalf` is as in StepForm."""

    project: Project | None = None
    typed: Mapping[str, Typed] = field(default_factory=dict)
    on_behalf: bool = False

    def now(self, names: Sequence[str]) -> dict[str, Typed]:
        shown = shown_of(self.project, names)
        return shown | {name: text for name, text in self.typed.items() if name in shown}

    @property
    def asks_unit(self) -> bool:
        return not self.on_behalf and (self.project is None or not self.project.submitted_at)


@dataclass(frozen=True)
class _Judged:
    """By the names of fields: what is there now, what was found as if typed, what the form made
    of it, or why not."""

    fields: Mapping[str, forms.Field]
    now: Mapping[str, Typed]
    typed: Mapping[str, Typed]
    cleaned: Mapping[str, Any]
    told: Mapping[str, tuple[str, ...]]


def beside(project: Project | None, *, on_behalf: bool, by: Actor) -> Beside:
    draft = draft_of(project, by) if project else None
    return Beside(project, draft.typed if draft else {}, on_behalf)


def parts_of(answers: Answers, sheet: Beside) -> list[Part]:
    """All that was found, in the order of the form."""
    found = {one.name: one for one in proposals_of(answers, sheet)}
    parts = [Part(s.label, tuple(found[n] for n in s.names if n in found)) for s in STEPS]
    return [part for part in parts if part.proposals]


def proposals_of(
    answers: Answers, sheet: Beside, chosen: Iterable[str] | None = None
) -> list[Proposal]:
    """Those chosen are judged together; None means all of them."""
    wanted = {*answers.fields, *answers.rows} if chosen is None else set(chosen)
    wanted |= set(STATED) if STATED[0] in wanted else set()
    wanted -= set() if sheet.asks_unit else {UNIT}
    names = [name for name in answers.fields if name in wanted]
    columns = [column for column in answers.rows if column in wanted]
    facts = Facts(mode_choices() if "conversions" in columns else ())
    found = [
        *_of_fields(answers, sheet, names),
        *(_of_rows(answers, sheet, column, facts) for column in columns),
    ]
    # Boxes of which none is ticked say nothing.
    return [proposal for proposal in found if proposal.typed or proposal.told]


@transaction.atomic
def take_proposals(
    project: Project | None,
    proposals: Iterable[Proposal],
    *,
    start: Mapping[str, Any] | None = None,
    by: Actor,
) -> Project:
    """Write what was chosen, as if `by` had typed it; without a project into a new draft that
    begins with the columns of `start`. Raises Refused."""
    let_go(project, by=by)
    opened = project or open_at_desk(dict(start or {}), by=by)
    typed = {name: text for one in proposals for name, text in one.typed.items()}
    keep_typed(opened, typed, show=shown_of, page=Page(), by=by)
    return take_typed(opened, by=by, only_own=True)


def _of_fields(answers: Answers, sheet: Beside, names: Sequence[str]) -> Iterable[Proposal]:
    judged = _judge(answers, sheet, names)
    if set(STATED) & set(names):
        yield _of_organisation(answers, judged)
    for name in names:
        if name not in STATED:
            yield _of_field(name, answers, judged)


def _judge(answers: Answers, sheet: Beside, names: Sequence[str]) -> _Judged:
    """By the form itself, together with the fields that the same rules speak of."""
    asked = [*names, *(STATED if set(STATED) & set(names) else ())]
    tied = [_TIED[name] for name in names if name in _TIED and _TIED[name] not in names]
    every = list(dict.fromkeys([*asked, *tied]))
    now = sheet.now(every)
    fields = SheetForm(every).fields
    typed = {n: data_from(fields[n], answers.fields.get(n, "")) for n in asked}
    form = SheetForm(every, NAMES.sent({**typed, **{name: now[name] for name in tied}}))
    told = {name: tuple(map(str, errors)) for name, errors in form.errors.items()}
    for name in (n for n in names if _TIED.get(n) in told and _TIED[n] in tied):
        told[name] = (*told.get(name, ()), *told[_TIED[name]])
    return _Judged(fields, now, typed, form.cleaned_data, told)


def _of_field(name: str, answers: Answers, judged: _Judged) -> Proposal:
    form_field, told = judged.fields[name], judged.told.get(name, ())
    found = "" if told else words_of(form_field, judged.cleaned.get(name))
    return Proposal(
        name=name,
        label=label_of(name),
        now=words_of(form_field, judged.now[name]),
        found=found,
        raw=answers.fields[name],
        where=answers.places.get(name, ""),
        told=told,
        typed={name: judged.typed[name]} if found else {},
    )


def _of_organisation(answers: Answers, judged: _Judged) -> Proposal:
    """Name, kind and code go together or not at all."""
    told = tuple(words for part in STATED for words in judged.told.get(part, ()))
    found = "" if told else _organisation_in_words(judged, judged.cleaned)
    raw = [answers.fields[part] for part in STATED if part in answers.fields]
    places = [answers.places[part] for part in STATED if part in answers.places]
    return Proposal(
        name=STATED[0],
        label=label_of(STATED[0]),
        now=_organisation_in_words(judged, judged.now),
        found=found,
        raw="\n".join(raw),
        where="、".join(dict.fromkeys(places)),
        told=told,
        typed={part: judged.typed[part] for part in STATED} if found else {},
    )


def _organisation_in_words(judged: _Judged, values: Mapping[str, Any]) -> str:
    words = [words_of(judged.fields[part], values.get(part)) for part in STATED]
    return "\n".join(part for part in words if part)


def _of_rows(answers: Answers, sheet: Beside, column: str, facts: Facts) -> Proposal:
    """The good rows can be taken without the others, whose faults are told by their number."""
    fields = fields_of_row(column)
    rows, told = [], []
    for number, raw in enumerate(answers.rows[column], start=1):
        typed = {key: data_from(fields[key], raw.get(key, "")) for key in ROWS[column]}
        table = table_of(column, [], facts, NAMES.sent({column: [typed]}))
        if table.is_valid():
            rows += table.rows
        else:
            told += [f"第 {number} 行，{words}" for words in _faults_of(table)]
    if len(rows) > MOST_ROWS:
        told.append(f"最多 {MOST_ROWS} 行，第 {MOST_ROWS + 1} 行起没有取")
    return Proposal(
        name=column,
        label=label_of(column),
        now=rows_in_words(fields, sheet.now([column])[column]),
        found=rows_in_words(fields, rows[:MOST_ROWS]),
        raw="\n".join("；".join(filter(None, raw.values())) for raw in answers.rows[column]),
        where=answers.places.get(column, ""),
        told=tuple(told),
        typed={column: rows[:MOST_ROWS]} if rows else {},
    )


def _faults_of(table: BaseTable) -> Iterable[str]:
    for form in table.forms:
        for bound in form.visible_fields():
            yield from (f"{bound.label}：{words}" for words in bound.errors)
