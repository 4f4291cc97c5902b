"""申请要素供给: asked for in the name of a project, answered at the desk of the offer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, wanted_after_login
from foundation import clock
from foundation.errors import Refused
from matching import taking_up
from matching.forms.matches import AskForm, DeclineForm, GiveForm
from matching.models import Posting, TakeUp
from matching.queries.matches import askable_by, editable_by, own_posting_named, take_ups_for
from matching.queries.postings import own_postings, posting_named, shown_postings
from matching.rules import may_give
from matching.states import PostingKind, TakeUpStatus
from matching.views.addresses import OfProject, desk_of_postings, own_address, public_address
from matching.views.matches import at_desk, at_unit
from matching.views.narrowing import PAGE_SIZE
from projects.models import Project


@require_http_methods(["GET", "POST"])
@wanted_after_login
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has to register first finds this form again behind it."""
    by = actor_on(request)
    offers = shown_postings(by).filter(kind=PostingKind.OFFER)
    offer = get_object_or_404(posting_named(ref, offers))
    projects = askable_by(by)
    first = {"project": request.GET.get("project", "").upper()}
    form = AskForm(request.POST or None, projects=projects, initial=first)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            taking_up.ask(offer, asked["project"], message=asked["message"], by=by)
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, "申请已送达对方，有答复会在消息里告诉你")
            return redirect(_matches_of(asked["project"]))
    context = {
        "offer": offer,
        "form": form,
        "has_projects": projects.exists(),
        "offer_url": public_address(offer),
    }
    return render(request, "matching/ask.html", context, status=status)


@require_POST
@login_required
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Of one's own project, shown or not."""
    by = actor_on(request)
    own = TakeUp.objects.filter(project__in=editable_by(by).values("pk"))
    asked = get_object_or_404(own.select_related("project", "posting"), ref=ref.upper())
    try:
        taking_up.take_back(asked, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤回对“{asked.posting}”的申请")
    return redirect(_matches_of(asked.project))


@require_safe
@at_desk
def asked(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _offer(request, ref))


@require_safe
@at_unit
def unit_asked(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _offer(request, ref))


@require_POST
@login_required
def give(request: HttpRequest, ref: str) -> HttpResponse:
    return _answer(request, ref, _GIVING)


@require_POST
@login_required
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    return _answer(request, ref, _DECLINING)


@dataclass(frozen=True, slots=True)
class _Answering:
    form: type[GiveForm] | type[DeclineForm]
    order: Callable[..., TakeUp]
    done: str


_GIVING = _Answering(GiveForm, taking_up.give, "已记为落实，成果页会显示这项服务")
_DECLINING = _Answering(DeclineForm, taking_up.decline, "已答复对方")


def _answer(request: HttpRequest, ref: str, how: _Answering) -> HttpResponse:
    """What is refused is told beside what was typed."""
    by = actor_on(request)
    offers = own_postings(by, PostingKind.OFFER).values("pk")
    rows = TakeUp.objects.filter(posting__in=offers).select_related("posting", "project")
    take_up = get_object_or_404(rows, ref=ref.upper())
    form = how.form(request.POST, at=_place(take_up, how.form))
    if form.is_valid():
        try:
            how.order(take_up, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, how.done)
            return redirect(f"{desk_of_postings(request)}_asked", take_up.posting.ref)
    return _show(request, take_up.posting, tried=(take_up, form))


def _show(
    request: HttpRequest, offer: Posting, *, tried: tuple[TakeUp, Any] | None = None
) -> HttpResponse:
    page = Paginator(take_ups_for(offer), PAGE_SIZE).get_page(request.GET.get("page"))
    by, today = actor_on(request), clock.today()
    rows = [
        (one, *(_forms(one, tried, today) if may_give(by, one) else (None, None))) for one in page
    ]
    context = {
        "offer": offer,
        "page": page,
        "rows": rows,
        "desk": desk_of_postings(request),
        "own_url": own_address(offer),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if tried else HTTPStatus.OK
    return render(request, "matching/asked.html", context, status=status)


def _forms(take_up: TakeUp, tried: tuple[TakeUp, Any] | None, today: date) -> tuple[Any, Any]:
    """To give and to decline: none once it is answered, and nothing is given to what is shown no
    more."""
    if take_up.status != TakeUpStatus.ASKED:
        return None, None
    fresh: dict[Any, Any] = {
        one: one(at=_place(take_up, one), initial={"on": today})
        for one in (_GIVING.form, _DECLINING.form)
    }
    if tried and tried[0].pk == take_up.pk:
        fresh[type(tried[1])] = tried[1]
    return fresh[GiveForm] if take_up.is_shown else None, fresh[DeclineForm]  # type: ignore[attr-defined]  # -- annotated


def _place(take_up: TakeUp, form: type[GiveForm] | type[DeclineForm]) -> str:
    """Several stand on one page."""
    return f"{form.__name__}-{take_up.ref}"


def _offer(request: HttpRequest, ref: str) -> Posting:
    offers = own_posting_named(ref, actor_on(request)).filter(kind=PostingKind.OFFER)
    return get_object_or_404(offers)


def _matches_of(project: Project) -> str:
    desk = "my" if project.holder_id else "unit"
    return f"{OfProject(desk, project).page}?kind={PostingKind.OFFER.value}"
