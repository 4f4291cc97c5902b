"""An order for many is given: its set is fixed, a worker is rung."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Unit
from foundation.errors import Problem, refuse_if
from projects.bulk.looking import named
from projects.bulk.problems import MOST, BulkProblem, size_problems
from projects.bulk.verbs import BulkVerb, refuse_unoffered
from projects.models import BulkItem, BulkOrder, Project
from projects.states import BulkOutcome
from records.actors import Actor
from records.working import begin_again, ring

Wishes = Mapping[str, Any]


@transaction.atomic
def order(
    verb: BulkVerb, projects: QuerySet[Project], *, by: Actor, wishes: Wishes, seen: str
) -> BulkOrder:
    """For exactly the set that was `seen` beforehand, whatever becomes of each; `wishes` are what
    the single step takes as well. Raises Refused: not offered to them (403); none, too many,
    another set, or what the step would say of the wishes (422)."""
    refuse_unoffered(verb, by)
    # Of nothing, it looks at the wishes alone.
    verb.order(Project.objects.none(), by=by, **wishes)
    made = BulkOrder.objects.create(
        verb=verb.name,
        by_id=by.person_id,
        role=by.role,
        unit_id=by.unit or None,
        organisation=by.organisation_id,
        wishes=_kept(wishes),
    )
    made.total = _keep_items(made, projects)
    refuse_if(size_problems(made.total) or _set_problems(made, seen))
    made.save(update_fields=["total"])
    ring(BulkOrder, [made.pk])
    return made


def try_again(order: BulkOrder) -> None:
    """Where a step failed for good, the rest of it once more."""
    begin_again(order)


def forget_orders(user_id: int) -> None:
    """A person leaves: what they ordered is in the trail; their list of it goes with them."""
    BulkOrder.objects.filter(by=user_id).delete()


def _keep_items(order: BulkOrder, projects: QuerySet[Project]) -> int:
    """One item for each project, in one statement; returns how many."""
    once = Project.objects.filter(pk__in=projects.order_by().values("pk"))
    try:
        sql, params = once.order_by("pk").values("pk")[: MOST + 1].query.sql_with_params()
    except EmptyResultSet:
        return 0
    table = connection.ops.quote_name(BulkItem._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (order_id, project_id, outcome, reasons)"  # noqa: S608 -- the ORM's own text
            f" select %s, found.id, %s, '[]'::jsonb from ({sql}) found(id)",
            [order.pk, BulkOutcome.WAITING.value, *params],
        )
        return int(cursor.rowcount)


def _set_problems(order: BulkOrder, seen: str) -> list[Problem]:
    ids = order.items.order_by("project").values_list("project", flat=True)
    is_same = named(list(ids)) == seen
    return [] if is_same else [Problem(BulkProblem.CHANGED, found=str(order.total))]


def _kept(wishes: Wishes) -> dict[str, Any]:
    """As JSON holds them."""
    return {name: _plain(value) for name, value in wishes.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Unit):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
