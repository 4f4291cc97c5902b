"""What a cell that cannot be read was most likely meant to say."""

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from foundation.validators.codes import check_uscc
from foundation.validators.patents import patent_check_digit
from foundation.validators.verdict import compact
from projects.columns.cells import as_percent, refuse_foreign, without_markup
from projects.columns.words import choices_of, words_said

_LONGEST = 200  # characters of a text that is compared with others
_ALIKE = 0.5  # of the characters, in order
_CODE = 17  # characters of a 统一社会信用代码 before its check character
_LONG_NUMBER = re.compile(r"((?:19|20)[0-9]{2}[12389][0-9]{7})(?:\.?[0-9Xx])?(?![0-9])")
_LARGEST_SHARE = 1


def propose(text: str, widget: Any, corrected: Callable[[str], str] | None) -> str:
    """ "" where nothing better than another suggests itself."""
    if len(text) > _LONGEST:
        return ""
    if _is_markup(text):
        return without_markup(text)
    field = getattr(widget, "field", None)
    choices = choices_of(field) if field is not None and widget.may_be_guessed else []
    if choices:
        return _choice(text, [words for _, words in choices], field)
    return corrected(text) if corrected else ""


def _is_markup(text: str) -> bool:
    try:
        refuse_foreign(text)
    except forms.ValidationError:
        return not text.startswith(("#", "="))
    return False


def _choice(text: str, labels: Sequence[str], field: Any) -> str:
    """The label nearest to each of what was said."""
    said = words_said(text)
    if not isinstance(field, forms.MultipleChoiceField):
        said = said[:1]
    near = [_nearest(words, labels) for words in said]
    return "、".join(dict.fromkeys(near)) if all(near) else ""


def _nearest(words: str, labels: Sequence[str]) -> str:
    """A label that shares most with the words, counted from whichever is shorter."""
    scored = [(_share(words, label.partition(" ")[2] or label), label) for label in labels]
    score, label = max(scored, default=(0.0, ""))
    return label if score >= _ALIKE else ""


def _share(words: str, label: str) -> float:
    blocks = difflib.SequenceMatcher(None, words, label, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size > 1)
    return common / min(len(words), len(label)) if words and label else 0.0


def share_in_percent(text: str) -> str:
    try:
        return as_percent(text) if 0 < float(text) < _LARGEST_SHARE else ""
    except ValueError:
        return ""


def with_check_character(text: str) -> str:
    """With the check character that its first 17 ask for."""
    code = compact(text)
    if len(code) not in (_CODE, _CODE + 1):
        return ""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    tried = (code[:_CODE] + last for last in alphabet)
    return next((one for one in tried if check_uscc(one).ok), "")


def with_check_digits(text: str) -> str:
    """With the check digits that their numbers ask for."""
    return _LONG_NUMBER.sub(lambda m: f"{m[1]}.{patent_check_digit(m[1])}", text)
