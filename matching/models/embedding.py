"""What titles mean, where the extra `semantic` is installed."""

from django.db import models
from django.db.models import Q

from matching.states import Sort


class Embedding(models.Model):
    """The title of a record as a vector (`matching.semantic`) by a model, and the revision of its
    `Indexed` row it was last compared with. Derived; made anew at any time."""

    sort = models.CharField("类别", max_length=10, choices=Sort)
    key = models.BigIntegerField("记录")
    model = models.CharField("模型", max_length=40)
    sha256 = models.CharField("名称摘要", max_length=64)
    vector = models.BinaryField("向量")
    revision = models.BigIntegerField("修订号")

    class Meta:
        verbose_name = verbose_name_plural = "名称语义"
        constraints = [
            models.UniqueConstraint(fields=["sort", "key"], name="embedding_once"),
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="embedding_sort_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.key} r{self.revision}"
