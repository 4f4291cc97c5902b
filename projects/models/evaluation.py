"""专业评价: opinions of agencies on a listed project, by the rubric of the year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Cycle, Organisation
from foundation.clock import Now
from foundation.refs import new_ref
from foundation.typed import TypedDraft
from projects.models.project import Project
from projects.models.version import Version
from projects.states import EvaluationStatus, OpinionStatus
from records.models.work import Work


class Evaluation(models.Model):
    """One current for each project and cycle. `rubric` is the cycle's, frozen when it began: rows
    of {"key", "label", "weight", "floor"}, weights of 100. `needed` says how many opinions, of
    different persons, it takes: three once the first two lay too far apart. `total` (0 to 100: the
    mean of the opinions' totals, of three their median) stands when it is done, `spread` (their
    standard deviation) as soon as they are disputed. A trigger keeps what was done."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="evaluations"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="+")
    version = models.ForeignKey(
        Version, models.PROTECT, verbose_name="评价的版本", related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=EvaluationStatus, editable=False)
    rubric = models.JSONField("评价指标")
    needed = models.PositiveSmallIntegerField("需要几份意见", default=1)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True)
    spread = models.DecimalField("离散度", max_digits=5, decimal_places=2, null=True)
    opened_at = models.DateTimeField("开始时间", db_default=Now(), editable=False)
    done_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "专业评价"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=EvaluationStatus.values), name="evaluation_status_known"
            ),
            models.UniqueConstraint(
                fields=["project", "cycle"],
                condition=Q(status__in=EvaluationStatus.current),
                name="evaluation_one_current",
            ),
            models.CheckConstraint(
                condition=Q(needed__range=(1, 3)), name="evaluation_needs_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__range=(0, 100)), name="evaluation_total_sound"
            ),
            models.CheckConstraint(
                condition=~Q(status=EvaluationStatus.DONE)
                | Q(total__isnull=False, done_at__isnull=False),
                name="evaluation_done_has_total",
            ),
        ]

    def __str__(self) -> str:
        return self.project.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "holder": self.project.facts["holder"],
            "project": self.project.ref,
            "evaluation_ref": self.ref,
            "total": str(self.total or ""),
            "spread": str(self.spread or ""),
            "year": str(self.cycle),
        }


class Opinion(models.Model):
    """What one person of an agency says. `scores` maps a key of the rubric to {"points", "reason"}:
    0 to 5; `total` (0 to 100) stands when it is filed. What was typed and not filed is in its
    `OpinionDraft`. A trigger keeps what was filed, and refuses houses that have to do with the
    project."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, verbose_name="专业评价", related_name="opinions"
    )
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="评价人", related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="评价机构", related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=OpinionStatus, editable=False)
    scores = models.JSONField("评分", default=dict)
    comment = models.TextField("总体意见", max_length=2000, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True)
    taken_at = models.DateTimeField("承接时间", db_default=Now(), editable=False)
    filed_at = models.DateTimeField("提交时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "评价意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=OpinionStatus.values), name="opinion_status_known"
            ),
            models.UniqueConstraint(
                fields=["evaluation", "evaluator"],
                condition=Q(status__in=OpinionStatus.standing),
                name="opinion_one_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(status=OpinionStatus.FILED)
                | Q(total__range=(0, 100), filed_at__isnull=False),
                name="opinion_filed_has_total",
            ),
        ]

    def __str__(self) -> str:
        return f"评价意见 {self.ref}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {**self.evaluation.facts, "title": self.evaluation.project.title}


class OpinionDraft(TypedDraft):
    """What an evaluator has typed so far. Not audited: filing is."""

    opinion = models.OneToOneField(
        Opinion, models.CASCADE, verbose_name="评价意见", related_name="draft"
    )

    class Meta:
        verbose_name = verbose_name_plural = "评价草稿"

    def __str__(self) -> str:
        return f"{self.opinion_id} r{self.revision}"


class EvaluationReport(Work):
    """评价报告 as PDF; a worker typesets it. `digest` is over all it shows: whatever of that
    changes makes another one, and so does leaving out who wrote it."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, verbose_name="专业评价", related_name="reports"
    )
    digest = models.CharField("内容摘要", max_length=64)
    file = models.FileField("文件", upload_to="evaluations/%Y/", max_length=200, blank=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "评价报告"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["evaluation", "digest"], name="evaluation_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.digest[:8]}"
