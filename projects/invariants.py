"""What must always be so of projects, beyond what each row's constraints hold."""

from typing import Any

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

from foundation.marking import total_of
from projects.evaluation import outcome_of
from projects.models import (
    CodeSeries,
    Correction,
    Evaluation,
    Listing,
    Opinion,
    Project,
    Recommendation,
    Version,
)
from projects.queries import with_standing
from projects.states import (
    CorrectionStatus,
    EvaluationStatus,
    OpinionStatus,
    ProjectStatus,
    RecommendationStatus,
)


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


def listings_told_wrong() -> int:
    """What a listing repeats of its project is so: whether it may be shown, what recommends it."""
    given = Recommendation.objects.filter(
        project=OuterRef("project"), status=RecommendationStatus.GIVEN
    )
    rows = Listing.objects.annotate(is_given=Exists(given), said=F("project__display_consent"))
    same = Q(consent=F("said")) | Q(consent=None, said=None)
    return rows.exclude(same & Q(has_recommendation=F("is_given"))).count()


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
    """By the version that stands, it is found among all others."""
    return _filed().exclude(likeness__version=F("standing")).count()


def filed_without_queue_row() -> int:
    """Desks narrow and order by what the version that stands says."""
    return _filed().exclude(queue_row__version=F("standing")).count()


def _filed() -> QuerySet[Any]:
    return with_standing(Project.objects.filter(submitted_at__isnull=False))


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


def opinions_untrue() -> int:
    """A filed total is that of its points."""
    filed = Opinion.objects.filter(status=OpinionStatus.FILED).select_related("evaluation")
    return sum(1 for row in filed.iterator(chunk_size=2000) if not _is_summed(row))


def _is_summed(row: Opinion) -> bool:
    points = {key: given["points"] for key, given in row.scores.items()}
    return row.total == total_of(row.evaluation.rubric, points)


def evaluations_untrue() -> int:
    """What was done is what its opinions come to; what runs has opinions to wait for; none has
    more of them than it needs."""
    rows = Evaluation.objects.filter(status__in=EvaluationStatus.current)
    with_opinions = rows.select_related("cycle").prefetch_related("opinions")
    return sum(1 for row in with_opinions.iterator(chunk_size=500) if not _is_concluded(row))


def _is_concluded(row: Evaluation) -> bool:
    standing = [one for one in row.opinions.all() if one.status in OpinionStatus.standing]
    totals = [one.total for one in standing if one.total is not None]
    if len(standing) > row.needed or row.status in EvaluationStatus.running:
        return len(totals) < row.needed and len(standing) <= row.needed
    found = outcome_of(totals)
    return (row.total, row.spread, row.needed) == (found.total, found.spread, len(totals))


def evaluations_of_unlisted() -> int:
    """What is not in the library is not evaluated."""
    current = Evaluation.objects.filter(status__in=EvaluationStatus.current)
    return current.exclude(project__status=ProjectStatus.LISTED).count()


def opinions_of_own_house() -> int:
    """Nobody evaluates what their house collected or they filed."""
    standing = Opinion.objects.filter(status__in=OpinionStatus.standing)
    return standing.filter(
        Q(organisation=F("evaluation__project__collected_by"))
        | Q(evaluator=F("evaluation__project__submitted_by"))
    ).count()


def recommendations_without_ground() -> int:
    """What stands rests on a finished evaluation; those from before evaluations were asked for
    rest on none."""
    given = Recommendation.objects.filter(status=RecommendationStatus.GIVEN)
    resting = given.filter(evaluation__isnull=False)
    return resting.exclude(evaluation__status=EvaluationStatus.DONE).count()


INVARIANTS = {
    "报送过的成果有定稿": filed_without_version,
    "入库的成果在检索里": listed_without_listing,
    "检索里只有入库成果的现行版本": listings_of_others,
    "检索里的内容与现行版本一致": listings_untrue,
    "现行版本是最新通过的版本": listings_behind,
    "在库成果的同意和推荐与成果一致": listings_told_wrong,
    "没有办结的更正都是在库成果的": corrections_of_nothing,
    "报送过的成果可以查重": filed_without_likeness,
    "报送过的成果在清单里按现行版本筛选": filed_without_queue_row,
    "版本号不跳号": gaps_in_versions,
    "项目编号与序列一致": codes_beyond_series,
    "评价意见的总分由各项得出": opinions_untrue,
    "评价结果由意见得出": evaluations_untrue,
    "只评价在库的成果": evaluations_of_unlisted,
    "不评价自己征集的成果": opinions_of_own_house,
    "推荐以完成的评价为依据": recommendations_without_ground,
}
