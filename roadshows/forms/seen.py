"""Forms that change what others may have changed meanwhile."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from roadshows.forms.differing import differing


class ChangeForm(DeskForm):
    """Says what was seen; where that stands no more, `now` has labels and the words that do."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now: list[tuple[str, str]] = []

    def take_over(self, now: Mapping[str, Any], seen: str) -> None:
        """What was typed stands beside what is there now: saved again, it takes its place."""
        self.now = differing(self, now)
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = seen  # type: ignore[index]  # -- a copy may be written to
