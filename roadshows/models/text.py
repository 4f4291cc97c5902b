"""What search reads of a roadshow."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from roadshows.models.roadshow import Roadshow


class RoadshowText(models.Model):
    """What the public reads of one, cut for search; there is none before it was published first.
    `projects` are the refs of those its words name. Derived: `cutting.rebuild_texts` makes it anew.
    """

    roadshow = models.OneToOneField(
        Roadshow, models.CASCADE, verbose_name="路演", related_name="text", primary_key=True
    )
    head = SearchVectorField("题头检索", editable=False)
    search = SearchVectorField("检索", editable=False)
    facets = ArrayField(models.CharField(max_length=110), verbose_name="分面", default=list)
    projects = ArrayField(models.CharField(max_length=10), verbose_name="成果", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "路演检索"
        indexes = [
            GinIndex(fields=["head"], name="roadshow_text_head"),
            GinIndex(fields=["search"], name="roadshow_text_search"),
        ]

    def __str__(self) -> str:
        return str(self.roadshow_id)
