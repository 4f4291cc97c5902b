"""常用筛选: one's own, at the desks that have a list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from foundation.errors import Refused
from projects.forms.queue import ViewForm
from projects.models import SavedView
from projects.queries import saved_views_of
from projects.remembering import forget_view, remember_view, rename_view
from projects.views.lists import QUEUES, asked_for, read_query


@require_safe
@unit_desk
def unit_views(request: HttpRequest) -> HttpResponse:
    return _show(request, "unit")


@require_POST
@unit_desk
def save_at_unit(request: HttpRequest) -> HttpResponse:
    return _save(request, "unit")


@require_POST
@unit_desk
def rename_at_unit(request: HttpRequest, pk: int) -> HttpResponse:
    return _rename(request, "unit", pk)


@require_POST
@unit_desk
def forget_at_unit(request: HttpRequest, pk: int) -> HttpResponse:
    return _forget(request, "unit", pk)


@require_safe
@desk_of(*Role.of_centre)
def center_views(request: HttpRequest) -> HttpResponse:
    return _show(request, "center")


@require_POST
@desk_of(*Role.of_centre)
def save_at_center(request: HttpRequest) -> HttpResponse:
    return _save(request, "center")


@require_POST
@desk_of(*Role.of_centre)
def rename_at_center(request: HttpRequest, pk: int) -> HttpResponse:
    return _rename(request, "center", pk)


@require_POST
@desk_of(*Role.of_centre)
def forget_at_center(request: HttpRequest, pk: int) -> HttpResponse:
    return _forget(request, "center", pk)


def _show(
    request: HttpRequest, desk: str, tried: tuple[int, ViewForm] | None = None
) -> HttpResponse:
    """`tried` is the key of the view whose new name was refused, and the form that says why."""
    key, form = tried or (0, None)
    views = [
        (view, form if form and view.pk == key else _form_of(view))
        for view in saved_views_of(actor_on(request), desk)
    ]
    context = {"at_desk": desk, "views": views, "list_url": reverse(QUEUES[desk].list_name)}
    return render(request, "projects/views.html", context, status=422 if tried else 200)


def _form_of(view: SavedView) -> ViewForm:
    return ViewForm(initial={"name": view.name}, auto_id=f"view-{view.pk}-%s")


def _save(request: HttpRequest, desk: str) -> HttpResponse:
    """What was understood of a query, under a name; told on the list itself."""
    by, form = actor_on(request), ViewForm(request.POST)
    asked = asked_for(by, desk, read_query(request.POST.get("query", "")) or QueryDict())
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["name"])))
        return redirect(asked.address())
    try:
        view = remember_view(desk, form.cleaned_data["name"], asked.text, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已保存为常用筛选“{view}”")
    return redirect(asked.address())


def _rename(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    view = _own(request, desk, pk)
    form = ViewForm(request.POST, auto_id=f"view-{view.pk}-%s")
    if not form.is_valid():
        return _show(request, desk, (pk, form))
    try:
        rename_view(view, name=form.cleaned_data["name"])
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, desk, (pk, form))
    messages.success(request, f"已改名为“{view}”")
    return redirect(f"{desk}_views")


def _forget(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    view = _own(request, desk, pk)
    forget_view(view)
    messages.success(request, f"已删除常用筛选“{view}”")
    return redirect(f"{desk}_views")


def _own(request: HttpRequest, desk: str, pk: int) -> SavedView:
    return get_object_or_404(saved_views_of(actor_on(request), desk), pk=pk)
