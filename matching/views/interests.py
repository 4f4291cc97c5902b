"""Interests: sent from the page of an achievement, read at the desks of those who answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, desk_of, unit_desk, wanted_after_login
from accounts.states import Role
from foundation.errors import Refused
from matching import interests
from matching.forms.postings import InterestForm
from matching.models import Interest
from matching.queries import received_by, sent_by
from matching.states import InterestKind
from projects.models import Project
from projects.queries import shown_by_name
from records.workflow import available_moves

PAGE_SIZE = 20


@require_http_methods(["GET", "POST"])
@wanted_after_login
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has to register first finds this form again behind it."""
    listing = get_object_or_404(shown_by_name(ref))
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, listing.project, form)
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem.sentence)
            context = {"form": form, "listing": listing}
            return render(request, "matching/new.html", context, status=refusal.status)
        messages.success(request, "意向已送达对方，有答复会在消息里告诉你")
        return redirect("interests_sent")
    return render(request, "matching/new.html", {"form": form, "listing": listing})


@require_safe
@login_required
def sent(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    page = _page_of(request, sent_by(by.user_id))
    rows = [(interest, available_moves(interest, by)) for interest in page]
    return render(request, "matching/sent.html", {"page": page, "rows": rows})


@require_POST
@login_required
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    by = actor_on(request)
    interest = get_object_or_404(sent_by(by.user_id), ref=ref.upper())
    try:
        interests.take_back(interest, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤回对“{interest}”的意向")
    return redirect("interests_sent")


@require_safe
@desk_of(Role.HOLDER)
def of_holder(request: HttpRequest) -> HttpResponse:
    return _received(request, "my_project")


@require_safe
@unit_desk
def of_unit(request: HttpRequest) -> HttpResponse:
    return _received(request, "unit_project")


def _received(request: HttpRequest, url_name: str) -> HttpResponse:
    """What is listed has been seen; nobody is reminded of it any more."""
    by = actor_on(request)
    page = _page_of(request, received_by(by))
    interests.mark_seen(page, by=by)
    return render(request, "matching/received.html", {"page": page, "url_name": url_name})


def _page_of(request: HttpRequest, found: QuerySet[Interest]) -> Page[Interest]:
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def _send(request: HttpRequest, project: Project, form: InterestForm) -> None:
    kind = InterestKind(form.cleaned_data["kind"])
    message = form.cleaned_data["message"]
    interests.send_interest(project, kind, message=message, by=actor_on(request))
