"""已享服务 as desks count them: a voided one never counts."""

from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from projects.models import Project, Service
from projects.models.service import ServiceQuerySet
from projects.states import SERVICE_TRANSITIONS
from records.models import Entry


def services_among(projects: QuerySet[Project]) -> ServiceQuerySet:
    """Of these projects, void ones too; the newest first."""
    found = Service.objects.filter(project__in=projects)
    named = found.select_related("project", "organisation", "evidence")
    return named.order_by("-enjoyed_on", "-pk")


def by_kind(services: ServiceQuerySet) -> dict[str, int]:
    counted = services.order_by().values_list("kind").annotate(Count("pk"))
    return dict(counted)


def by_month(services: ServiceQuerySet) -> QuerySet[Service, Any]:
    """Month and how many, the newest first."""
    months = services.order_by().values(month=TruncMonth("enjoyed_on"))
    return months.annotate(count=Count("pk")).order_by("-month")


def by_unit_and_kind() -> dict[tuple[str, str], int]:
    """(unit, kind) → how many in the whole country."""
    counted = Service.objects.noted().order_by().values_list("project__unit", "kind")
    return {(unit, kind): n for unit, kind, n in counted.annotate(Count("pk"))}


def service_history(service: Service) -> list[Entry]:
    """Its entries, the oldest first, each with the public `label` of its move."""
    labels = {one.verb: one.public_label for one in SERVICE_TRANSITIONS}
    entries = Entry.objects.filter(table=Service._meta.label_lower, object_id=service.pk)
    history = list(entries.order_by("id"))
    for entry in history:
        entry.label = labels[entry.verb]  # type: ignore[attr-defined]  # -- added for the template
    return history
