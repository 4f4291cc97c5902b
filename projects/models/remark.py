"""逐项意见: what a unit says of one column of what was submitted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.project import Project
from projects.models.version import Version
from projects.states import FieldRemarkStatus

TEXT_LENGTH = 500


class FieldRemark(models.Model):
    """`column` is one of the sheet's. One a column that has not been sent."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="field_remarks"
    )
    version = models.ForeignKey(Version, models.PROTECT, verbose_name="版本", related_name="+")
    column = models.CharField("栏目", max_length=40)
    text = models.TextField("意见", max_length=TEXT_LENGTH)
    status = models.CharField("状态", max_length=10, choices=FieldRemarkStatus, editable=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+"
    )
    noted_at = models.DateTimeField("写下时间", db_default=Now(), editable=False)
    sent_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "逐项意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=FieldRemarkStatus.values), name="field_remark_status_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="field_remark_says_something"),
            models.UniqueConstraint(
                fields=["project", "column"],
                condition=Q(status=FieldRemarkStatus.NOTED),
                name="field_remark_one_noted",
            ),
            models.CheckConstraint(
                condition=Q(status=FieldRemarkStatus.SENT, sent_at__isnull=False)
                | ~Q(status=FieldRemarkStatus.SENT) & Q(sent_at=None),
                name="field_remark_sent_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.column}"
