"""Interests in achievements; later steps of matching grow from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.refs import new_ref
from matching.states import InterestKind, InterestStatus
from projects.models import Project


class Interest(models.Model):
    """One that stands for each person and project. No contact passes on with it."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="interests"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="interests"
    )
    kind = models.CharField("意向", max_length=10, choices=InterestKind)
    message = models.TextField("留言", max_length=500, blank=True)
    status = models.CharField("状态", max_length=10, choices=InterestStatus, editable=False)
    sent_at = models.DateTimeField("提交时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "意向"
        indexes = [models.Index(fields=["person", "-sent_at"], name="interest_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=InterestKind.values), name="interest_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=InterestStatus.values), name="interest_status_known"
            ),
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=Q(status=InterestStatus.SENT),
                name="interest_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.project.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: what is wished, never by whom to be reached."""
        path = "/my/interests/" if self.project.holder_id else "/unit/interests/"
        return {
            "kind_label": self.get_kind_display(),
            "project_ref": self.project.ref,
            "received_path": path,
        }
