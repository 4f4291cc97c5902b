"""Values of fields in the words people read, and such words back into what a browser would send."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from foundation.text import clean_line
from foundation.validators.numerals import in_digits

TICKED, EMPTY = "☑", "□"
MOST_BOXES = 12  # longer lists are written out, not ticked
_TICKS, _BOXES = "☑☒■✔✓√●◉🗹", "□☐○◻◯▢"
_TICK_IN_BOX = re.compile(f"[{_BOXES}]\\s*[{_TICKS}]|[(（\\[]\\s*[{_TICKS}]\\s*[)）\\]]")
_MARKED = re.compile(f"([{_TICKS}{_BOXES}])([^{_TICKS}{_BOXES}]*)")
_BETWEEN = re.compile(r"[、，,；;/／|｜\n\t]+")
_LOOSE = re.compile(r"[\s“”\"'（）()、，,；;:：]+")
_NO = ("否", "不", "无", "no", "false")
_LEVEL = re.compile(r"(?<![0-9.])[1-9](?=\s*级|\s*$)")
_CLASS = "产业"  # which people leave out behind the name of a field


def choices_of(field: forms.Field) -> list[tuple[str, str]]:
    """Value and label of each choice, groups laid flat, without the empty one."""
    flat: list[tuple[str, str]] = []
    for value, label in getattr(field, "choices", ()):
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        flat += [(str(v), str(words)) for v, words in pairs if str(v)]
    return flat


def words_of(field: forms.Field, value: Any) -> str:
    """A stored value as it is read: labels for codes, 、 between several; "" for nothing."""
    if isinstance(field, forms.BooleanField):
        return "是" if value else ""
    if value is None or value in ("", []):
        return ""
    labels = dict(choices_of(field))
    if isinstance(value, list):
        return "、".join(labels.get(str(one), str(one)) for one in value)
    return labels.get(str(value), str(value))


def rows_in_words(fields: Mapping[str, forms.Field], rows: Any) -> str:
    """A line for each row, of what it says."""
    return "\n".join(
        "；".join(
            f"{field.label}：{words_of(field, row[key])}"
            for key, field in fields.items()
            if row.get(key)
        )
        for row in rows
    )


def boxes_of(field: forms.Field, value: Any) -> str:
    """The choices of a field as boxes, those of `value` ticked; "" where they are not ticked."""
    if isinstance(field, forms.BooleanField):
        return f"{TICKED if value else EMPTY} 是"
    choices = choices_of(field)
    if not 0 < len(choices) <= MOST_BOXES:
        return ""
    chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
    marked = [(TICKED if code in chosen else EMPTY, label) for code, label in choices]
    return "   ".join(f"{box} {label}" for box, label in marked)


def data_from(field: forms.Field, raw: str) -> Any:
    """What a browser would send for words found on paper: codes for labels, ticks and boxes read;
    other text as it is. A choice nobody knows comes back as its words, for the field to refuse."""
    if isinstance(field, forms.BooleanField):
        return "on" if _says_yes(raw) else ""
    choices = choices_of(field)
    if not choices:
        return raw
    found = [_code_of(words, choices) for words in words_said(raw)]
    if isinstance(field, forms.MultipleChoiceField):
        return found
    return found[0] if found else ""


def _says_yes(raw: str) -> bool:
    said = words_said(raw)
    return bool(said) and not said[0].lower().startswith(_NO)


def words_said(raw: str) -> list[str]:
    """The choices that were ticked; where there are no boxes, all that were written."""
    text = _TICK_IN_BOX.sub(TICKED, raw)
    marked = _MARKED.findall(text)
    ticked = [words for mark, words in marked if mark in _TICKS]
    parts = ticked if marked else _BETWEEN.split(text)
    return [part for part in (clean_line(one).strip(" ;；,，、。") for one in parts) if part]


def _code_of(words: str, choices: Sequence[tuple[str, str]]) -> str:
    """By label, by code, by level; by the one label that holds or begins the words."""
    wanted = _folded(words)
    by_label: Mapping[str, str] = {_folded(label): code for code, label in choices}
    by_name = {_folded(label.partition(" ")[2]): c for c, label in choices if " " in label}
    by_class = {name.removesuffix(_CLASS): code for name, code in by_name.items()}
    for known in (by_label, {_folded(code): code for code, _ in choices}, by_name, by_class):
        if wanted in known:
            return known[wanted]
    level = _LEVEL.search(in_digits(words))
    if level and level[0] in dict(choices):
        return level[0]
    near = [code for label, code in by_label.items() if label.startswith(wanted) or wanted in label]
    near = near or [code for label, code in by_label.items() if wanted.startswith(label)]
    return near[0] if len(near) == 1 else words


def _folded(text: str) -> str:
    return _LOOSE.sub("", clean_line(text)).lower()
