"""工作方案: what a unit plans for one year, and the roadshows it asks for."""

from django.db import models
from django.db.models import Q

from accounts.models import Cycle, Unit
from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from foundation.typed import TypedDraft
from provinces.states import EventStatus, PlanStatus


class WorkPlan(models.Model):
    """One for each unit and cycle, there from the day the call is published. What is said in it is
    typed (`PlanDraft`), then frozen (`PlanVersion`)."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="plans")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", related_name="plans")
    status = models.CharField(
        "状态", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT, editable=False
    )
    opened_at = models.DateTimeField("建立时间", db_default=Now(), editable=False)
    reminded_at = models.DateTimeField("催办时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "工作方案"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="plan_once_a_unit_and_cycle"),
            models.CheckConstraint(
                condition=Q(status__in=PlanStatus.values), name="plan_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.cycle.year} 年度工作方案"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        # The unit's own end, where it was asked for (`queries.with_deadline`).
        closes_at = getattr(self, "closes_at", self.cycle.closes_at)
        return {
            "unit": self.unit.name,
            "abbr": self.unit_id,
            "year": str(self.cycle.year),
            "ends": end_in_words(closes_at) if closes_at else "",
            "returned": "是" if self.status == PlanStatus.RETURNED else "",
        }


class Slot(models.Model):
    """One roadshow that a plan may ask for. As many as the cap, and what was granted beyond it:
    an event stands in a slot of its own plan (a composite foreign key), so that no order of
    clicks brings one too many."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, verbose_name="方案", related_name="slots")
    number = models.PositiveSmallIntegerField("场次")

    class Meta:
        verbose_name = verbose_name_plural = "场次名额"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="slot_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="slot_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class PlanEvent(models.Model):
    """Given up, it leaves its slot to another."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="events")
    number = models.PositiveSmallIntegerField("场次", null=True)
    status = models.CharField(
        "状态", max_length=10, choices=EventStatus, default=EventStatus.PLANNED, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "申报的路演"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="event_once_a_slot"),
            models.CheckConstraint(
                condition=Q(status=EventStatus.PLANNED, number__isnull=False)
                | Q(status=EventStatus.DROPPED, number=None),
                name="event_planned_in_a_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 场" if self.number else "已取消的一场"


class PlanDraft(TypedDraft):
    """All that is typed into a plan, by the names of the form; never emptied, for it is the
    working copy from which versions are frozen. Not audited: freezing is. `frozen` is the revision
    that the newest version says."""

    plan = models.OneToOneField(WorkPlan, models.CASCADE, verbose_name="方案", related_name="draft")
    frozen = models.PositiveIntegerField("定稿的修订号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案草稿"

    def __str__(self) -> str:
        return f"{self.plan_id} r{self.revision}"

    @property
    def is_frozen(self) -> bool:
        """Nothing was changed since it was printed."""
        return self.frozen == self.revision
