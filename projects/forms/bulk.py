"""Which projects an order for many is for, what its verb has to be told, and its report."""

from collections.abc import Iterable
from typing import IO, Any

from django import forms

from foundation.fields import LineField
from foundation.text import clean_line
from projects.bulk import VERBS, BulkVerb, verb_named, verb_of
from projects.forms import decisions
from projects.forms.workbooks import written
from projects.models import BulkItem, BulkOrder, Project
from records.actors import Actor

_QUERY_LENGTH = 2_000
_WIDTHS = (48, 18, 32, 12, 60)  # characters of the report's columns
_HEADS = ("成果名称", "编号", "持有单位", "结果", "原因")
# What the single step asks, many are asked once.
FORMS: dict[str, type[decisions.DecisionForm]] = {
    "accept": decisions.PlainForm,
    "return": decisions.ReturnForm,
    "decline": decisions.ReasonForm,
    "recommend": decisions.RecommendForm,
    "submit": decisions.PlainForm,
    "remind": decisions.RemindForm,
    "hand_over": decisions.HandOverForm,
    "list": decisions.PlainForm,
    "withdraw": decisions.ReasonForm,
    "restore": decisions.ReasonForm,
}

_UNSEEN = "已不在你的清单里"


class RefsField(forms.Field):
    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return [clean_line(str(ref)).upper() for ref in value or ()]


class ChosenForm(forms.Form):
    """As a list's bar sends it: `ref` of each ticked row, or `all` of what the query `in` shows;
    and once more, hidden, as the confirmation sends it."""

    verb = forms.ChoiceField(widget=forms.HiddenInput)
    all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    ref = RefsField(required=False)

    def __init__(self, data: Any, *, desk: str) -> None:
        super().__init__(data, auto_id=False)
        self._desk = desk
        self.fields["verb"].choices = [(one.name, one.title) for one in VERBS[desk]]  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["in"] = LineField(
            max_length=_QUERY_LENGTH, required=False, widget=forms.HiddenInput
        )

    @property
    def bulk_verb(self) -> BulkVerb:
        """Raises LookupError before the form is found valid."""
        found = verb_named(self.cleaned_data["verb"], self._desk)
        if found is None:
            raise LookupError(self.cleaned_data["verb"])
        return found


def form_of_verb(verb: BulkVerb, by: Actor, data: Any = None) -> decisions.DecisionForm:
    """All the projects are of `by`'s unit, as one of them would be."""
    return FORMS[verb.name](data, at="bulk", project=Project(unit_id=by.unit))


def wishes_in_words(order: BulkOrder) -> list[tuple[str, str]]:
    """Label and answer of each field that the order was given with."""
    form = form_of_verb(verb_of(order), Actor(unit=order.unit_id or ""))
    names = [name for name in form.fields if name in order.wishes]
    return [
        (str(form.fields[name].label), _in_words(form.fields[name], order.wishes[name]))
        for name in names
    ]


def _in_words(field: forms.Field, answer: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(answer, answer))  # type: ignore[arg-type]  # -- a list of pairs
    return str(answer)


def report(items: Iterable[BulkItem]) -> IO[bytes]:
    """A row a project. `items` come with their projects, and pass through one by one."""
    return written(lambda book: _write(book, items))


def _write(book: Any, items: Iterable[BulkItem]) -> None:
    sheet, bold = book.add_worksheet("办理结果"), book.add_format({"bold": True})
    for at, (width, head) in enumerate(zip(_WIDTHS, _HEADS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, bold)
    sheet.freeze_panes(1, 0)
    for row, item in enumerate(items, start=1):
        for at, text in enumerate(_cells(item)):
            sheet.write_string(row, at, text)


def _cells(item: BulkItem) -> tuple[str, ...]:
    """What is out of the reader's sight by now is told by its number alone."""
    project, is_seen = item.project, item.is_visible  # type: ignore[attr-defined]  # -- annotated
    house = project.organisation.name if is_seen and project.organisation else ""
    outcome, reasons = item.get_outcome_display(), "；".join(item.reasons)
    title = project.title if is_seen else _UNSEEN
    return (title, project.code or project.ref, house, outcome, reasons)
