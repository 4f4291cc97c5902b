"""What was typed under a name of the sheet, in words."""

from functools import cache

from django import forms

from foundation.typed import Typed
from projects.columns.fields import field_of
from projects.columns.rows import fields_of_row
from projects.columns.words import rows_in_words, words_of
from projects.vocabulary import ROWS

_NOTHING = "（空）"


class Wording:
    """For one page: what there is to choose from is asked of the database once for each name."""

    def __init__(self) -> None:
        self._fields = cache(_fields_of)

    def of(self, name: str, typed: Typed) -> str:
        """A text of one or several lines; never empty."""
        fields = self._fields(name)
        said = rows_in_words(fields, typed) if name in ROWS else words_of(fields[name], typed)
        return said or _NOTHING


def _fields_of(name: str) -> dict[str, forms.Field]:
    return fields_of_row(name) if name in ROWS else {name: field_of(name)}
