"""Reads of what was said of single columns, and of the versions it was said of."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from projects.models import FieldRemark, Listing, Project, Version
from projects.states import FieldRemarkStatus
from records.models import Entry


def noted_on(projects: Iterable[Project]) -> QuerySet[FieldRemark]:
    """What readers have written down and not sent."""
    noted = FieldRemark.objects.filter(status=FieldRemarkStatus.NOTED, project__in=projects)
    return noted.select_related("project", "said_by").order_by("pk")


def noted_elsewhere(projects: Iterable[Project]) -> QuerySet[FieldRemark]:
    """Of what was said to another unit, before its holder took it back and chose this one."""
    noted = noted_on(projects).annotate(unit_then=KeyTextTransform("unit", "version__content"))
    return noted.exclude(unit_then=F("project__unit"))


def last_sent_on(project: Project) -> list[FieldRemark]:
    """What was said with the last return that said anything of single columns, each with its
    version, in the order it was written down."""
    sent = FieldRemark.objects.filter(project=project, status=FieldRemarkStatus.SENT)
    last = sent.order_by().values("project").annotate(last=Max("sent_at")).values("last")
    return list(sent.filter(sent_at=Subquery(last)).select_related("version").order_by("pk"))


def to_mend_on(project: Project) -> list[FieldRemark]:
    """As `last_sent_on`, as long as nothing was submitted after it."""
    later = project.versions.newest().values("frozen_at")
    sent = FieldRemark.objects.filter(project=project, status=FieldRemarkStatus.SENT)
    unmet = sent.filter(sent_at__gt=Subquery(later))
    return list(unmet.select_related("version").order_by("pk"))


def history_of_versions(project: Project) -> QuerySet[Version]:
    """The newest first, each with who froze it (`frozen_as`, a role), how many `remarks` were sent
    of it, and whether it `is_in_force`."""
    frozen = Entry.objects.filter(
        table=Version._meta.label_lower, object_id=OuterRef("pk"), verb="freeze"
    )
    sent = FieldRemark.objects.filter(version=OuterRef("pk"), status=FieldRemarkStatus.SENT)
    counted = sent.order_by().values("version").annotate(Count("pk")).values("pk__count")
    versions = project.versions.annotate(
        frozen_as=Subquery(frozen.values("actor_role")[:1]),
        remarks=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        is_in_force=Exists(Listing.objects.filter(version=OuterRef("pk"))),
    )
    return versions.order_by("-number")


def sent_between(project: Project, first: int, last: int) -> list[FieldRemark]:
    """Said of the versions from `first` on and before `last`, the newest first."""
    numbers = range(first, last)
    sent = FieldRemark.objects.filter(
        project=project, status=FieldRemarkStatus.SENT, version__number__in=numbers
    )
    return list(sent.select_related("version").order_by("-sent_at", "pk"))
