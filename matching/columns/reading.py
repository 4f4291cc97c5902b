"""What is typed into a posting, read step by step: cleaned values and every fault at once."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms

from foundation.tables import Fault, faults_in
from foundation.typed import Typed
from foundation.validators import OPEN
from matching.columns.fields import NAMES, field_of, is_needed
from matching.columns.steps import Step
from matching.models import Posting, PostingDraft
from matching.states import Reach


def typed_in(
    posting: Posting, draft: PostingDraft | None, names: Iterable[str]
) -> dict[str, Typed]:
    """What stands under these names; everybody may read it unless somebody says otherwise."""
    typed = draft.typed if draft else {}
    empty = {"reach": Reach.PUBLIC.value}
    known = NAMES[posting.kind]
    return {name: typed.get(name, empty.get(name) or known.empty(name)) for name in names}


class StepForm(forms.Form):
    def __init__(self, names: Iterable[str], kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = field_of(name, kind)
        self.optional_names = [name for name in names if not is_needed(name, kind)]


class StepSheet:
    """One step filled with what is typed, and looked at where `is_read`."""

    def __init__(
        self, step: Step, kind: str, typed: Mapping[str, Typed], *, is_read: bool = True
    ) -> None:
        self.step, self.kind, self.is_read = step, kind, is_read
        self.names = list(step.names)
        self._said = {name: typed[name] for name in self.names}

    @cached_property
    def form(self) -> StepForm:
        sent = NAMES[self.kind].sent(self._said) if self.is_read else None
        return StepForm(self.names, self.kind, sent, initial=self._said)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Of all that can be read; an amount left open is `budget_open`."""
        self.form.is_valid()
        values = dict(self.form.cleaned_data)
        if "budget" in values:
            is_open = values["budget"] == OPEN
            values |= {
                "budget": None if is_open else values["budget"] or None,
                "budget_open": is_open,
            }
        return values

    @cached_property
    def faults(self) -> list[Fault]:
        return list(faults_in(self.form)) if self.is_read else []

    @property
    def lacking(self) -> list[str]:
        """The names a posting needs and that say nothing yet."""
        wrong = {fault.name for fault in self.faults}
        needed = (name for name in self.names if is_needed(name, self.kind))
        return [name for name in needed if not self._says(name) and name not in wrong]

    def _says(self, name: str) -> bool:
        is_open = name == "budget" and self.values.get("budget_open")
        return bool(is_open or self.values.get(name))
