"""What is ordered of a posting, and asked of many."""

import re
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.terms import taxonomies
from foundation.fields import LineField, OneOf, ProseField, SeveralOf, orders
from matching.models import PostingVersion
from matching.states import Category, PostingKind, PostingOrder
from projects.vocabulary import Band

_LONGEST_QUERY = 200
_TICK = re.compile(r"([0-9A-Za-z]{1,32})/([0-9]{1,4})")
_MOST_TICKS = 100


class RenewForm(DeskForm):
    until = forms.DateField(
        label="延到",
        help_text="最长一年，当天仍有效",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CloseForm(DeskForm):
    outcome = LineField(
        label="结果",
        max_length=100,
        help_text="一句话，如“已与某大学签约”或“暂时不需要了”",
    )


class RemarkForm(DeskForm):
    remark = ProseField(
        label="退回意见",
        max_length=PostingVersion._meta.get_field("remark").max_length,
        help_text="写明哪一栏、改成什么样，填报人照着改",
        widget=forms.Textarea({"rows": 3}),
    )


class ReasonForm(DeskForm):
    reason = LineField(label="理由", max_length=200, help_text="填报人会看到")


class TickForm(forms.Form):
    """Versions ticked in a list, each as its posting's ref and its number; or all up to `newest`, a
    key."""

    all = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    @property
    def ticked(self) -> list[tuple[str, int]]:
        """What cannot be read is left out."""
        data: Any = self.data
        found = [_TICK.fullmatch(text) for text in data.getlist("version")[:_MOST_TICKS]]
        return [(tick[1].upper(), int(tick[2])) for tick in found if tick]

    @property
    def newest(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("all")


class FindForm(forms.Form):
    """Each condition may be asked several times: any of its values will do."""

    q = LineField(label="关键词", required=False, max_length=_LONGEST_QUERY)
    field = SeveralOf(label="技术领域", required=False)
    category = SeveralOf(label="类型", required=False)
    unit = SeveralOf(label="地区", required=False)
    trl = SeveralOf(label="成熟度下限", choices=Band.choices, required=False)
    sort = OneOf(label="排序", choices=PostingOrder.choices, required=False)

    # What narrows, in the order in which it is offered.
    conditions = ("field", "category", "unit", "trl")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Category.of_demand if kind == PostingKind.DEMAND else Category.of_offer
        self._offer("category", [(code, Category(code).label) for code in codes])
        self._offer("field", [(row["code"], row["name"]) for row in taxonomies()["fields"]])
        self._offer("unit", [(row["abbr"], row["name"]) for row in taxonomies()["units"]])
        usual = PostingOrder.RELEVANCE if self.data.get("q") else PostingOrder.NEWEST
        self._offer("sort", orders(PostingOrder, usual, without=PostingOrder.RELEVANCE))

    @property
    def wanted(self) -> dict[str, Any]:
        """Name → text or list; empty where nothing usable was asked."""
        self.is_valid()
        texts = {name: self.cleaned_data.get(name) or "" for name in ("q", "sort")}
        return texts | {name: self.cleaned_data.get(name) or [] for name in self.conditions}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
