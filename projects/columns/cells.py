"""A cell of a spreadsheet, read as its column means it and written as people read it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags
from import_export.widgets import Widget

from foundation.text import clean_line
from projects.columns.words import data_from, words_of

# What people put where they have nothing to say; of a text 无 may be the answer.
NOTHING = frozenset({"-", "--", "—", "——", "–", "/", "\\", "N/A", "n/a", "NA", "空"})
NONE_SUCH = frozenset({"无", "没有", "暂无"})
_HTML = re.compile(
    r"</?(?:a|b|br|body|div|em|font|form|h[1-6]|html|i|iframe|img|input|li|link|meta|object|ol|p|pre"
    r"|script|span|strong|style|sub|sup|svg|table|tbody|td|th|tr|u|ul|video)\b[^<>]*>|<!--",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_FRACTION = re.compile(r"0?\.[0-9]+")
_WILLING = {
    "愿意": "是",
    "同意": "是",
    "参加": "是",
    "不愿意": "否",
    "不同意": "否",
    "不参加": "否",
}

LONG = "最多 {most} 字，现在 {found} 字，请写短一些"
_LONGEST_CHOICE = 300  # characters of what is chosen from a list
UNCOMPUTED = "这一格是公式，还没有算出值。请在表格软件里打开并保存，或直接填值"
MARKUP = "这里有网页代码，请只留文字"
FAILED = "这一格的公式出错（{found}），请改好后再导入"
SHARE = "{found} 是比例还是百分数，请写明，如 {expected}"


class CellWidget(Widget):
    """Reads what the form's own field reads. `clean` raises ValidationError with all that is
    wrong; an empty cell gives what an empty field gives. Of what `may_be_guessed` is not so the
    nearest choice is not proposed."""

    may_be_guessed = True

    def __init__(self, field: forms.Field) -> None:
        super().__init__()
        self.field = field
        self._is_short = not isinstance(field.widget, forms.Textarea)
        self._is_chosen = hasattr(field, "choices")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002 -- the library's form
        text = str(value or "").strip()
        if self._is_chosen and len(text) > _LONGEST_CHOICE:
            raise forms.ValidationError(LONG.format(most=_LONGEST_CHOICE, found=len(text)))
        if text in NOTHING or (self._is_short and text in NONE_SUCH):
            text = ""
        refuse_foreign(text)
        return self.read(text)

    def read(self, text: str) -> Any:
        return self.field.clean(data_from(self.field, text))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 -- as above
        return words_of(self.field, value)


class WillingWidget(CellWidget):
    """是 or 否, in the words of other forms too."""

    def read(self, text: str) -> Any:
        return super().read(_WILLING.get(text, text))


class ShareWidget(CellWidget):
    """A spreadsheet keeps 30% as 0.3, and 0.3% as 0.003: which was meant is asked."""

    def read(self, text: str) -> Any:
        if _FRACTION.fullmatch(text):
            raise forms.ValidationError(SHARE.format(found=text, expected=as_percent(text)))
        return super().read(text)


def refuse_foreign(text: str) -> None:
    """What no cell may hold. Raises ValidationError."""
    if text.startswith("="):
        raise forms.ValidationError(UNCOMPUTED)
    if "<" in text and _HTML.search(text):
        raise forms.ValidationError(MARKUP)
    if text.startswith("#") and (error := _ERROR.match(text)):
        raise forms.ValidationError(FAILED.format(found=error[0]))


def without_markup(text: str) -> str:
    """ "" where it is too tangled to be taken apart."""
    try:
        return clean_line(strip_tags(text))
    except SuspiciousOperation:
        return ""


def as_percent(text: str) -> str:
    return f"{float(text) * 100:.4g}%"
