"""通知附件: what hangs on the announcement of a call, for all to read."""

from django.db import models
from django.db.models import Q

from accounts.models import Cycle
from foundation.refs import new_ref
from provinces.states import CallFileStatus
from records.models import Document


class CallFile(models.Model):
    """Taken away, it is no more on the page; that it was there stays on record."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, verbose_name="文件", related_name="+")
    status = models.CharField("状态", max_length=10, choices=CallFileStatus, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "通知附件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CallFileStatus.values), name="call_file_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.document.name
