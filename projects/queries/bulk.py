"""Reads of orders for many."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from projects.models import BulkItem, BulkOrder, Project
from projects.queries.projects import visible_to
from projects.states import BulkOutcome
from records.actors import Actor


def own_orders(by: Actor) -> QuerySet[BulkOrder]:
    """What `by` has ordered at this desk, the newest first."""
    own = BulkOrder.objects.filter(by=by.user_id, unit=by.unit or None)
    return own.order_by("-created_at", "-pk")


def with_counts(orders: QuerySet[BulkOrder]) -> QuerySet[BulkOrder]:
    """`done` and `refused`: how many of its projects."""
    outcomes = {"done": BulkOutcome.DONE, "refused": BulkOutcome.REFUSED}
    return orders.annotate(
        **{
            name: Count("items", filter=Q(items__outcome=outcome))
            for name, outcome in outcomes.items()
        }
    )


def items_of(order: BulkOrder, by: Actor) -> QuerySet[BulkItem]:
    """With their projects, and whether `by` still sees each (`is_visible`)."""
    seen = visible_to(by, Project.objects.filter(pk=OuterRef("project")))
    items = order.items.select_related("project__organisation").annotate(is_visible=Exists(seen))
    return items.order_by("pk")
