"""报送: a version with its sealed scan, handed in at an instant."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.refs import new_ref
from provinces.models.plan import WorkPlan
from provinces.models.scan import Scan
from provinces.models.version import PlanVersion
from provinces.states import SubmissionStatus


class Submission(models.Model):
    """`ref` is the serial of its receipt, `digest` SHA-256 over what the receipt says
    (`receipts.ReceiptFacts.digest`). At most one of a plan stands."""

    ref = models.CharField("回执号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(
        WorkPlan, models.PROTECT, verbose_name="方案", related_name="submissions"
    )
    version = models.ForeignKey(PlanVersion, models.PROTECT, verbose_name="定稿", related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, verbose_name="盖章扫描件", related_name="+")
    status = models.CharField("状态", max_length=10, choices=SubmissionStatus, editable=False)
    filed_at = models.DateTimeField("报送时间", editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签发人", related_name="+"
    )
    digest = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SubmissionStatus.values), name="submission_status_known"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=SubmissionStatus.STANDING),
                name="submission_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.ref}"
