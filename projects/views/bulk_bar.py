"""What a list offers to do with many of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from projects.bulk import BulkVerb, verbs_of
from projects.views.lists import Asked
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Bar:
    """`query` is that of the list, whose `count` rows "all" means."""

    url: str
    orders_url: str
    verbs: Sequence[BulkVerb]
    count: int
    query: str


def bar_of(by: Actor, asked: Asked, count: int) -> Bar | None:
    """None where there is nothing to order, or nothing to order it for."""
    verbs, desk = verbs_of(by, asked.tab.statuses), asked.queue.desk
    if not (verbs and count):
        return None
    url, orders_url = reverse(f"{desk}_bulk"), reverse(f"{desk}_bulk_orders")
    return Bar(url, orders_url, verbs, count, asked.text)
