"""例外: what the centre grants one unit beyond the call, by name and reason, for all to see."""

from django.db import models
from django.db.models import Q

from accounts.models import Cycle, Unit
from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from provinces.states import ExemptionKind, ExemptionStatus


class Exemption(models.Model):
    """`until` is the unit's own end of the call, half-open; `cap` its own number of roadshows."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="exemptions")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", related_name="+")
    kind = models.CharField("种类", max_length=10, choices=ExemptionKind)
    until = models.DateTimeField("延长到", null=True)
    cap = models.PositiveSmallIntegerField("场次", null=True)
    reason = models.TextField("理由", max_length=300)
    status = models.CharField("状态", max_length=10, choices=ExemptionStatus, editable=False)
    granted_at = models.DateTimeField("准予时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "例外"
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ExemptionStatus.values), name="exemption_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ExemptionKind.EXTENSION, until__isnull=False, cap=None)
                | Q(kind=ExemptionKind.EXTRA, until=None, cap__range=(2, 9)),
                name="exemption_says_what",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
            models.UniqueConstraint(
                fields=["cycle", "unit", "kind"],
                condition=Q(status=ExemptionStatus.GIVEN),
                name="exemption_once_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.get_kind_display()}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "unit": self.unit.name,
            "kind": self.get_kind_display(),
            "extent": end_in_words(self.until) if self.until else f"可申报 {self.cap} 场",
            "reason": self.reason,
        }
