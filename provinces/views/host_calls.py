"""Calls for hosts as anybody reads them, where organisations apply; and what became of it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, desk_of, wanted_after_login
from foundation.articles import Article
from foundation.caching import public_page
from foundation.errors import Refused
from provinces.applying import apply_to_host, withdraw_application
from provinces.forms.hosts import ApplicationForm
from provinces.models import HostCall
from provinces.queries import applications_of, events_of, host_calls, picked_in
from provinces.rules import HOSTS, is_host, may_host
from records.workflow import available_moves

PAGE_SIZE = 20


@require_safe
@public_page
def host_call_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(host_calls(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "is_host": is_host(actor_on(request))}
    return render(request, "provinces/host_calls.html", context)


@require_safe
@public_page
def host_call(request: HttpRequest, ref: str) -> HttpResponse:
    call = get_object_or_404(host_calls(), ref=ref.upper())
    return _show(request, call, ApplicationForm(events=events_of(call.plan)))


@require_http_methods(["GET", "HEAD", "POST"])
@wanted_after_login
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has to log in or register first is led to the call behind it."""
    call = get_object_or_404(host_calls(), ref=ref.upper())
    if request.method != "POST":
        return redirect("host_call", call.ref)
    if not is_host(actor_on(request)):
        raise PermissionDenied
    form = ApplicationForm(request.POST, events=events_of(call.plan))
    if not form.is_valid():
        return _show(request, call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        apply_to_host(call, form.offer, by=actor_on(request))
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, call, form, refusal.status)
    messages.success(request, "申请已送达，结果会在消息里告诉你")
    return redirect("host_applications")


def _show(
    request: HttpRequest, call: HostCall, form: ApplicationForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    by = actor_on(request)
    article = Article(
        title=call.title,
        path=reverse("host_call", args=[call.ref]),
        text=call.text,
        source=call.plan.unit.department,
        published_at=call.opened_at,
    )
    context = {
        "call": call,
        "article": article,
        "picked": picked_in(call),
        "own": applications_of(by).filter(call=call),
        "form": form,
        "is_visitor": not by.is_person,
        "may_apply": may_host(by),
    }
    return render(request, "provinces/host_call.html", context, status=status)


@require_safe
@desk_of(*HOSTS)
def applications(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    page = Paginator(applications_of(by), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, {move.verb for move in available_moves(one, by)}) for one in page]
    context = {"page": page, "rows": rows}
    return render(request, "provinces/host_applications.html", context)


@require_POST
@desk_of(*HOSTS)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    by = actor_on(request)
    application = get_object_or_404(applications_of(by), ref=ref.upper())
    try:
        withdraw_application(application, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤回向{application.call.plan.unit.name}的申请")
    return redirect("host_applications")
