"""一页简介: what is in force of a project, on one sheet."""

from django.db import models

from projects.models.version import Version
from records.models import Work


class OnePager(Work):
    """Of a version, as PDF; a worker typesets it. `digest` is over all it shows: what hangs on the
    project beside its version makes another one. `sha256` is over the file."""

    version = models.ForeignKey(
        Version, models.PROTECT, verbose_name="版本", related_name="one_pagers"
    )
    digest = models.CharField("内容摘要", max_length=64)
    file = models.FileField("文件", upload_to="one-pagers/", max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "一页简介"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["version", "digest"], name="one_pager_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.digest[:8]}"
