"""That somebody was reminded of something that is due, so that nobody is twice."""

from django.conf import settings
from django.db import models

from foundation.clock import Now


class Reminder(models.Model):
    """`kind` names the template of its message, `day` is the one it was due to be sent on. Not
    audited: the message stands for it."""

    kind = models.CharField("事由", max_length=60)
    table = models.CharField("记录类型", max_length=60)
    object_id = models.BigIntegerField("记录")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="提醒谁", related_name="+"
    )
    day = models.DateField("哪一天的")
    made_at = models.DateTimeField("提醒时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "table", "object_id", "user", "day"], name="reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.day}"
