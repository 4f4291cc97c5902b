"""One mail a day, for those who asked for no more than that."""

from django.conf import settings
from django.db import models

from records.models.work import Work


class DailyMail(Work):
    """Carries what was kept for a person since the mail before it; due at 08:00 in Shanghai."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收件人", related_name="+"
    )
    day = models.DateField("日期")

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "每日汇总"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["to", "day"], name="daily_mail_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.to_id}"
