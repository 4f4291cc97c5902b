"""One mail for many messages: of those who asked for one a day, or for none at night."""

from datetime import time

from django.conf import settings
from django.db import models

from records.models.work import Work


class DailyMail(Work):
    """Carries what was put off to it; due on its day at 08:00 in Shanghai, or when the quiet hours
    of its reader end. `due_at` moves where a step failed, `at` does not."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人", related_name="+"
    )
    day = models.DateField("日期")
    at = models.TimeField("时刻", default=time(8))

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "每日汇总"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["to", "day", "at"], name="daily_mail_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.to_id}"
