"""What is said and arranged at an introduction."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.clock import Now
from foundation.refs import new_ref
from introductions.models.introduction import Introduction
from introductions.states import AppointmentStatus, LineStatus
from records.models import Document

LONGEST = 2000  # characters of a line


class Line(models.Model):
    """Words or a file. What was taken back keeps neither words nor a file that is read."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    introduction = models.ForeignKey(
        Introduction, models.PROTECT, verbose_name="对接", related_name="lines"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="留言人", related_name="+"
    )
    text = models.TextField("留言", max_length=LONGEST, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="附件", null=True, related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=LineStatus, editable=False)
    said_at = models.DateTimeField("留言时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "对接留言"
        indexes = [models.Index(fields=["introduction", "said_at"], name="line_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=LineStatus.values), name="line_status_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.introduction)

    @property
    def facts(self) -> dict[str, str]:
        return self.introduction.facts


class Appointment(models.Model):
    """A time to meet, on which both agree. `sequence` goes up with each change that a calendar is
    told of (RFC 5545)."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    introduction = models.ForeignKey(
        Introduction, models.PROTECT, verbose_name="对接", related_name="appointments"
    )
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    place = models.CharField("地点", max_length=100, blank=True)
    status = models.CharField("状态", max_length=10, choices=AppointmentStatus, editable=False)
    sequence = models.PositiveSmallIntegerField("变更次数", default=0, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提议人", related_name="+"
    )
    proposed_at = models.DateTimeField("提议时间", db_default=Now(), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="变更人", null=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "约见"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AppointmentStatus.values), name="appointment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.introduction)

    @property
    def facts(self) -> dict[str, str]:
        return self.introduction.facts
