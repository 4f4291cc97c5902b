"""Interests: sent from the page of what is wished for, listed for those who sent them and at the
desks of those who answer."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guards import actor_on, desk_of, unit_desk, wanted_after_login
from accounts.states import Role
from foundation.errors import Refused
from matching import interests
from matching.forms.interests import InterestForm
from matching.models import Interest, Posting
from matching.queries.interests import received_by, sent_by
from matching.queries.matches import askable_by
from matching.queries.postings import posting_named, running_of, shown_postings
from matching.queries.responses import response_of
from matching.states import PostingKind
from matching.views.addresses import address_of
from matching.views.interest_faces import InterestFace
from projects.models import Project
from projects.queries import shown_by_name

PAGE_SIZE = 20


@require_http_methods(["GET", "POST"])
@wanted_after_login
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has to register first finds this form again behind it."""
    listing = get_object_or_404(shown_by_name(ref))
    own = running_of(actor_on(request))
    return _new(request, listing.project, own, asked=request.GET.get("posting", ""))


@require_http_methods(["GET", "POST"])
@wanted_after_login
def new_in_posting(request: HttpRequest, ref: str, kind: PostingKind) -> HttpResponse:
    by = actor_on(request)
    postings = shown_postings(by).filter(kind=kind)
    posting = get_object_or_404(posting_named(ref, postings))
    return _new(request, posting, askable_by(by), asked=request.GET.get("project", ""))


@require_safe
@login_required
def sent(request: HttpRequest) -> HttpResponse:
    page = _page_of(request, sent_by(actor_on(request).user_id))
    rows = [InterestFace(interest, is_own=True) for interest in page]
    return render(request, "matching/sent.html", {"page": page, "rows": rows})


@require_safe
@desk_of(Role.HOLDER)
def of_holder(request: HttpRequest) -> HttpResponse:
    return _received(request)


@require_safe
@unit_desk
def of_unit(request: HttpRequest) -> HttpResponse:
    return _received(request)


@require_safe
@desk_of(Role.INVESTOR, Role.ENTERPRISE, Role.PARTNER)
def of_desk(request: HttpRequest) -> HttpResponse:
    return _received(request)


def _received(request: HttpRequest) -> HttpResponse:
    """What is listed has been seen; nobody is reminded of it any more."""
    by = actor_on(request)
    page = _page_of(request, received_by(by))
    interests.mark_seen(page, by=by)
    rows = [InterestFace(interest, is_own=False) for interest in page]
    return render(request, "matching/received.html", {"page": page, "rows": rows})


def _page_of(request: HttpRequest, found: QuerySet[Interest]) -> Page[Interest]:
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def _new(
    request: HttpRequest,
    target: Project | Posting,
    own: QuerySet[Posting] | QuerySet[Project],
    *,
    asked: str,
) -> HttpResponse:
    form = InterestForm(request.POST or None, own=own, initial={"named": asked.upper()})
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            interest = interests.send_interest(
                target, form.wish, named=form.named_own, by=actor_on(request)
            )
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, "意向已送达对方，有答复会在消息里告诉你")
            return redirect("interest", interest.ref)
    context = {
        "form": form,
        "title": target.title,
        "target_url": address_of(target),
        "response": response_of(target),
        "is_of_project": isinstance(target, Project),
    }
    return render(request, "matching/new.html", context, status=status)
