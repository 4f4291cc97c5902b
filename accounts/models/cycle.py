"""年度: one year of the programme, and the settings every room reads of it."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from foundation.clock import Now, end_in_words, in_words

_RUBRIC = (
    ("lead", "技术领先性", 30),
    ("maturity", "成熟度", 25),
    ("rights", "知识产权", 15),
    ("market", "市场前景", 20),
    ("team", "团队与意愿", 10),
)


def default_rubric() -> list[dict[str, Any]]:
    """What the centre begins with; a floor of 1 means that 0 on one criterion is never enough."""
    return [
        {"key": key, "label": label, "weight": weight, "floor": 1} for key, label, weight in _RUBRIC
    ]


class Cycle(models.Model):
    """Named by its year; later rooms add what they read of it.

    Its call (申报通知) is open from `opens_at` on and in time before `closes_at`, half-open; both
    are null until it is published. `themes` are sentences to choose from, `criteria` lists of
    {"key", "label", "weight", "floor"}: points of 100, and the least that is enough of 0 to 5.
    `rubric` is what agencies evaluate listed projects by, in the form of `criteria`; from
    `second_opinion_from` 万元 asked for on, two persons evaluate (null: always one), whose totals
    may lie `most_spread` apart (SD, of 100) before a third is asked; a project is recommended from
    `recommended_from` points on. `readings` of the centre must come before a project is listed;
    after `stale_after` months without a word a listed project counts as stale.
    `cap` is how many roadshows a unit may ask for, `display_days` how many workdays a 公示 lasts.
    """

    year = models.PositiveSmallIntegerField("年度", unique=True)
    issuer = models.CharField("主办单位", max_length=60)
    lists_at_acceptance = models.BooleanField("初审通过即入库", default=False)
    opened_at = models.DateTimeField("新建时间", db_default=Now(), editable=False)
    call_title = models.CharField("通知标题", max_length=120, blank=True)
    call_number = models.CharField("通知文号", max_length=60, blank=True)
    call_text = models.TextField("通知正文", blank=True)
    opens_at = models.DateTimeField("开始报送", null=True)
    closes_at = models.DateTimeField("报送截止", null=True)
    themes = models.JSONField("路演主题", default=list)
    cap = models.PositiveSmallIntegerField("每家场次上限", default=2)
    criteria = models.JSONField("评审指标", default=list)
    rubric = models.JSONField("专业评价指标", default=default_rubric)
    second_opinion_from = models.DecimalField(
        "双人评价起点（万元）", max_digits=12, decimal_places=2, null=True, default=Decimal(1000)
    )
    most_spread = models.PositiveSmallIntegerField("评价分歧上限", default=12)
    recommended_from = models.PositiveSmallIntegerField("推荐最低分", default=60)
    readings = models.PositiveSmallIntegerField("入库前审读次数", default=0)
    stale_after = models.PositiveSmallIntegerField("多少个月未更新算久未更新", default=24)
    display_days = models.PositiveSmallIntegerField("公示工作日", default=5)

    class Meta:
        verbose_name = verbose_name_plural = "年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2022), name="cycle_since_the_notice"),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="cycle_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=Q(cap__range=(1, 9)), name="cycle_cap_sound"),
            models.CheckConstraint(
                condition=Q(readings__range=(0, 2)), name="cycle_readings_sound"
            ),
            models.CheckConstraint(
                condition=Q(recommended_from__range=(0, 100)), name="cycle_recommended_from_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度"

    @property
    def lists_at_once(self) -> bool:
        """Whether acceptance lists: not where the centre is to read it first."""
        return self.lists_at_acceptance and not self.readings

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "call": self.call_title,
            "begins": in_words(self.opens_at) if self.opens_at else "",
            "ends": end_in_words(self.closes_at) if self.closes_at else "",
        }
