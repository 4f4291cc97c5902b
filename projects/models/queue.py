"""What a desk's list is narrowed and ordered by, and how somebody wants to see it again."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from foundation.clock import Now
from projects.models.project import Project
from projects.models.version import Version


class QueueRow(models.Model):
    """Derived from the Version that stands by `projects.queueing`, like an index: not audited,
    `rebuild_index` makes it anew at any time. `failing` and `unsure` are numbers of the six
    conditions, `lacks` what is missing in it (`queueing.Lack`), `rights_end` the last day on
    which one of its granted patents is in force, null without any."""

    project = models.OneToOneField(
        Project, models.PROTECT, verbose_name="成果", related_name="queue_row", primary_key=True
    )
    version = models.OneToOneField(Version, models.PROTECT, verbose_name="版本", related_name="+")
    failing = ArrayField(models.PositiveSmallIntegerField(), verbose_name="不符合", default=list)
    unsure = ArrayField(models.PositiveSmallIntegerField(), verbose_name="需人工核验", default=list)
    lacks = ArrayField(models.CharField(max_length=20), verbose_name="缺材料", default=list)
    rights_end = models.DateField("专利到期", null=True)
    search = SearchVectorField("检索", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "清单行"
        indexes = [GinIndex(fields=["search"], name="queue_row_search")]

    def __str__(self) -> str:
        return str(self.pk)


class SavedView(models.Model):
    """常用筛选: a list as somebody wants to see it again, its columns included. `query` is that of
    the list's address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="所有人", related_name="+"
    )
    desk = models.CharField("清单", max_length=20)
    name = models.CharField("名称", max_length=40)
    query = models.TextField("条件", max_length=2000, blank=True)
    saved_at = models.DateTimeField("保存时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        constraints = [
            models.UniqueConstraint(fields=["owner", "desk", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name
