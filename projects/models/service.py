"""已享服务: which of the notice's five services a project has enjoyed, 五(二)."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.project import Project
from projects.states import ServiceKind, ServiceStatus
from records.models import Document


class ServiceQuerySet(models.QuerySet["Service"]):
    def noted(self) -> Self:
        """Those that count: a voided one never does."""
        return self.filter(status=ServiceStatus.NOTED)


class Service(models.Model):
    """`provider` names who gave it, `organisation` is their house where it is known here; its
    Entry says who wrote it down. `evidence` is what shows it."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="services"
    )
    kind = models.CharField("服务", max_length=10, choices=ServiceKind)
    status = models.CharField(
        "状态", max_length=10, choices=ServiceStatus, default=ServiceStatus.NOTED, editable=False
    )
    provider = models.CharField("提供方", max_length=100)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="提供机构", null=True, related_name="+"
    )
    detail = models.TextField("服务内容", max_length=500, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, verbose_name="凭证", null=True, related_name="+"
    )
    enjoyed_on = models.DateField("日期")
    noted_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已享服务"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ServiceKind.values), name="service_kind_known"
            ),
            models.CheckConstraint(condition=~Q(provider=""), name="service_has_provider"),
            models.CheckConstraint(
                condition=Q(status__in=ServiceStatus.values), name="service_status_known"
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "provider", "enjoyed_on"],
                condition=Q(status=ServiceStatus.NOTED),
                name="service_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {"project": self.project.title, "project_ref": self.project.ref}
