"""What was submitted, word for word, with the verdict of the conditions as they were then."""

from django.db import models
from django.db.models import Q

from foundation.clock import Now
from projects.models.project import Project
from projects.states import CorrectionStatus


class VersionQuerySet(models.QuerySet["Version"]):
    def standing(self) -> "VersionQuerySet":
        """Without those that a correction proposed and nobody accepted: the newest of a project in
        the library is the one in force."""
        accepted = Q(correction__status=CorrectionStatus.ACCEPTED)
        return self.filter(Q(is_correction=False) | accepted)

    def newest(self) -> "VersionQuerySet":
        """The last of each project among these."""
        return self.order_by("project_id", "-number").distinct("project_id")


class Version(models.Model):
    """Immutable: a trigger refuses every update and deletion. `sha256` is over `content` as
    canonical JSON (RFC 8785 restricted to strings, integers and lists). `is_correction`: it was
    proposed for a project in the library, not submitted."""

    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="versions"
    )
    is_correction = models.BooleanField("信息更正", default=False)
    number = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    verdicts = models.JSONField("六项条件")
    rule_set = models.CharField("规则版本", max_length=10)
    frozen_at = models.DateTimeField("定稿时间", db_default=Now(), editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_hash_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} v{self.number}"
