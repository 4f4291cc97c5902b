"""The version in force of a listed project, cut for search: what every public reader reads."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.models import Consent, Field, Unit
from projects.models.project import Project
from projects.models.version import Version


class Listing(models.Model):
    """Derived from a Version by `projects.listings`; `rebuild_index` makes it anew at any time.
    `head` holds what names it, `search` all of its texts; `facets` what it can be narrowed by, as
    "unit:SC"."""

    project = models.OneToOneField(
        Project, models.PROTECT, verbose_name="成果", related_name="listing", primary_key=True
    )
    version = models.OneToOneField(
        Version, models.PROTECT, verbose_name="现行版本", related_name="+"
    )
    title = models.CharField("成果名称", max_length=200)
    field = models.ForeignKey(
        Field, models.PROTECT, verbose_name="战新领域", null=True, db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位")
    trl = models.PositiveSmallIntegerField("技术成熟度", null=True)
    modes = ArrayField(models.CharField(max_length=12), verbose_name="转化方式", default=list)
    level = models.CharField("技术水平", max_length=20, blank=True)
    listed_at = models.DateTimeField("入库时间")
    consent = models.ForeignKey(
        Consent, models.PROTECT, verbose_name="展示同意", null=True, related_name="+"
    )
    has_recommendation = models.BooleanField("已推荐", default=False)
    head = SearchVectorField("题头检索", editable=False)
    search = SearchVectorField("检索", editable=False)
    cut = models.PositiveSmallIntegerField("切分方式", default=0)
    facets = ArrayField(models.CharField(max_length=30), verbose_name="分面", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "在库成果"
        indexes = [
            GinIndex(fields=["head"], name="listing_head"),
            GinIndex(fields=["search"], name="listing_search"),
            GinIndex(fields=["facets"], name="listing_facets"),
            models.Index(fields=["field"], include=["consent"], name="listing_fields_shown"),
            models.Index(fields=["-listed_at", "-project"], name="listing_newest"),
            models.Index(
                models.F("trl").desc(nulls_last=True),
                models.F("listed_at").desc(),
                models.F("project").desc(),
                name="listing_ripest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def texts(self) -> list[str]:
        """In which a list shows what was found: what holds most of it."""
        content = self.version.content
        told = ("summary", "tagline", "problem", "innovation", "market", "team")
        words = "、".join(content.get("keywords", []))
        rights = (f"{right['name']} {right['number']}" for right in content.get("rights", []))
        also = (f"知识产权：{right}" for right in rights)
        return [*(content.get(name, "") for name in told), f"关键词：{words}", *also]
