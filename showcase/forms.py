"""What a visitor asks the showcase; anything unreadable is left out rather than refused."""

from typing import Any

from django import forms

from accounts.terms import taxonomies
from foundation.fields import LineField, OneOf, SeveralOf, orders
from foundation.search.asking import LONGEST
from projects.states import ServiceKind
from projects.vocabulary import Band, Level
from showcase.states import Order


class SearchForm(forms.Form):
    """Each condition may be asked several times: any of its values will do."""

    q = LineField(label="关键词", required=False, max_length=LONGEST)
    field = SeveralOf(label="战新领域", required=False)
    unit = SeveralOf(label="推荐单位", required=False)
    trl = SeveralOf(label="成熟度", choices=Band.choices, required=False)
    mode = SeveralOf(label="转化方式", required=False)
    level = SeveralOf(label="技术水平", choices=Level.choices, required=False)
    service = SeveralOf(label="已享服务", choices=ServiceKind.choices, required=False)
    sort = OneOf(label="排序", choices=Order.choices, required=False)

    # What narrows, in the order in which it is offered.
    conditions = ("field", "unit", "trl", "mode", "level", "service")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (key, word) in _VOCABULARIES.items():
            choices = [(row[key], row["name"]) for row in taxonomies()[word]]
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # -- the two above
        usual = Order.RELEVANCE if self.data.get("q") else Order.NEWEST
        choices = orders(Order, usual, without=Order.RELEVANCE)
        self.fields["sort"].choices = choices  # type: ignore[attr-defined]  # -- as above

    @property
    def wanted(self) -> dict[str, Any]:
        """Name → text or list; empty where nothing usable was asked."""
        self.is_valid()
        texts = {name: self.cleaned_data.get(name) or "" for name in ("q", "sort")}
        return texts | {name: self.cleaned_data.get(name) or [] for name in self.conditions}


# Condition → the key of its rows in the taxonomy file, and what they are called there: a page that
# is read by everybody asks no table for them.
_VOCABULARIES = {"field": ("code", "fields"), "unit": ("abbr", "units"), "mode": ("code", "modes")}
