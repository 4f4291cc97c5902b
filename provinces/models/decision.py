"""Two acts: 审定 of a plan, then 承办 of each roadshow; and their 公示."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Cycle
from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from provinces.models.plan import PlanEvent, WorkPlan
from provinces.models.submission import Submission
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    DisplayStatus,
    HostDecisionStatus,
    HostVerdict,
    ObjectionStatus,
)


class Approval(models.Model):
    """审定. One of a plan stands; reopened with a reason that all may read (`reversal`), the next
    takes its place and the old one is kept."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(
        WorkPlan, models.PROTECT, verbose_name="方案", related_name="approvals"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name="报送", related_name="+"
    )
    verdict = models.CharField("结论", max_length=10, choices=ApprovalVerdict)
    reason = models.TextField("理由", max_length=1000)
    status = models.CharField("状态", max_length=10, choices=ApprovalStatus, editable=False)
    reversal = models.TextField("更正理由", max_length=1000, blank=True, editable=False)
    reversed_at = models.DateTimeField("更正时间", null=True, editable=False)
    decided_at = models.DateTimeField("审定时间", db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审定人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "审定"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ApprovalStatus.values), name="approval_status_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=ApprovalVerdict.values), name="approval_verdict_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="approval_with_a_reason"),
            models.CheckConstraint(
                condition=Q(status=ApprovalStatus.STANDING, reversal="", reversed_at=None)
                | Q(~Q(reversal=""), status=ApprovalStatus.REVERSED, reversed_at__isnull=False),
                name="approval_reversed_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=ApprovalStatus.STANDING),
                name="approval_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_verdict_display()}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {**self.plan.facts, "verdict": self.get_verdict_display(), "reason": self.reason}


class Display(models.Model):
    """公示 of host decisions for workdays, until `closes_at`, half-open. `content` is the list as
    it was shown first: lists of {"unit", "event", "title", "verdict", "decision"}."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="displays")
    number = models.PositiveSmallIntegerField("批次")
    workdays = models.PositiveSmallIntegerField("工作日")
    content = models.JSONField("公示内容")
    status = models.CharField("状态", max_length=10, choices=DisplayStatus, editable=False)
    opened_at = models.DateTimeField("公示开始", db_default=Now(), editable=False)
    closes_at = models.DateTimeField("公示截止")
    final_at = models.DateTimeField("生效时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-cycle__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="display_number_once"),
            models.CheckConstraint(
                condition=Q(status=DisplayStatus.OPEN, final_at=None)
                | Q(status=DisplayStatus.FINAL, final_at__gte=F("closes_at")),
                name="display_final_after_its_end",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="display_ends_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} 年度第 {self.number} 批承办公示"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        year = str(self.cycle.year)
        return {"display": str(self), "year": year, "ends": end_in_words(self.closes_at)}


class HostDecision(models.Model):
    """承办: proposed by one person of the centre, decided by another, shown, then final. One of an
    event is current; reopened with a reason that all may read (`reversal`), it is kept."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="+")
    event = models.ForeignKey(
        PlanEvent, models.PROTECT, verbose_name="场次", related_name="decisions"
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, verbose_name="审定", related_name="decisions"
    )
    verdict = models.CharField("结论", max_length=10, choices=HostVerdict)
    reason = models.TextField("理由", max_length=1000)
    status = models.CharField("状态", max_length=10, choices=HostDecisionStatus, editable=False)
    display = models.ForeignKey(
        Display, models.PROTECT, verbose_name="公示", related_name="decisions", null=True
    )
    reversal = models.TextField("更正理由", max_length=1000, blank=True, editable=False)
    reversed_at = models.DateTimeField("更正时间", null=True, editable=False)
    proposed_at = models.DateTimeField("拟定时间", db_default=Now(), editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟定人", related_name="+"
    )
    decided_at = models.DateTimeField("决定时间", null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="决定人",
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "承办决定"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=HostDecisionStatus.values),
                name="host_decision_status_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=HostVerdict.values), name="host_decision_verdict_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="host_decision_with_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="host_decision_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status__in=HostDecisionStatus.undecided, decided_by=None)
                | Q(status__in=HostDecisionStatus.decided_on, decided_by__isnull=False)
                | Q(status=HostDecisionStatus.REVERSED),
                name="host_decision_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=HostDecisionStatus.FINAL) | Q(display__isnull=False),
                name="host_decision_shown_before_it_is_final",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(reversal=""), status=HostDecisionStatus.REVERSED, reversed_at__isnull=False
                )
                | Q(~Q(status=HostDecisionStatus.REVERSED), reversal="", reversed_at=None),
                name="host_decision_reversed_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(status__in=HostDecisionStatus.current),
                name="host_decision_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.get_verdict_display()}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        verdict = self.get_verdict_display()
        said = {"event": str(self.event), "verdict": verdict, "reason": self.reason}
        ends = end_in_words(self.display.closes_at) if self.display else ""
        return {**self.plan.facts, **said, "ends": ends}


class Objection(models.Model):
    """异议, in one's own name, to what is shown. Who filed it is not public; that there are some,
    and when they were answered, is."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    display = models.ForeignKey(
        Display, models.PROTECT, verbose_name="公示", related_name="objections"
    )
    decision = models.ForeignKey(
        HostDecision, models.PROTECT, verbose_name="针对", related_name="objections", null=True
    )
    text = models.TextField("异议内容", max_length=2000)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+"
    )
    filed_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)
    status = models.CharField("状态", max_length=10, choices=ObjectionStatus, editable=False)
    answer = models.TextField("答复", max_length=2000, blank=True, editable=False)
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="答复人",
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["filed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ObjectionStatus.values), name="objection_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(answer=""), status__in=ObjectionStatus.answered, answered_at__isnull=False
                )
                | Q(~Q(status__in=ObjectionStatus.answered), answer="", answered_at=None),
                name="objection_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"异议 {self.ref}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {**self.display.facts, "objection_ref": self.ref, "answer": self.answer}


class ResultLetter(models.Model):
    """结果函 to one unit, word for word as it was issued; a trigger keeps it."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="letters")
    display = models.ForeignKey(
        Display, models.PROTECT, verbose_name="公示", related_name="letters", null=True
    )
    content = models.JSONField("内容")
    issued_at = models.DateTimeField("发出时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "结果函"
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan.unit.name} 结果函 {self.ref}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return self.plan.facts
