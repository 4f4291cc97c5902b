"""A form field for each column of the 信息表, and what errors tell people to do."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from accounts.models import Field, Mode, Unit
from accounts.states import OrganisationKind
from foundation.fields import LineField, ProseField
from foundation.validators import (
    OPEN,
    Verdict,
    check_email,
    check_landline,
    check_mobile,
    check_money,
    check_uscc,
)
from foundation.validators.verdict import half_width
from projects.columns.hints import HINTS
from projects.models import Project
from projects.models.sheet import CHOSEN, CHOSEN_SEVERAL

MANDATE_LENGTH = 200
_MOST_WORDS, _WORD_LENGTH = 5, 10
_EMPTY = ("", "请选择")
_TYPED = 300  # characters of anything short, before it is read
_SEPARATORS = str.maketrans("，,；;、", "     ")
_CENT = Decimal("0.01")
_MESSAGES = {
    "required": "请填写“{label}”",
    "invalid_choice": "请从列出的选项里选",
    "invalid_list": "请从列出的选项里选",
    "min_value": "不能小于 %(limit_value)s",
    "max_value": "不能大于 %(limit_value)s",
    "max_digits": "数字太长，请核对单位是不是万元",
    "max_whole_digits": "数字太长，请核对单位是不是万元",
    "max_decimal_places": "最多 %(max)d 位小数，请四舍五入",
}

Choices = Sequence[tuple[Any, Any]]


class CheckedField(LineField):
    """One line that a validator reads into its one written form."""

    def __init__(self, *, check: Callable[[str], Verdict], **kwargs: Any) -> None:
        super().__init__(max_length=_TYPED, **kwargs)
        self._check = check

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return checked(self._check(text)) if text else ""


class KeywordsField(LineField):
    """One line, taken apart at 、，, and spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=_TYPED, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = list(dict.fromkeys(super().clean(value).translate(_SEPARATORS).split()))
        if len(words) > _MOST_WORDS:
            told = f"最多 {_MOST_WORDS} 个关键词，现在 {len(words)} 个，请留最要紧的"
            raise forms.ValidationError(told)
        for word in words:
            if len(word) > _WORD_LENGTH:
                told = f"“{word[:20]}”超过 {_WORD_LENGTH} 字，请写短，或用顿号隔开"
                raise forms.ValidationError(told)
        return words


class SeveralField(forms.MultipleChoiceField):
    """Each choice once, in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        codes = [code for code, _ in self.choices]  # type: ignore[misc, union-attr]  # -- pairs, never groups
        return [code for code in codes if code in chosen]


class MoneyField(LineField):
    """An amount in 万元, as people write it."""

    may_be_open = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=_TYPED, required=False, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.read(check_money(text, may_be_open=self.may_be_open)) if text else None

    def read(self, verdict: Verdict) -> Any:
        return Decimal(checked(verdict))


class PriceField(MoneyField):
    """面议 may be written instead: the value is then OPEN, which `settle_price` makes a tick of."""

    may_be_open = True

    def read(self, verdict: Verdict) -> Any:
        return OPEN if verdict.kind == OPEN else super().read(verdict)


class ShareField(forms.DecimalField):
    """A percentage, with or without its sign, in full width too."""

    widget = forms.TextInput

    def __init__(self) -> None:
        super().__init__(max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # -- as DecimalField's
        if value in self.empty_values:
            return None
        text = half_width(str(value)[:_TYPED])
        return super().to_python(text.removesuffix("%").strip() or "?")

    def clean(self, value: Any) -> Decimal | None:
        number = super().clean(value)
        return None if number is None else number.quantize(_CENT)


def settle_price(cleaned: dict[str, Any]) -> None:
    """A price written as 面议 is the tick beside it."""
    if cleaned.get("price") == OPEN:
        cleaned |= {"price": None, "price_open": True}


def checked(verdict: Verdict) -> str:
    """The value in its one written form. Raises ValidationError with every fault."""
    if verdict.errors:
        raise forms.ValidationError([problem.sentence for problem in verdict.errors])
    return verdict.value


def field_of(name: str) -> forms.Field:
    """The form field of a column, or of what else a step asks."""
    own = _OWN.get(name)
    field = own() if own else _of_column(name)
    field.label = label_of(name)
    field.help_text = HINTS.get(name, "")
    return worded(field)


def label_of(name: str) -> str:
    return _LABELS.get(name) or str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # -- a column


def worded(field: forms.Field) -> forms.Field:
    """With messages that say what to do."""
    for code, words in _MESSAGES.items():
        field.error_messages[code] = words.replace("{label}", str(field.label))
    if isinstance(field, forms.DecimalField):
        field.error_messages["invalid"] = "请填数字，如 12.50"
    return field


def choose(choices: Iterable[tuple[Any, Any]], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[_EMPTY, *choices], required=False, **kwargs)


def mode_choices() -> Choices:
    return list(Mode.objects.values_list("code", "name"))


def _of_column(name: str) -> forms.Field:
    if name in CHOSEN:
        return choose(CHOSEN[name].choices)
    if name in CHOSEN_SEVERAL:
        return SeveralField(choices=CHOSEN_SEVERAL[name].choices, required=False)
    column = Project._meta.get_field(name)
    make = next((m for kind, m in _BY_KIND if isinstance(column, kind)), _line)
    return make(column)


def _line(column: Any) -> LineField:
    return LineField(max_length=column.max_length, required=column.name == "title")


def _prose(column: Any) -> ProseField:
    rows = 6 if column.max_length > 500 else 4  # noqa: PLR2004 -- the longer ones
    widget = forms.Textarea({"rows": rows})
    return ProseField(max_length=column.max_length, required=False, widget=widget)


_BY_KIND: tuple[tuple[type, Callable[[Any], forms.Field]], ...] = (
    (models.BooleanField, lambda _: forms.BooleanField(required=False)),
    (models.DecimalField, lambda _: MoneyField()),
    (models.TextField, _prose),
)


def _grouped_fields() -> Choices:
    """The groups of the classification, each under its class."""
    rows = list(Field.objects.order_by("code"))
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row.parent_id:
            groups.setdefault(row.parent_id, []).append((row.code, f"{row.code} {row.name}"))
    return [(row.name, groups[row.code]) for row in rows if row.code in groups]


def _willing() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("True", "是"), ("False", "否")],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def _trl() -> forms.TypedChoiceField:
    levels = [(level, f"{level} 级") for level in range(1, 10)]
    return forms.TypedChoiceField(
        choices=[_EMPTY, *levels], coerce=int, empty_value=None, required=False
    )


def _unit() -> forms.ChoiceField:
    return choose(Unit.objects.values_list("abbr", "name"))


_OWN: dict[str, Callable[[], forms.Field]] = {
    "keywords": lambda: KeywordsField(required=False),
    "field": lambda: choose(_grouped_fields()),
    "contact_mobile": lambda: CheckedField(check=check_mobile, required=False),
    "contact_landline": lambda: CheckedField(check=check_landline, required=False),
    "contact_email": lambda: CheckedField(check=check_email, required=False),
    "trl": _trl,
    "modes": lambda: SeveralField(choices=mode_choices(), required=False),
    "price": PriceField,
    "funding_share": ShareField,
    "willing": _willing,
    "organisation": lambda: LineField(max_length=100, required=False),
    "organisation_kind": lambda: choose(OrganisationKind.choices),
    "organisation_code": lambda: CheckedField(check=check_uscc, required=False),
    "unit": _unit,
    "shown": lambda: forms.BooleanField(required=False),
    "mandate": lambda: LineField(max_length=MANDATE_LENGTH, required=False),
}
_LABELS = {
    "organisation_kind": "单位性质",
    "organisation_code": "统一社会信用代码",
    "shown": "同意公开展示",
    "mandate": "授权文件",
}
