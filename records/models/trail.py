"""The trail: an Entry for every change, Seals that chain them, Shapes that say what was digested.

`ztc_app` may insert and read these tables and nothing else; triggers stop everybody (0002).
"""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Entry(models.Model):
    """One change of one record. Role, unit and organisation are values, not links: they stay
    true when memberships end."""

    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="办理人",
        null=True,
        related_name="+",
    )
    actor_role = models.CharField("身份", max_length=20)
    actor_unit = models.CharField("推荐单位", max_length=10, blank=True)
    actor_organisation = models.BigIntegerField("机构", null=True)
    table = models.CharField("记录类型", max_length=60)
    object_id = models.BigIntegerField("记录")
    object_ref = models.CharField("编号", max_length=20, blank=True)
    verb = models.CharField("办理", max_length=40)
    source = models.CharField("原状态", max_length=20, blank=True)
    target = models.CharField("新状态", max_length=20, blank=True)
    note = models.TextField("说明", blank=True)
    changes = models.JSONField("变更内容", default=dict)
    request_id = models.CharField("请求编号", max_length=40, blank=True)
    shape = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        indexes = [
            models.Index(fields=["table", "object_id", "-id"], name="entry_of_object"),
            BrinIndex(fields=["at"], name="entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.table} {self.object_ref or self.object_id} {self.verb}"


class Seal(models.Model):
    """Covers every entry with first_id ≤ id ≤ last_id and the root of the seal before it."""

    first_id = models.BigIntegerField(primary_key=True)
    last_id = models.BigIntegerField(unique=True)
    # Which ids of the interval exist, as [first, last] pairs: a rolled back move leaves a gap,
    # a deleted entry must not look like one.
    ranges = models.JSONField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "封存"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_id__lte=models.F("last_id")), name="seal_covers_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"


class Shape(models.Model):
    """The columns an entry's digest was taken over, so that a table may gain columns later."""

    name = models.CharField(max_length=16, primary_key=True)
    table = models.CharField(max_length=60)
    columns = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = "摘要结构"

    def __str__(self) -> str:
        return f"{self.table} {self.name}"
