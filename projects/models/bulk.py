"""批量办理: one order for many projects, carried out by a worker, reported project by project."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from foundation.refs import new_ref
from projects.models.project import Project
from projects.states import BulkOutcome
from records.models.work import Work


class BulkOrder(Work):
    """In the name of `by`, acting as `role` for `unit` ("" at the centre). `verb` is one of
    `bulk.VERBS`; `wishes` are what its form was answered with."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    verb = models.CharField("办理", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+"
    )
    role = models.CharField("身份", max_length=20)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="推荐单位", null=True, related_name="+"
    )
    organisation = models.BigIntegerField("机构", null=True)
    wishes = models.JSONField("内容", default=dict)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "批量办理"

    def __str__(self) -> str:
        return f"{self.verb} {self.ref}"


class BulkItem(models.Model):
    """`reasons` are sentences that say why it was left alone."""

    order = models.ForeignKey(
        BulkOrder, models.CASCADE, verbose_name="批量办理", related_name="items"
    )
    project = models.ForeignKey(Project, models.PROTECT, verbose_name="成果", related_name="+")
    outcome = models.CharField(
        "结果", max_length=10, choices=BulkOutcome, default=BulkOutcome.WAITING
    )
    reasons = models.JSONField("原因", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "批量办理的成果"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=BulkOutcome.values), name="bulk_outcome_known"
            ),
            models.UniqueConstraint(fields=["order", "project"], name="bulk_item_once"),
        ]
        indexes = [models.Index(fields=["order", "outcome"], name="bulk_item_outcome")]

    def __str__(self) -> str:
        return str(self.project_id)
