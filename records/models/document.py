"""What was filed: the bytes as they came, under the hash they had."""

from django.conf import settings
from django.db import models

from foundation.clock import Now
from foundation.refs import new_ref
from foundation.uploads import split_name


class Document(models.Model):
    """An uploaded or issued file; never changed, `records.filing` alone makes them."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    cleaned = models.CharField("已去掉", max_length=200, blank=True)
    file = models.FileField("文件", upload_to="documents/%Y/", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提交人", related_name="+"
    )
    filed_at = models.DateTimeField("提交时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_hash_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(sm3__regex=r"^([0-9a-f]{64})?$"), name="document_hash_is_sm3"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        return split_name(self.name)[1].lower()
