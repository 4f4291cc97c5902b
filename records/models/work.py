"""Work that must not be lost is a row with a state first and a Celery message second."""

from django.db import models

from foundation.clock import Now
from records.states import WorkState


class Work(models.Model):
    """Base of every such row; `records.working` alone moves it.

    The row's lock is the claim: whoever holds it works, a killed worker lets go of it, and the
    effect of a step and its progress are committed together or not at all.
    """

    state = models.CharField(
        "处理状态", max_length=10, choices=WorkState, default=WorkState.WAITING, editable=False
    )
    attempts = models.PositiveSmallIntegerField("已试次数", default=0, editable=False)
    progress = models.PositiveIntegerField("已处理", default=0, editable=False)
    total = models.PositiveIntegerField("总数", default=1, editable=False)
    fault = models.TextField("出错原因", blank=True, editable=False)
    due_at = models.DateTimeField("最早处理时间", db_default=Now(), editable=False)
    created_at = models.DateTimeField("建立时间", db_default=Now(), editable=False)
    ended_at = models.DateTimeField("结束时间", null=True, editable=False)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=WorkState.WAITING),
                name="%(class)s_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=WorkState.values), name="%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WorkState.ended, ended_at__isnull=False)
                | models.Q(state=WorkState.WAITING, ended_at__isnull=True),
                name="%(class)s_ended_when_ended",
            ),
        ]
