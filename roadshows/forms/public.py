"""By what the public narrows roadshows."""

from typing import Any

from django import forms

from accounts.terms import industries, taxonomies
from foundation.fields import LineField, OneOf, SeveralOf
from foundation.search.asking import LONGEST
from provinces.states import EventMode
from roadshows.states import When


class FindForm(forms.Form):
    """Each condition may be asked several times: any of its values will do. `themes` are those
    there are."""

    q = LineField(label="关键词", required=False, max_length=LONGEST)
    when = OneOf(label="时间", choices=When.choices, required=False)
    unit = SeveralOf(label="推荐单位", required=False)
    theme = SeveralOf(label="主题", required=False)
    field = SeveralOf(label="战新领域", required=False)
    mode = SeveralOf(label="形式", choices=EventMode.choices, required=False)

    conditions = ("field", "theme", "unit", "mode")

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("unit", [(row["abbr"], row["name"]) for row in taxonomies()["units"]])
        self._offer("field", [(name, name) for name in industries()])
        self._offer("theme", [(theme, theme) for theme in themes])

    @property
    def wanted(self) -> dict[str, Any]:
        """Name → text or list; empty where nothing usable was asked."""
        self.is_valid()
        texts = {"q": self.cleaned_data.get("q") or ""}
        return texts | {name: self.cleaned_data.get(name) or [] for name in self.conditions}

    @property
    def when_asked(self) -> When:
        self.is_valid()
        return When(self.cleaned_data.get("when") or When.COMING)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
