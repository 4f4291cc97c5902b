"""The messages to a person, in the words of their kinds; when no mail of them is wanted."""

from http import HTTPStatus

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.account import QuietForm
from accounts.guards import actor_on, person_on
from accounts.people import set_quiet_hours
from records.letters import letter_of
from records.messages import mark_all_read, mark_read
from records.queries import messages_to

PAGE_SIZE = 20


@require_safe
@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    return _show(request, QuietForm(initial=QuietForm.initial_for(person_on(request))))


def _show(request: HttpRequest, form: QuietForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    page = Paginator(messages_to(request.user.pk), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(message, letter_of(message).subject) for message in page]
    context = {"page": page, "rows": rows, "form": form}
    return render(request, "accounts/messages.html", context, status=status)


@require_safe
@login_required
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening it is reading it."""
    message = get_object_or_404(messages_to(request.user.pk), pk=pk)
    mark_read([message])
    context = {"message": message, "letter": letter_of(message)}
    return render(request, "accounts/message.html", context)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(actor_on(request).person_id)
    notes.success(request, f"已把 {count} 条标为已读")
    return redirect("account_messages")


@require_POST
@login_required
def quiet(request: HttpRequest) -> HttpResponse:
    form = QuietForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    set_quiet_hours(person_on(request), form.hours, by=actor_on(request))
    notes.success(request, "免打扰时间已保存" if form.hours else "免打扰已关闭")
    return redirect("account_messages")
