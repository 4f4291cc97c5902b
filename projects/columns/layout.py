"""A kind of spreadsheet: its columns in order, what people call them, how their cells are read.

`resource` lays out the 信息表; a room above lays out what it imports itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from import_export.fields import Field as SpreadField

from projects.columns.labels import forms_of
from projects.columns.words import choices_of

# Every layout has these two: what a row is called, and the unit's own number of it.
TITLE, NUMBER = "title", "source_key"
NUMBER_LENGTH = 64
NUMBER_LABEL = "本单位编号"
NUMBER_HINT = "你们自己的编号，一项一个；再次导入时按它认出同一项"
_KEY_OF_NUMBER = "id"  # of plain files


class Owner(NamedTuple):
    """The columns that name an organisation; "" where its kind is not asked."""

    name: str
    kind: str
    code: str


Telling = tuple[str, Callable[[str], bool]]


def _nothing(values: dict[str, Any]) -> Iterator[tuple[str, str]]:  # noqa: ARG001 -- as `settle` is called
    return iter(())


@dataclass(frozen=True, eq=False)
class Layout:
    """`names` in the order of the template; `needed` are those a submission asks for, `marked`
    what else the template colours. `labels` maps folded labels to names, `column_of(text, group)`
    asks them; `over_columns` are words too short anywhere else. `columns` reads the lists there
    are to choose from anew; `settle(values)` tells what they are wrong about together. `telling`
    knows a column by its values. Under a label of `either` stands one of several columns, which
    `choose` tells by the text. `corrected` knows what a cell was meant to say, or "". Cells of
    `repeating` repeat from row to row; of `answers`, no is one as well.
    """

    tab: str
    names: tuple[str, ...]
    needed: tuple[str, ...]
    owner: Owner
    columns: Callable[[], Mapping[str, SpreadField]]
    header_of: Callable[[str], str]
    hint_of: Callable[[str], str]
    labels: Callable[[], Mapping[str, str]]
    column_of: Callable[[str, str], str]
    numbers: str = ""
    over_columns: Mapping[str, str] = field(default_factory=dict)
    settle: Callable[[dict[str, Any]], Iterator[tuple[str, str]]] = _nothing
    telling: Sequence[Telling] = ()
    marked: tuple[str, ...] = ()
    either: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choose: Callable[[str], str] = str
    corrected: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    repeating: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()

    def is_needed(self, name: str) -> bool:
        """Before it is submitted; an import may leave it to a person."""
        return name in self.needed or name in self.marked

    def column_for(self, asked: str, text: str) -> str:
        return self.choose(text) if asked in self.either else asked

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Names that may stand in a file themselves → the column."""
        return {
            **{name: name for name in self.names},
            _KEY_OF_NUMBER: NUMBER,
            **{asked: asked for asked in self.either},
        }

    @cached_property
    def over(self) -> Mapping[str, str]:
        """Folded word over a column → name."""
        said = {NUMBER: self.numbers, **self.over_columns}
        return {fold_label(word): name for name, words in said.items() for word in words.split()}

    @cached_property
    def alike(self) -> Mapping[str, str]:
        """Folded labels of columns of ours → name, to find the nearest."""
        return {form: name for form, name in self.labels().items() if name in self.keys}

    def targets(self) -> list[tuple[str, str]]:
        """What a column may be mapped to, with its label, in order."""
        named = [(name, self.header_of(name)) for name in self.names]
        for asked, names in self.either.items():
            at = next(n for n, (name, _) in enumerate(named) if name in names)
            named.insert(at, (asked, self.header_of(asked)))
        return named


def fold_label(text: str) -> str:
    """A label as it is compared and remembered."""
    return next(iter(forms_of(text)), "")


def field_in(column: SpreadField) -> forms.Field | None:
    """The form's field that reads a cell of this column; None for a table in a cell."""
    return getattr(column.widget, "field", None)


def choices_in(column: SpreadField) -> list[str]:
    """The words a cell may choose from; none where it is free."""
    read_by = field_in(column)
    if read_by is None or isinstance(read_by, forms.BooleanField):
        return []
    return [words for _, words in choices_of(read_by)]


def is_several(column: SpreadField) -> bool:
    return isinstance(field_in(column), forms.MultipleChoiceField)
