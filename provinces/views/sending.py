"""A form that is sent: read, ordered, answered; what is refused is told beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.forms.people import DeskForm
from foundation.errors import Refused

Show = Callable[[DeskForm, HTTPStatus], HttpResponse]


@dataclass(frozen=True)
class Sent:
    """A form as it came, by what it orders and the ref of what it is about: it is shown again where
    it stood."""

    verb: str = ""
    form: DeskForm = field(default_factory=DeskForm)
    ref: str = ""

    def is_of(self, verb: str, ref: str) -> bool:
        return (self.verb, self.ref) == (verb, ref)

    def form_of(self, verb: str, ref: str, blank: Callable[[], DeskForm]) -> DeskForm:
        return self.form if self.is_of(verb, ref) else blank()


def carry_out(
    request: HttpRequest,
    form: DeskForm,
    order: Callable[[], tuple[str, str]],
    show: Show,
) -> HttpResponse:
    """`order` says what was done and where to go on; `show` shows the page again with the form."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            told, url = order()
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, told)
            return HttpResponseRedirect(url)
    return show(form, status)
