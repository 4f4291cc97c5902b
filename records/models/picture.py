"""The first page of a document as a picture of our own making."""

from django.db import models

from records.models.document import Document
from records.models.work import Work


class Picture(Work):
    """`file` stays empty where nothing could be drawn; width and height in pixels."""

    document = models.OneToOneField(
        Document, models.CASCADE, verbose_name="文件", related_name="picture"
    )
    file = models.FileField("预览图", upload_to="documents/%Y/", max_length=200, blank=True)
    width = models.PositiveIntegerField("宽", null=True)
    height = models.PositiveIntegerField("高", null=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "预览图"

    def __str__(self) -> str:
        return f"预览 {self.document_id}"
