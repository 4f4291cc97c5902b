"""Organisations of the five parties, and the 37 units that recommend."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.term import Place
from accounts.states import OrganisationKind, UnitKind
from foundation.clock import Now
from foundation.refs import new_ref


class Organisation(models.Model):
    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField("单位性质", max_length=12, choices=OrganisationKind)
    code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="所在地", null=True)
    registered_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="organisation_code_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(code="") | models.Q(code__regex=r"^[0-9A-HJ-NP-RTUW-Y]{18}$"),
                name="organisation_code_gb32100",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """One of the 37 省级科技管理部门; rows come from the taxonomy file, never from a form."""

    abbr = models.CharField("简码", max_length=2, primary_key=True)
    code = models.CharField("区划代码", max_length=6, unique=True)
    name = models.CharField("简称", max_length=10, unique=True)
    department = models.CharField("部门", max_length=60)
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    region = models.CharField("大区", max_length=4)
    strategies = ArrayField(models.CharField(max_length=6), verbose_name="区域战略", default=list)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, verbose_name="机构", related_name="unit"
    )

    class Meta:
        verbose_name = verbose_name_plural = "推荐单位"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
