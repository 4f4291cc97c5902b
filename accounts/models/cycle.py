"""年度: one year of the programme, and the settings every room reads of it."""

from django.db import models
from django.db.models import F, Q

from foundation.clock import Now, end_in_words, in_words


class Cycle(models.Model):
    """Named by its year; later rooms add what they read of it.

    Its call (申报通知) is open from `opens_at` on and in time before `closes_at`, half-open; both
    are null until it is published. `themes` are sentences to choose from, `criteria` lists of
    {"key", "label", "weight", "floor"}: points of 100, and the least that is enough of 0 to 5.
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
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "call": self.call_title,
            "begins": in_words(self.opens_at) if self.opens_at else "",
            "ends": end_in_words(self.closes_at) if self.closes_at else "",
        }
