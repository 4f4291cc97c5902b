"""Reads of what the centre has read: which version of a project is to be read, and how often it
was."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from projects.models import Project, Proofreading, Version
from projects.rules import with_correctors
from projects.states import ProofreadingStatus


def with_standing(projects: QuerySet[Project]) -> QuerySet[Any]:
    """`standing`: the key of the version that stands (`Version.objects.standing`)."""
    standing = Version.objects.standing().newest().filter(project=OuterRef("pk"))
    return projects.annotate(standing=Subquery(standing.values("pk")))


def with_readings(projects: QuerySet[Project], *, wanted: int) -> QuerySet[Any]:
    """`read`: how many persons of the centre have read its standing version; `wanted` how many
    are to. Nothing is counted where nobody is to. With who had a hand in correcting it."""
    rows = projects.annotate(wanted=Value(wanted)).prefetch_related(with_correctors())
    if not wanted:
        return rows.annotate(read=Value(0))
    standing = proofreadings().filter(version=OuterRef("standing")).order_by().values("version")
    count = Subquery(standing.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return with_standing(rows).annotate(read=Coalesce(count, 0))


def versions_called(
    projects: QuerySet[Project], names: Iterable[tuple[str, int]]
) -> QuerySet[Version]:
    """Of these projects, by their ref and the number of the version."""
    wanted = (Q(project__ref=ref, number=number) for ref, number in names)
    return Version.objects.filter(reduce(or_, wanted, Q(pk=None)), project__in=projects)


def proofreadings() -> QuerySet[Proofreading]:
    """Those that stand."""
    return Proofreading.objects.filter(status=ProofreadingStatus.READ)


def proofreadings_of(project: Project) -> QuerySet[Proofreading]:
    """Of every version, undone ones too, in the order they were done."""
    found = Proofreading.objects.filter(version__project=project)
    return found.select_related("reader", "version").order_by("read_at", "pk")
