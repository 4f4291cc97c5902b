"""The messages to a person, in the words of their kinds."""

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on
from records.delivery import letter_of
from records.messages import mark_all_read, mark_read
from records.queries import messages_to

PAGE_SIZE = 20


@require_safe
@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(messages_to(request.user.pk), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(message, letter_of(message)[0]) for message in page]
    return render(request, "accounts/messages.html", {"page": page, "rows": rows})


@require_safe
@login_required
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening it is reading it."""
    message = get_object_or_404(messages_to(request.user.pk), pk=pk)
    mark_read([message])
    subject, body = letter_of(message)
    context = {"message": message, "subject": subject, "body": body}
    return render(request, "accounts/message.html", context)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(actor_on(request).person_id)
    notes.success(request, f"已把 {count} 条标为已读")
    return redirect("account_messages")
