"""A whole table of the sheet in one cell of a spreadsheet."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from import_export.widgets import Widget

from foundation.text import clean, clean_line
from foundation.typed import MOST_ROWS
from foundation.validators import IpKind, check_ip_number
from projects.columns.cells import LONG, NONE_SUCH, NOTHING, refuse_foreign
from projects.columns.labels import key_of
from projects.columns.rows import Facts, row_form
from projects.columns.words import data_from, rows_in_words
from projects.vocabulary import ROWS, Right, RightState

COUNTED = "“{found}”不是知识产权的号码。请写号码，每项一行，如 ZL202110000001.6"
_MANY = "最多 {most} 行，现在 {found} 行，请合并或删去几行"
_QUOTED = 40  # characters
_LONGEST, _MOST_TOLD = 4_000, 5  # characters of a cell; faults told of it
_LONGEST_NUMBER = 60  # characters of the number of a right
_BETWEEN_NUMBERS = re.compile(r"[（(《]|[）)》]|[、，,；;\s]+")
_NAMED = re.compile(r"(.*?)[（(《](.+?)[）)》]?")
_RIGHT_OF = {
    IpKind.INVENTION: Right.INVENTION,
    IpKind.UTILITY_MODEL: Right.UTILITY,
    IpKind.DESIGN: Right.DESIGN,
    IpKind.SOFTWARE: Right.SOFTWARE,
    IpKind.LAYOUT: Right.CIRCUIT,
    IpKind.VARIETY: Right.VARIETY,
    # Known by its publication, by its international application, or abroad: an invention mostly.
    IpKind.PUBLICATION: Right.INVENTION,
    IpKind.PCT: Right.INVENTION,
    IpKind.FOREIGN: Right.INVENTION,
}

Texts = Mapping[str, str]


class RowsWidget(Widget):
    """A line for each row: as we write it (标签：文字；标签：文字), or its texts in the order of
    the table with ｜ between them, or its first text alone."""

    def __init__(self, column: str, facts: Facts) -> None:
        super().__init__()
        self.column, self.facts = column, facts
        self._keys = list(ROWS[column])
        self._form = row_form(column)
        self._fields = self._form.made_fields(facts)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[dict[str, str]]:  # noqa: ARG002 -- the library's form
        raw = str(value or "")
        if len(raw) > _LONGEST:
            raise forms.ValidationError(LONG.format(most=_LONGEST, found=len(raw)))
        text = clean(raw)
        if text in NOTHING or text in NONE_SUCH:
            return []
        refuse_foreign(text)
        said = list(self._said(text))
        if len(said) > MOST_ROWS:
            raise forms.ValidationError(_MANY.format(most=MOST_ROWS, found=len(said)))
        faults: list[str] = []
        rows = [row for one in said for row in self.checked(one, faults)]
        if faults:
            raise forms.ValidationError(faults[:_MOST_TOLD])
        return rows

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 -- as above
        return rows_in_words(self._fields, value or [])

    def plain(self, line: str) -> Iterator[Texts]:
        """A line without labels and without ｜."""
        yield {self._keys[0]: line}

    def checked(self, said: Texts, faults: list[str]) -> Iterator[dict[str, str]]:
        data = {key: data_from(self._fields[key], said.get(key, "")) for key in self._keys}
        form = self._form(data, facts=self.facts)
        if not form.is_valid():
            for bound in form.visible_fields():
                faults += [f"{bound.label}：{told}" for told in bound.errors]
        elif not form.is_blank:
            yield form.texts

    def _said(self, text: str) -> Iterator[Texts]:
        for line in filter(None, (part.strip() for part in text.split("\n"))):
            if labelled := self._labelled(line):
                yield labelled
            elif "｜" in line or "|" in line:
                parts = (part.strip() for part in line.replace("|", "｜").split("｜"))
                yield dict(zip(self._keys, parts, strict=False))
            else:
                yield from self.plain(line)

    def _labelled(self, line: str) -> Texts:
        pairs = [part.partition("：") for part in line.replace(":", "：").split("；")]
        found = {key_of(self.column, label): text.strip() for label, mark, text in pairs if mark}
        return found if "" not in found and len(found) == len(pairs) else {}


class RightsWidget(RowsWidget):
    """Numbers alone as well, several in a line, each with its name behind it in brackets."""

    def plain(self, line: str) -> Iterator[Texts]:
        for piece in _pieces(line.replace(":", "：").rpartition("：")[2]):
            named = _NAMED.fullmatch(piece)
            number, name = named.groups() if named else (piece, "")
            yield {"number": number.strip(), "name": name.strip()}

    def checked(self, said: Texts, faults: list[str]) -> Iterator[dict[str, str]]:
        if "kind" in said:
            yield from super().checked(said, faults)
            return
        verdict = check_ip_number(said["number"], this_year=self.facts.today.year)
        faults += [problem.sentence for problem in verdict.errors if verdict.kind]
        if not verdict.kind or len(verdict.value) > _LONGEST_NUMBER:
            faults.append(COUNTED.format(found=clean_line(said["number"])[:_QUOTED]))
        elif verdict.ok:
            yield self._right(verdict.value, verdict.kind, said["name"])

    def _right(self, number: str, kind: str, name: str) -> dict[str, str]:
        """ZL before a number says that the patent was granted."""
        state = RightState.GRANTED.value if number.startswith("ZL") else ""
        texts = dict.fromkeys(self._keys, "")
        return texts | {
            "kind": _RIGHT_OF[IpKind(kind)].value,
            "number": number,
            "name": name[:200],
            "state": state,
        }


def _pieces(text: str) -> Iterator[str]:
    """Cut between numbers, never inside brackets."""
    depth = start = 0
    for match in _BETWEEN_NUMBERS.finditer(text):
        if match[0] in "（(《":
            depth += 1
        elif match[0] in "）)》":
            depth -= 1
        elif depth <= 0:
            yield from filter(None, [text[start : match.start()]])
            start = match.end()
    yield from filter(None, [text[start:]])
