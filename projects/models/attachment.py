"""附件: what a project shows besides its sheet, and who may read it."""

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.project import Project
from projects.states import AttachmentKind, AttachmentStatus, GrantStatus, Visibility
from records.models import Document

MOST = 20  # of a project
TITLE_LENGTH = 120


class Attachment(models.Model):
    """`place` is its place in the list, from 1 and without gaps; who was removed has none. The
    places are what keeps a project from having more than MOST."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="attachments"
    )
    document = models.OneToOneField(Document, models.PROTECT, verbose_name="文件", related_name="+")
    kind = models.CharField("类型", max_length=12, choices=AttachmentKind)
    title = models.CharField("名称", max_length=TITLE_LENGTH)
    visibility = models.CharField("公开范围", max_length=10, choices=Visibility)
    status = models.CharField("状态", max_length=10, choices=AttachmentStatus, editable=False)
    place = models.PositiveSmallIntegerField("次序", null=True)
    added_at = models.DateTimeField("添加时间", db_default=Now(), editable=False)
    removed_at = models.DateTimeField("移除时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="attachment_visibility_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="attachment_has_title"),
            models.CheckConstraint(
                condition=~Q(kind=AttachmentKind.MANDATE) | Q(visibility=Visibility.GRANTED),
                name="attachment_mandate_is_never_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=AttachmentStatus.KEPT,
                    removed_at=None,
                    place__isnull=False,
                    place__range=(1, MOST),
                )
                | Q(status=AttachmentStatus.REMOVED, removed_at__isnull=False, place=None),
                name="attachment_kept_has_place",
            ),
            models.UniqueConstraint(
                fields=["project", "place"],
                deferrable=models.Deferrable.IMMEDIATE,
                name="attachment_place_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GrantQuerySet(models.QuerySet["AttachmentGrant"]):
    def valid_now(self) -> "GrantQuerySet":
        lasting = Q(until=None) | Q(until__gt=Now())
        return self.filter(lasting, status=GrantStatus.GIVEN)


class AttachmentGrant(models.Model):
    """An organisation whose members may read one attachment, until a moment or until revoked."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name="附件", related_name="grants"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="机构", related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=GrantStatus, editable=False)
    until = models.DateTimeField("授权到", null=True)
    granted_at = models.DateTimeField("授权时间", db_default=Now(), editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件授权"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=GrantStatus.values), name="grant_status_known"
            ),
            models.UniqueConstraint(
                fields=["attachment", "organisation"],
                condition=Q(status=GrantStatus.GIVEN),
                name="grant_given_once",
            ),
        ]

    def __str__(self) -> str:
        return self.attachment.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        project = self.attachment.project
        return {
            "attachment": self.attachment.ref,
            "organisation": self.organisation.name,
            "project": project.title,
            "project_name": project.name_in_address,
            "until": self.until.isoformat() if self.until else "",
        }
