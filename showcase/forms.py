"""What a visitor asks the showcase; anything unreadable is left out rather than refused."""

from django import forms

from accounts.models import Field, Unit
from foundation.fields import LineField

_LONGEST_QUERY = 200  # a whole title


class SearchForm(forms.Form):
    q = LineField(label="关键词", required=False, max_length=_LONGEST_QUERY)
    field = forms.ModelChoiceField(
        Field.objects.all(), label="战新领域", required=False, empty_label="全部领域"
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label="推荐单位", required=False, empty_label="全部推荐单位"
    )

    @property
    def wanted(self) -> dict[str, str]:
        """Query, field code and unit abbreviation; "" where nothing usable was asked."""
        self.is_valid()
        chosen = self.cleaned_data
        return {
            "q": chosen.get("q") or "",
            "field": chosen["field"].pk if chosen.get("field") else "",
            "unit": chosen["unit"].pk if chosen.get("unit") else "",
        }
