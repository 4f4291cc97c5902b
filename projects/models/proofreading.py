"""审读: who of the centre has read which version before it is shown, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.version import Version
from projects.states import ProofreadingStatus, ProofStep


class Proofreading(models.Model):
    """One person reads a version once, and each step is one person's."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    version = models.ForeignKey(
        Version, models.PROTECT, verbose_name="版本", related_name="proofreadings"
    )
    step = models.CharField("审次", max_length=10, choices=ProofStep)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审读人", related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=ProofreadingStatus, editable=False)
    note = models.CharField("备注", max_length=200, blank=True)
    read_at = models.DateTimeField("审读时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "审读"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProofreadingStatus.values), name="proofreading_status_known"
            ),
            models.CheckConstraint(
                condition=Q(step__in=ProofStep.values), name="proofreading_step_known"
            ),
            models.UniqueConstraint(
                fields=["version", "step"],
                condition=Q(status=ProofreadingStatus.READ),
                name="proofreading_step_once",
            ),
            models.UniqueConstraint(
                fields=["version", "reader"],
                condition=Q(status=ProofreadingStatus.READ),
                name="proofreading_reader_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.get_step_display()}"
