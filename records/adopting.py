"""Rows last digested over a column that a migration took away are digested anew, as they stand:
what a migration changed is not an intrusion. To be called after migrations."""

from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from records.actors import PORTAL
from records.digests import columns_of
from records.models import Entry, Shape
from records.workflow import move_all
from records.workflows import all_workflows


def adopt_reshaped() -> int:
    """Of every table whose procedure knows the verb `adopt`. Returns how many there were."""
    adopting = [one.model for one in all_workflows() if "adopt" in one.rules]
    return sum(_adopt(model) for model in adopting)


@transaction.atomic
def _adopt(model: type[models.Model]) -> int:
    return len(move_all(_reshaped(model), "adopt", by=PORTAL).rows)


def _reshaped(model: type[models.Model]) -> QuerySet[Any]:
    table = model._meta.label_lower
    entries = Entry.objects.filter(table=table, object_id=OuterRef("pk")).order_by("-id")
    rows = model._base_manager.annotate(last_shape=Subquery(entries.values("shape")[:1]))
    fitting = Shape.objects.filter(table=table, columns__contained_by=list(columns_of(model)))
    known = rows.filter(last_shape__isnull=False)
    return known.exclude(Exists(fitting.filter(name=OuterRef("last_shape"))))
