"""What a list offers to do with many of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.guards import actor_on
from projects.bulk import BulkVerb, verbs_of
from projects.views.reading import Tab, listed_by_state


@dataclass(frozen=True, slots=True)
class Bar:
    """`query` is that of the list, whose `count` rows "all" means."""

    url: str
    orders_url: str
    verbs: Sequence[BulkVerb]
    count: int
    query: str


def bar_of(request: HttpRequest, desk: str, statuses: Iterable[str], count: int) -> Bar | None:
    """None where there is nothing to order, or nothing to order it for."""
    by = actor_on(request)
    verbs = verbs_of(by, statuses)
    if not (verbs and count):
        return None
    query = request.GET.copy()
    query.pop("page", None)
    url, orders_url = reverse(f"{desk}_bulk"), reverse(f"{desk}_bulk_orders")
    return Bar(url, orders_url, verbs, count, query.urlencode())


def with_bar(request: HttpRequest, desk: str, tabs: Sequence[Tab]) -> dict[str, Any]:
    """The list by state, with its bar."""
    context = listed_by_state(request, tabs)
    count = context["page"].paginator.count
    return {**context, "bulk": bar_of(request, desk, context["tab"].statuses, count)}
