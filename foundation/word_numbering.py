"""Numbers and marks that Word writes before paragraphs of a list without them being text
(ECMA-376 part 1, 17.9). Runs in the confined child, as `word_reading` does."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = 20  # ① to ⑳
_LETTERS = 26
_LONGEST = 40  # characters of anything said of a level
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MARK = "· "


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass
class Numbering:
    """The lists of a document, counted as its paragraphs come by."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def mark_of(self, paragraph: Any) -> str:
        """What stands before this paragraph, with a space; "" where it is in no list."""
        about = paragraph.find(f"{_W}pPr/{_W}numPr")
        if about is None:
            return ""
        number, depth = _said(about, "numId"), int(_said(about, "ilvl") or 0)
        level = self.levels.get((self.lists.get(number, ""), depth))
        if level is None:
            return ""
        return _MARK if level.form == "bullet" else self._numbered(number, depth, level)

    def _numbered(self, number: str, depth: int, level: _Level) -> str:
        counts = self.counted[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        text = level.text
        for at in range(depth + 1):
            of = self.levels.get((self.lists[number], at), level)
            text = text.replace(f"%{at + 1}", _written(counts.get(at, of.start), of.form))
        return f"{text} " if text else ""


def numbering_of(root: Any) -> Numbering:
    """Of `word/numbering.xml`, parsed."""
    found = Numbering()
    for abstract in root.iterfind(f"{_W}abstractNum"):
        name = abstract.get(f"{_W}abstractNumId", "")
        for level in abstract.iterfind(f"{_W}lvl"):
            depth, start = level.get(f"{_W}ilvl", ""), _said(level, "start")
            if depth.isdecimal():
                found.levels[name, int(depth)] = _Level(
                    _said(level, "numFmt"),
                    _said(level, "lvlText"),
                    int(start) if start.isdecimal() else 1,
                )
    for number in root.iterfind(f"{_W}num"):
        found.lists[number.get(f"{_W}numId", "")] = _said(number, "abstractNumId")
    return found


def _said(parent: Any, name: str) -> str:
    element = parent.find(f"{_W}{name}")
    return str(element.get(f"{_W}val") or "")[:_LONGEST] if element is not None else ""


def _written(number: int, form: str) -> str:
    if form.startswith(("chinese", "japanese", "ideograph", "taiwanese")):
        return _in_chinese(number)
    if form == "decimalEnclosedCircle" and 0 < number <= _CIRCLED:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= _LETTERS:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4 * 10:
        return _in_roman(number) if form == "lowerRoman" else _in_roman(number).upper()
    return str(number)


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9 or number < 1:  # noqa: PLR2004 -- no form counts so far
        return str(number)
    before = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[ones] if ones else "")


def _in_roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written
