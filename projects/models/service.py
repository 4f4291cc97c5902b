"""已享服务: which of the notice's five services a project has enjoyed, 五(二)."""

from django.db import models
from django.db.models import Q

from foundation.clock import Now
from projects.models.project import Project
from projects.states import ServiceKind


class Service(models.Model):
    """`provider` names who gave it; its Entry says who wrote it down."""

    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="services"
    )
    kind = models.CharField("服务", max_length=10, choices=ServiceKind)
    provider = models.CharField("提供方", max_length=100)
    enjoyed_on = models.DateField("日期")
    noted_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "已享服务"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ServiceKind.values), name="service_kind_known"
            ),
            models.CheckConstraint(condition=~Q(provider=""), name="service_has_provider"),
            models.UniqueConstraint(
                fields=["project", "kind", "provider", "enjoyed_on"], name="service_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
