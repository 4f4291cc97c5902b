"""信息更正: what a project in the library is to say from its acceptance on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.project import Project
from projects.models.version import Version
from projects.states import CorrectionStatus


class Correction(models.Model):
    """The project's row says what is in force, in every room that reads it; `sheet` is the working
    copy beside it: every column, people and ways to reach them too, and whose it is. `before` tells
    how the attachments stood when it began, to go back to. Both are emptied when it has ended.
    `version` is what was proposed last."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="corrections"
    )
    status = models.CharField("状态", max_length=10, choices=CorrectionStatus, editable=False)
    reason = models.TextField("更正原因", max_length=500)
    sheet = models.JSONField("更正后", default=dict)
    before = models.JSONField("更正前的附件", default=list)
    version = models.OneToOneField(
        Version, models.PROTECT, verbose_name="提交的版本", null=True, related_name="correction"
    )
    began_at = models.DateTimeField("开始时间", db_default=Now(), editable=False)
    proposed_at = models.DateTimeField("提交时间", null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提交人", null=True, related_name="+"
    )
    due_on = models.DateField("修改期限", null=True)
    decided_at = models.DateTimeField("办结时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "信息更正"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CorrectionStatus.values), name="correction_status_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(status__in=CorrectionStatus.pending),
                name="correction_one_pending",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("proposed", "accepted"))
                | Q(version__isnull=False, proposed_by__isnull=False),
                name="correction_proposed_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted")
                | Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by")),
                name="correction_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CorrectionStatus.pending) | Q(sheet={}, before=[]),
                name="correction_ended_keeps_nothing",
            ),
        ]

    tones = {"accepted": "ok"}  # in force; of a project it is one step of several

    def __str__(self) -> str:
        return self.project.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: whose desk it is read at, until when it is to be revised."""
        due_on = self.due_on.isoformat() if self.due_on else ""
        desk = "my" if self.project.holder_id else "unit"
        return {"desk": desk, "due_on": due_on, "reason": self.reason}
