"""重大问题: what a unit cannot settle itself, raised to the centre and answered by a date (notice
三(一))."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from provinces.models.plan import PlanEvent, WorkPlan
from provinces.states import MatterStatus


class Matter(models.Model):
    """On a plan, or on one of its roadshows. The centre answers before `due_at`, half-open."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="matters")
    event = models.ForeignKey(
        PlanEvent, models.PROTECT, verbose_name="场次", related_name="matters", null=True
    )
    title = models.CharField("问题", max_length=60)
    text = models.TextField("情况说明", max_length=2000)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+"
    )
    raised_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)
    due_at = models.DateTimeField("答复期限")
    status = models.CharField("状态", max_length=10, choices=MatterStatus, editable=False)
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
        verbose_name = verbose_name_plural = "重大问题"
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MatterStatus.values), name="matter_status_known"
            ),
            models.CheckConstraint(
                condition=Q(~Q(answer=""), status=MatterStatus.ANSWERED, answered_at__isnull=False)
                | Q(~Q(status=MatterStatus.ANSWERED), answer="", answered_at=None),
                name="matter_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        due = end_in_words(self.due_at)
        return {**self.plan.facts, "matter": self.title, "due": due, "answer": self.answer}
