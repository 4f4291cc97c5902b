"""关注: an organisation or a field somebody wants to hear of. Nobody else's business, and on no
trail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Field, Organisation
from foundation.clock import Now
from foundation.refs import new_ref
from matching.states import FollowKind


class Follow(models.Model):
    """Of an organisation or of a field; what appeared before `told_until` is no news."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="关注人", related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", null=True, related_name="+"
    )
    field = models.ForeignKey(
        Field, models.PROTECT, verbose_name="领域", null=True, related_name="+"
    )
    told_until = models.DateTimeField("已告知到", db_default=Now(), editable=False)
    created_at = models.DateTimeField("关注时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "关注"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, field=None)
                | Q(organisation=None, field__isnull=False),
                name="follow_organisation_or_field",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"], name="follow_organisation_once"
            ),
            models.UniqueConstraint(fields=["person", "field"], name="follow_field_once"),
        ]

    def __str__(self) -> str:
        return FollowKind(self.kind).words_of(self.followed)

    @property
    def kind(self) -> str:
        return FollowKind.ORGANISATION if self.organisation_id else FollowKind.FIELD

    @property
    def followed(self) -> Organisation | Field | None:
        return self.organisation or self.field

    @property
    def key(self) -> str:
        """What is followed, as addresses name it."""
        return self.organisation.ref if self.organisation else str(self.field_id)

    @property
    def reason(self) -> str:
        """Its name among all that a person hears of."""
        return f"{self.kind}:{self.organisation_id or self.field_id}"

    @property
    def why(self) -> str:
        return f"关注了{self}"

    @property
    def path(self) -> str:
        """Where all there is of it is listed, the newest first."""
        return f"/account/follows/{self.ref}/"
