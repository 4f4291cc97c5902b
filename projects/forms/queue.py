"""What somebody at a desk asks of its list; anything unreadable is left out rather than refused."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms.people import DeskForm
from accounts.terms import taxonomies
from foundation.fields import LineField, OneOf, SeveralOf
from projects.conditions import CONDITIONS
from projects.models import SavedView
from projects.queries.queue import ANY
from projects.queueing import Lack
from projects.states import Evaluated, QueueColumn, QueueOrder, Source, YesNo
from projects.vocabulary import Level

Choices = Sequence[tuple[str, str]]

SIZES = (20, 50)  # the first unless another is asked
_LONGEST_QUERY = 200  # a whole title
_LEVELS: Choices = [("", "不限"), *((str(n), f"{n} 级") for n in range(1, 10))]
_SIZES: Choices = [("", f"{SIZES[0]} 项"), *((str(n), f"{n} 项") for n in SIZES[1:])]
_ANSWER: Choices = [("", "不限"), *YesNo.choices]
_NUMBERS: Choices = [
    (ANY, "任何一项"),
    *((str(one.number), f"{one.number} {one.name}") for one in CONDITIONS),
]


class DayIfAny(forms.DateField):
    """A day; what is none counts as not asked."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> date | None:
        try:
            day: date | None = super().clean(value)
        except forms.ValidationError:
            return None
        # Midnights of other days lie outside of what the database can tell.
        return day if day and 1 < day.year < 9999 else None  # noqa: PLR2004 -- the calendar's ends


def _several(label: str, choices: Choices) -> SeveralOf:
    return SeveralOf(label=label, choices=choices, required=False)


class QueueForm(forms.Form):
    """Each of `conditions` narrows; those with several values by any of them."""

    q = LineField(label="关键词或编号", required=False, max_length=_LONGEST_QUERY)
    lacks = _several("缺材料", [(ANY, "缺任何材料"), *Lack.choices])
    failing = _several("条件不符合", _NUMBERS)
    unsure = _several("条件需人工核验", _NUMBERS)
    level = _several("技术水平", Level.choices)
    source = _several("来源", Source.choices)
    custodian = _several("代管单位", [])
    unit = _several("推荐单位", [])
    field = _several("战新领域", [])
    organisation = LineField(label="持有单位", required=False, max_length=100)
    trl_from = OneOf(label="成熟度从", choices=_LEVELS, required=False)
    trl_to = OneOf(label="成熟度到", choices=_LEVELS, required=False)
    since = DayIfAny(label="提交时间从", required=False)
    until = DayIfAny(label="提交时间到", required=False)
    overdue = OneOf(label="逾期未改", choices=_ANSWER, required=False)
    evaluated = OneOf(
        label="本年度专业评价", choices=[("", "不限"), *Evaluated.choices], required=False
    )
    recommended = OneOf(label="本年度推荐", choices=_ANSWER, required=False)
    shown = OneOf(label="公开展示", choices=_ANSWER, required=False)
    sort = OneOf(label="排序", choices=QueueOrder.choices, required=False)
    size = OneOf(label="每页", choices=_SIZES, required=False)
    cols = _several("显示哪些列", QueueColumn.choices)

    # What narrows, in the order in which it is told.
    conditions = (
        *("q", "lacks", "failing", "unsure", "organisation", "unit", "field"),
        *("trl_from", "trl_to", "level", "source", "custodian", "since", "until"),
        *("overdue", "evaluated", "recommended", "shown"),
    )

    def __init__(
        self, data: QueryDict, *, custodians: Callable[[], Choices], is_centre: bool
    ) -> None:
        """`custodians` are ref and name of those there are."""
        super().__init__(data, auto_id="by-%s")
        words = taxonomies()
        self._words = {"field": {row["code"]: row["name"] for row in words["fields"]}}
        self._offer("field", list(self._words["field"].items()))
        self._offer("unit", [(row["abbr"], row["name"]) for row in words["units"]])
        self._offer("custodian", custodians)
        if not is_centre:
            del self.fields["unit"]
            self._offer("cols", [one for one in QueueColumn.choices if one[0] != QueueColumn.UNIT])
        self.is_valid()
        self._offer_groups()

    def tell_usual(self, order: QueueOrder) -> None:
        """In which order the list stands unless one is asked."""
        self._offer("sort", [("", f"默认：{order.label}"), *QueueOrder.choices])

    def _offer_groups(self) -> None:
        """Groups of fields only below a class that was chosen, or beside one another; any of them
        is understood."""
        chosen = {code.partition(".")[0] for code in self.cleaned_data.get("field", ())}
        fields = list(self._words["field"].items())
        self._offer(
            "field",
            [one for one in fields if "." not in one[0] or one[0].partition(".")[0] in chosen],
        )

    def _offer(self, name: str, choices: Choices | Callable[[], Choices]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # -- one of several

    @property
    def several(self) -> list[str]:
        """Of which any number may be chosen, as boxes to tick."""
        return [name for name, field in self.fields.items() if isinstance(field, SeveralOf)]

    @property
    def wanted(self) -> dict[str, Any]:
        """Condition → what was asked of it, of those of which something usable was."""
        asked = ((name, self.cleaned_data.get(name)) for name in self.conditions)
        return {name: value for name, value in asked if value}

    def words_of(self, name: str) -> str:
        """What was asked, as the page repeats it."""
        value, field = self.cleaned_data[name], self.fields[name]
        labels = dict(getattr(field, "choices", ()))
        values = value if isinstance(value, list) else [value]
        return "、".join(str(labels.get(one, one)) for one in values)


class ViewForm(DeskForm):
    """The name of a list as somebody wants to see it again."""

    name = LineField(label="名称", max_length=SavedView._meta.get_field("name").max_length)
