"""年度: one year of the programme, and the settings every room reads of it."""

from django.db import models
from django.db.models import Q

from foundation.clock import Now


class Cycle(models.Model):
    """Named by its year; later rooms add what they read of it."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    issuer = models.CharField("主办单位", max_length=60)
    lists_at_acceptance = models.BooleanField("初审通过即入库", default=False)
    opened_at = models.DateTimeField("新建时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2022), name="cycle_since_the_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度"
