"""The reader's choice of how pages are shown; what is sought on the whole site."""

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.fields import LineField
from foundation.search.asking import LONGEST
from portal.states import Display


class DisplayForm(forms.Form):
    """`display` empty is the standard way; `next` is the page the reader was on."""

    display = forms.ChoiceField(label="显示方式", choices=Display, required=False)
    next = forms.CharField(required=False)

    def way_back(self, request: HttpRequest) -> str:
        """Where the reader was."""
        return way_back(request, str(self.data.get("next", "")), default="home")


def way_back(request: HttpRequest, asked: str, *, default: str) -> str:
    """A path of ours, as a request names it, else the page `default`; never another site."""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else reverse(default)


class SearchForm(forms.Form):
    """What cannot be read is not looked for."""

    q = LineField(label="关键词", required=False, max_length=LONGEST)

    @property
    def text(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q") or ""
