"""收藏: what somebody keeps to come back to. Nobody else's business, and on no trail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.refs import new_ref
from matching.models.posting import Posting
from projects.models import Project


class Folder(models.Model):
    """收藏夹, one person's own."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="所有人", related_name="+"
    )
    name = models.CharField("名称", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "收藏夹"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="folder_has_name"),
            models.UniqueConstraint(fields=["person", "name"], name="folder_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Favourite(models.Model):
    """A project or a posting, and what somebody notes of it for themselves. One that was removed
    may be taken back until they remove another."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="收藏人", related_name="+"
    )
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name="成果", related_name="+", null=True
    )
    posting = models.ForeignKey(
        Posting, models.CASCADE, verbose_name="供需信息", related_name="+", null=True
    )
    folder = models.ForeignKey(
        Folder, models.SET_NULL, verbose_name="收藏夹", related_name="favourites", null=True
    )
    note = models.TextField("备注", max_length=500, blank=True)
    created_at = models.DateTimeField("收藏时间", db_default=Now(), editable=False)
    removed_at = models.DateTimeField("移除时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "收藏"
        indexes = [models.Index(fields=["person", "-created_at"], name="favourite_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, posting=None)
                | Q(project=None, posting__isnull=False),
                name="favourite_of_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "project"], name="favourite_project_once"),
            models.UniqueConstraint(fields=["person", "posting"], name="favourite_posting_once"),
        ]

    def __str__(self) -> str:
        return self.ref
