"""Orders for many that were given: how far they are, and what became of each project."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.caching import polled
from projects.bulk import PIECE, try_again, verb_of
from projects.forms.bulk import report, wishes_in_words
from projects.forms.workbooks import CONTENT_TYPE
from projects.models import BulkItem, BulkOrder
from projects.queries import items_of, own_orders, with_counts
from projects.states import BulkOutcome
from records.states import WorkState

PAGE_SIZE = 50
ORDERS_A_PAGE = 20
_CHUNK = 500
of_unit, of_centre = desk_of(*Role.of_unit), desk_of(*Role.of_centre)


@dataclass(frozen=True, slots=True)
class Filter:
    """By what became of them; "" is all."""

    value: str
    label: str
    count: int


@require_safe
@of_unit
def unit_orders(request: HttpRequest) -> HttpResponse:
    return _list(request, "unit")


@require_safe
@of_centre
def center_orders(request: HttpRequest) -> HttpResponse:
    return _list(request, "center")


@require_safe
@of_unit
def unit_order(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, ref, "unit")


@require_safe
@of_centre
def center_order(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, ref, "center")


def _etag(request: HttpRequest, ref: str) -> str:
    order = _found(request, ref)
    return f'"{order.state}-{order.progress}"'


@require_safe
@of_unit
@polled(_etag)
def unit_progress(request: HttpRequest, ref: str) -> HttpResponse:
    return _progress(request, ref, "unit")


@require_safe
@of_centre
@polled(_etag)
def center_progress(request: HttpRequest, ref: str) -> HttpResponse:
    return _progress(request, ref, "center")


@require_safe
@of_unit
def unit_report(request: HttpRequest, ref: str) -> HttpResponseBase:
    return _report(request, ref)


@require_safe
@of_centre
def center_report(request: HttpRequest, ref: str) -> HttpResponseBase:
    return _report(request, ref)


@require_POST
@of_unit
def unit_again(request: HttpRequest, ref: str) -> HttpResponse:
    return _again(request, ref, "unit")


@require_POST
@of_centre
def center_again(request: HttpRequest, ref: str) -> HttpResponse:
    return _again(request, ref, "center")


def _found(request: HttpRequest, ref: str) -> BulkOrder:
    """Of one's own, at this desk; others' do not exist."""
    found: BulkOrder = get_object_or_404(own_orders(actor_on(request)), ref=ref.upper())
    return found


def _list(request: HttpRequest, desk: str) -> HttpResponse:
    orders = with_counts(own_orders(actor_on(request)))
    page: Page[BulkOrder] = Paginator(orders, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(order, verb_of(order)) for order in page],
        "order_url": f"{desk}_bulk_order",
        **_list_of(desk),
    }
    return render(request, "projects/bulk_orders.html", context)


def _show(request: HttpRequest, ref: str, desk: str) -> HttpResponse:
    order, by = _found(request, ref), actor_on(request)
    counts = dict(order.items.order_by().values_list("outcome").annotate(Count("pk")))
    asked = request.GET.get("show", "")
    items = items_of(order, by)
    if asked in BulkOutcome.values:
        items = items.filter(outcome=asked)
    paginator = Paginator(items, PAGE_SIZE)
    paginator.count = counts.get(asked, 0) if asked in BulkOutcome.values else order.total
    page: Page[BulkItem] = paginator.get_page(request.GET.get("page"))
    context = {
        **_progress_of(order, desk),
        "wishes": wishes_in_words(order),
        "done": counts.get(BulkOutcome.DONE, 0),
        "refused": counts.get(BulkOutcome.REFUSED, 0),
        "page": page,
        "filters": _filters(order, counts),
        "chosen": asked if asked in BulkOutcome.values else "",
        "project_url": f"{desk}_project",
        "orders_url": reverse(f"{desk}_bulk_orders"),
        "report_url": reverse(f"{desk}_bulk_report", args=[order.ref]),
        **_list_of(desk),
    }
    return render(request, "projects/bulk_order.html", context)


def _filters(order: BulkOrder, counts: dict[str, int]) -> list[Filter]:
    every = [Filter(one.value, one.label, counts.get(one, 0)) for one in BulkOutcome]
    return [Filter("", "全部", order.total), *(one for one in every if one.count)]


def _progress(request: HttpRequest, ref: str, desk: str) -> HttpResponse:
    """When it has ended, the whole page is asked for."""
    order = _found(request, ref)
    if order.state == WorkState.WAITING:
        return render(request, "projects/_bulk_progress.html", _progress_of(order, desk))
    address = reverse(f"{desk}_bulk_order", args=[order.ref])
    return HttpResponse(headers={"HX-Redirect": address}) if is_htmx(request) else redirect(address)


def _progress_of(order: BulkOrder, desk: str) -> dict[str, object]:
    return {
        "order": order,
        "verb": verb_of(order),
        "is_told": order.total > PIECE,
        "progress_url": reverse(f"{desk}_bulk_progress", args=[order.ref]),
        "again_url": reverse(f"{desk}_bulk_again", args=[order.ref]),
    }


def _list_of(desk: str) -> dict[str, str]:
    if desk == "unit":
        return {"list_url": reverse("unit_projects"), "list_label": "初审"}
    return {"list_url": reverse("center_library"), "list_label": "项目库"}


def _report(request: HttpRequest, ref: str) -> HttpResponseBase:
    order = _found(request, ref)
    items = items_of(order, actor_on(request)).iterator(chunk_size=_CHUNK)
    name = f"批量{verb_of(order).title}_{order.ref}.xlsx"
    return FileResponse(report(items), as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _again(request: HttpRequest, ref: str, desk: str) -> HttpResponse:
    order = _found(request, ref)
    try_again(order)
    return redirect(f"{desk}_bulk_order", order.ref)
