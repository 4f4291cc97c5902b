"""What search reads of notices."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from provinces.states import NoticeKind


class NoticeText(models.Model):
    """A page of notices that the public reads, cut for search. `name` is what its address ends in:
    a year, or the ref of a call for hosts; `text` are lines. Derived: `cutting.rebuild_texts` makes
    it anew."""

    kind = models.CharField("类别", max_length=10, choices=NoticeKind)
    name = models.CharField("地址", max_length=10)
    title = models.CharField("标题", max_length=160)
    issuer = models.CharField("发布单位", max_length=100)
    text = models.TextField("正文", blank=True)
    dated_at = models.DateTimeField("日期")
    head = SearchVectorField("题头检索", editable=False)
    search = SearchVectorField("检索", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "公告检索"
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="notice_text_once"),
        ]
        indexes = [
            GinIndex(fields=["head"], name="notice_text_head"),
            GinIndex(fields=["search"], name="notice_text_search"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def texts(self) -> list[str]:
        """In which a list shows what was found."""
        return self.text.splitlines()
