"""What must always be so of projects, beyond what each row's constraints hold."""

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from projects.models import CodeSeries, Correction, Listing, Project, Version
from projects.states import CorrectionStatus, ProjectStatus


def filed_without_version() -> int:
    filed = Project.objects.filter(submitted_at__isnull=False)
    return filed.exclude(Exists(Version.objects.filter(project=OuterRef("pk")))).count()


def listed_without_listing() -> int:
    listed = Project.objects.filter(status=ProjectStatus.LISTED)
    return listed.exclude(Exists(Listing.objects.filter(project=OuterRef("pk")))).count()


def listings_of_others() -> int:
    """A listing shows a version of its own project, and only of a listed one."""
    return Listing.objects.filter(
        ~Q(version__project=F("project")) | ~Q(project__status=ProjectStatus.LISTED)
    ).count()


def listings_untrue() -> int:
    """What lists and pages read is what the version in force says, which the trail guards."""
    rows = Listing.objects.select_related("version", "project").iterator(chunk_size=2000)
    return sum(1 for row in rows if not _is_true(row))


def _is_true(row: Listing) -> bool:
    said = row.version.content
    told = {"title": row.title, "field": row.field_id or "", "trl": row.trl, "modes": row.modes}
    is_of_unit = row.unit_id == row.project.unit_id
    # The row of the project is read by many; no correction stands in it before it is accepted.
    is_in_row = row.project.title == row.title and row.project.trl == row.trl
    return is_of_unit and is_in_row and told == {name: said[name] for name in told}


def listings_behind() -> int:
    """The version in force is the newest that stands: submitted, or accepted as a correction."""
    standing = Version.objects.standing()
    newer = standing.filter(project=OuterRef("pk"), number__gt=OuterRef("version__number"))
    unaccepted = ~Exists(standing.filter(pk=OuterRef("version")))
    return Listing.objects.filter(Exists(newer) | unaccepted).count()


def corrections_of_nothing() -> int:
    """What is pending corrects a project in the library; what is proposed is a version of it."""
    pending = Correction.objects.filter(status__in=CorrectionStatus.pending)
    outside = pending.exclude(project__status=ProjectStatus.LISTED)
    strange = ~Q(version=None) & (
        ~Q(version__project=F("project")) | Q(version__is_correction=False)
    )
    return outside.count() + Correction.objects.filter(strange).count()


def filed_without_likeness() -> int:
    """By its newest version, it is found among all others."""
    return _filed_with_newest().exclude(likeness__version=F("newest")).count()


def filed_without_queue_row() -> int:
    """Desks narrow and order by what its newest version says."""
    return _filed_with_newest().exclude(queue_row__version=F("newest")).count()


def _filed_with_newest() -> QuerySet[Project]:
    newest = Version.objects.filter(project=OuterRef("pk")).order_by("-number").values("pk")[:1]
    filed = Project.objects.filter(submitted_at__isnull=False)
    return filed.annotate(newest=Subquery(newest))


def gaps_in_versions() -> int:
    numbered = Version.objects.values("project").annotate(n=Count("pk"), last=Max("number"))
    return numbered.exclude(n=F("last")).count()


def codes_beyond_series() -> int:
    """Each series has counted as many codes as it has given."""
    prefix = Concat(
        Cast("year", CharField()), Value("-"), "unit_id", Value("-"), output_field=CharField()
    )
    given = Project.objects.filter(code__startswith=OuterRef("prefix")).annotate(all=Value(1))
    count = given.order_by().values("all").annotate(n=Count("pk")).values("n")
    return CodeSeries.objects.annotate(prefix=prefix).exclude(last=Subquery(count)).count()


INVARIANTS = {
    "报送过的成果有定稿": filed_without_version,
    "入库的成果在检索里": listed_without_listing,
    "检索里只有入库成果的现行版本": listings_of_others,
    "检索里的内容与现行版本一致": listings_untrue,
    "现行版本是最新通过的版本": listings_behind,
    "没有办结的更正都是在库成果的": corrections_of_nothing,
    "报送过的成果可以查重": filed_without_likeness,
    "报送过的成果在清单里按最新版本筛选": filed_without_queue_row,
    "版本号不跳号": gaps_in_versions,
    "项目编号与序列一致": codes_beyond_series,
}
