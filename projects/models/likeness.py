"""By what a submitted project is found among all others: its name, its rights, its text."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.models import Organisation
from projects.models.project import Project
from projects.models.sheet import TITLE_LENGTH
from projects.models.version import Version


class Likeness(models.Model):
    """Derived from the newest Version by `projects.likening`, like an index: not audited,
    `rebuild_index` makes it anew at any time."""

    project = models.OneToOneField(
        Project, models.PROTECT, verbose_name="成果", related_name="likeness", primary_key=True
    )
    version = models.OneToOneField(Version, models.PROTECT, verbose_name="版本", related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="持有单位", null=True, related_name="+"
    )
    name = models.CharField("名称", max_length=TITLE_LENGTH)
    rights = ArrayField(models.CharField(max_length=200), verbose_name="知识产权", default=list)
    bands = ArrayField(models.IntegerField(), verbose_name="文字特征", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "成果特征"
        indexes = [
            models.Index(fields=["name"], name="likeness_name"),
            GinIndex(fields=["rights"], name="likeness_rights"),
            GinIndex(fields=["bands"], name="likeness_bands"),
        ]

    def __str__(self) -> str:
        return self.name
