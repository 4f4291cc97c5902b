"""定稿: a plan as it was printed, word for word."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from provinces.models.plan import WorkPlan


class PlanVersion(models.Model):
    """Immutable: a trigger refuses every update and deletion. `sha256` is over `content` as
    canonical JSON (RFC 8785 restricted to strings, integers and lists); the code on every printed
    page names it. `typed` is what it was made of, name by name: to begin from again."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="versions")
    number = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    typed = models.JSONField("填写的内容", default=dict)
    sha256 = models.CharField("SHA-256", max_length=64)
    frozen_at = models.DateTimeField("定稿时间", db_default=Now(), editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="定稿人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "方案定稿"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="plan_version_hash_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"
