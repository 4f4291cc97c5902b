"""专家评审: rounds, the plans in them, who reviews what, and what they gave."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Cycle
from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from foundation.typed import TypedDraft
from provinces.models.expert import Expert
from provinces.models.plan import WorkPlan
from provinces.models.submission import Submission
from provinces.states import (
    AssignmentStatus,
    RoundKind,
    RoundPlanStatus,
    RoundStatus,
    ScoreStatus,
)


class ReviewRound(models.Model):
    """`criteria` are the cycle's own, copied; a trigger keeps them once anything was scored. Scores
    are taken before `closes_at`, half-open. `per_plan` is how many experts each plan gets at the
    least, `places` how many roadshows the year has room for: the cut line of the board."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="rounds")
    number = models.PositiveSmallIntegerField("轮次")
    kind = models.CharField("种类", max_length=10, choices=RoundKind)
    criteria = models.JSONField("评审指标")
    per_plan = models.PositiveSmallIntegerField("每份专家数", default=3)
    places = models.PositiveSmallIntegerField("计划场次", default=38)
    closes_at = models.DateTimeField("评分截止")
    status = models.CharField("状态", max_length=10, choices=RoundStatus, editable=False)
    opened_at = models.DateTimeField("建立时间", db_default=Now(), editable=False)
    released_at = models.DateTimeField("意见反馈时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评审轮次"
        ordering = ["-cycle__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(status=RoundStatus.OPEN),
                name="round_open_once_a_cycle",
            ),
            models.CheckConstraint(
                condition=Q(status__in=RoundStatus.values), name="round_status_known"
            ),
            models.CheckConstraint(
                condition=Q(per_plan__range=(3, 15)), name="round_three_experts_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(status=RoundStatus.CLOSED),
                name="round_closed_before_comments_go_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} 年度第 {self.number} 轮{self.get_kind_display()}"

    @property
    def title(self) -> str:
        """For experts and units: that a plan is reconsidered tells of other experts' scores."""
        return f"{self.cycle.year} 年度第 {self.number} 轮评审"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        year = str(self.cycle.year)
        return {"round": self.title, "year": year, "ends": end_in_words(self.closes_at)}


class RoundPlan(models.Model):
    """参评方案: what is reviewed is the submission that stood when the plan came in."""

    round = models.ForeignKey(
        ReviewRound, models.PROTECT, verbose_name="轮次", related_name="round_plans"
    )
    plan = models.ForeignKey(
        WorkPlan, models.PROTECT, verbose_name="方案", related_name="round_plans"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name="报送", related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=RoundPlanStatus, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "参评方案"
        ordering = ["plan__unit__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RoundPlanStatus.values), name="round_plan_status_known"
            ),
            models.UniqueConstraint(
                fields=["round", "plan"],
                condition=Q(status=RoundPlanStatus.ENTERED),
                name="round_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.plan_id}"


class Pairing(models.Model):
    """Who might review what: the working copy of an assignment, before anybody is asked. Not
    audited; asking is. What is pinned stays when it is worked out again."""

    round_plan = models.ForeignKey(
        RoundPlan, models.CASCADE, verbose_name="参评方案", related_name="pairings"
    )
    expert = models.ForeignKey(Expert, models.CASCADE, verbose_name="专家", related_name="+")
    is_pinned = models.BooleanField("固定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "拟分派"
        constraints = [
            models.UniqueConstraint(fields=["round_plan", "expert"], name="pairing_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_plan_id} {self.expert_id}"


class Assignment(models.Model):
    """One expert asked to review one plan. A trigger refuses their own unit's and those they have
    ties with. `reason` says why it was declined or given to another."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    round_plan = models.ForeignKey(
        RoundPlan, models.PROTECT, verbose_name="参评方案", related_name="assignments"
    )
    expert = models.ForeignKey(
        Expert, models.PROTECT, verbose_name="专家", related_name="assignments"
    )
    status = models.CharField("状态", max_length=10, choices=AssignmentStatus, editable=False)
    reason = models.CharField("理由", max_length=300, blank=True, editable=False)
    assigned_at = models.DateTimeField("分派时间", db_default=Now(), editable=False)
    reminded_at = models.DateTimeField("催办时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评审任务"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AssignmentStatus.values), name="assignment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=AssignmentStatus.standing, reason="")
                | Q(~Q(reason=""), status__in=AssignmentStatus.given_up),
                name="assignment_given_up_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["round_plan", "expert"],
                condition=Q(status__in=AssignmentStatus.standing),
                name="assignment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"评审任务 {self.ref}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages; of the expert there is nothing."""
        round_plan = self.round_plan
        unit, number = round_plan.plan.unit, str(round_plan.round.number)
        about = {"unit": unit.name, "abbr": unit.pk, "number": number}
        return {**round_plan.round.facts, **about, "assignment_ref": self.ref}


class ScoreDraft(TypedDraft):
    """What an expert has typed so far. Not audited: filing is."""

    assignment = models.OneToOneField(
        Assignment, models.CASCADE, verbose_name="评审任务", related_name="draft"
    )

    class Meta:
        verbose_name = verbose_name_plural = "评分草稿"

    def __str__(self) -> str:
        return f"{self.assignment_id} r{self.revision}"


class Score(models.Model):
    """`points` are 0 to 5 by criterion, `reasons` texts by criterion, `total` of 100: the sum of
    points / 5 x weight. A trigger lets nothing but the status change; reopened, another one is
    filed beside it."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, verbose_name="评审任务", related_name="scores"
    )
    points = models.JSONField("各项得分")
    reasons = models.JSONField("理由", default=dict)
    familiarity = models.PositiveSmallIntegerField(
        "熟悉程度", validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = models.TextField("总体意见", max_length=2000, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2)
    status = models.CharField("状态", max_length=10, choices=ScoreStatus, editable=False)
    filed_at = models.DateTimeField("提交时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ScoreStatus.values), name="score_status_known"
            ),
            models.CheckConstraint(
                condition=Q(familiarity__range=(1, 5)), name="score_familiarity_from_1_to_5"
            ),
            models.CheckConstraint(condition=Q(total__range=(0, 100)), name="score_of_100"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(status=ScoreStatus.STANDING),
                name="score_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"评分 {self.assignment_id}"
