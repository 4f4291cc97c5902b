"""Counters behind the codes given at listing: `2026-SC-000123`."""

from django.db import models

from accounts.models import Unit


class CodeSeries(models.Model):
    """One row a year and unit, locked while codes are given."""

    year = models.PositiveSmallIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位")
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="code_series_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.unit_id}-{self.last:06d}"
