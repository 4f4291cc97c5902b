"""评审专家: who may be asked to review plans, for what fields, and for which units never (回避)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Cycle, Unit
from foundation.clock import Now
from foundation.refs import new_ref
from provinces.states import ExpertStatus, TieStatus


class Expert(models.Model):
    """One a person. `fields` are codes of 战略性新兴产业, first level; `home` is the unit of the
    area they work in, whose plan they never see as reviewers; `capacity` how many plans they take
    in a round. `declared_at` is when they last confirmed that their ties are complete."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="用户", related_name="+"
    )
    employer = models.CharField("工作单位", max_length=60)
    home = models.ForeignKey(Unit, models.PROTECT, verbose_name="所在地区", related_name="+")
    fields = ArrayField(models.CharField(max_length=4), verbose_name="熟悉领域", default=list)
    capacity = models.PositiveSmallIntegerField("最多评审份数", default=12)
    status = models.CharField("状态", max_length=10, choices=ExpertStatus, editable=False)
    declared_at = models.DateTimeField("回避申报时间", null=True, editable=False)
    entered_at = models.DateTimeField("入库时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评审专家"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ExpertStatus.values), name="expert_status_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 60)), name="expert_capacity_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"专家 {self.ref}"

    def has_declared_for(self, cycle: Cycle) -> bool:
        """Ties are confirmed anew each year, once its call has opened. The set form is
        `queries.experts.undeclared_for`."""
        if self.declared_at is None:
            return False
        return cycle.opens_at is None or self.declared_at >= cycle.opens_at


class Tie(models.Model):
    """A unit whose plan an expert does not review, beyond their own."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    expert = models.ForeignKey(Expert, models.PROTECT, verbose_name="专家", related_name="ties")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", related_name="+")
    reason = models.CharField("关系", max_length=200)
    status = models.CharField("状态", max_length=10, choices=TieStatus, editable=False)
    declared_at = models.DateTimeField("申报时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "回避关系"
        ordering = ["unit__code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=TieStatus.values), name="tie_status_known"
            ),
            models.UniqueConstraint(
                fields=["expert", "unit"],
                condition=Q(status=TieStatus.STANDING),
                name="tie_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.unit_id}"
