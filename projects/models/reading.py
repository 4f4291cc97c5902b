"""What was found in a Word document somebody uploaded, until they have looked at it."""

from django.conf import settings
from django.db import models

from foundation.clock import Now
from projects.models.project import Project


class Reading(models.Model):
    """Raw answers, kept apart from the sheet: nothing of them counts before it was looked at.
    The file itself is not kept. One for each project; one for each person without a project yet.
    """

    project = models.OneToOneField(
        Project, models.CASCADE, verbose_name="成果", null=True, related_name="reading"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="上传人", related_name="+"
    )
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    found = models.JSONField("识别结果")
    read_at = models.DateTimeField("上传时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "上传的信息表"
        constraints = [
            models.UniqueConstraint(
                fields=["reader"],
                condition=models.Q(project=None),
                name="reading_once_without_project",
            )
        ]

    def __str__(self) -> str:
        return self.name
