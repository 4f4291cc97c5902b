"""A file on its way in: the bytes that have come so far, then a worker's look at the whole."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.clock import Now
from foundation.refs import new_ref
from foundation.uploads import Purpose, split_name
from records.models.document import Document
from records.models.work import Work
from records.states import UploadStage, WorkState


class Upload(models.Model):
    """`size` is what the sender declared, `received` what lies in the part file, both in bytes.

    `target` names the room that takes the document, `wish` is what it was told, `role`, `unit` and
    `organisation` in whose name the sender acted. Its part file is `records.receiving`'s.
    """

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    role = models.CharField("身份", max_length=20, blank=True)
    unit = models.CharField("推荐单位", max_length=2, blank=True)
    organisation = models.BigIntegerField("机构", null=True)
    name = models.CharField("文件名", max_length=120)
    purpose = models.CharField("用途", max_length=10, choices=Purpose)
    target = models.CharField("去向", max_length=40)
    about = models.CharField("有关记录", max_length=10, blank=True)
    wish = models.JSONField("说明", default=dict)
    size = models.PositiveBigIntegerField("申报字节数")
    received = models.PositiveBigIntegerField("已收字节数", default=0)
    begun_at = models.DateTimeField("开始时间", db_default=Now(), editable=False)
    touched_at = models.DateTimeField("最近收到时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "上传"
        indexes = [
            models.Index(fields=["owner", "begun_at"], name="upload_of_owner"),
            models.Index(fields=["target", "about"], name="upload_about"),
            models.Index(fields=["touched_at"], name="upload_touched"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_not_empty"),
            models.CheckConstraint(
                condition=Q(received__lte=F("size")), name="upload_within_its_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stage(self) -> UploadStage:
        inspection = getattr(self, "inspection", None)
        if inspection is None:
            return UploadStage.RECEIVING
        if inspection.state == WorkState.WAITING:
            return UploadStage.CHECKING
        if inspection.state == WorkState.FAILED:
            return UploadStage.FAILED
        return UploadStage.KEPT if inspection.document_id else UploadStage.REFUSED

    @property
    def extension(self) -> str:
        return split_name(self.name)[1].lower()

    @property
    def percent(self) -> int:
        return self.received * 100 // self.size


class Inspection(Work):
    """The look at a whole upload: it ends with a document, or with `problems` as data."""

    upload = models.OneToOneField(
        Upload, models.CASCADE, verbose_name="上传", related_name="inspection"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="文件", null=True, related_name="+"
    )
    problems = models.JSONField("问题", default=list)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "文件检查"

    def __str__(self) -> str:
        return f"检查 {self.upload_id}"
