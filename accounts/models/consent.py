"""A consent: dated, for one purpose, on a ground, withdrawn as easily as given (PIPL 14-15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.states import ConsentGround, ConsentPurpose
from foundation.clock import Now


class Consent(models.Model):
    """`given_by` is the person who agreed, or who vouches that the mandate is on file."""

    purpose = models.CharField("用途", max_length=20, choices=ConsentPurpose)
    ground = models.CharField("依据", max_length=10, choices=ConsentGround)
    mandate = models.CharField("授权文件", max_length=200, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="consents"
    )
    given_at = models.DateTimeField("同意时间", db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        indexes = [
            # Few are withdrawn, and whoever lists what is shown asks which.
            models.Index(
                fields=["id"], condition=Q(withdrawn_at__isnull=False), name="consent_withdrawn"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground=ConsentGround.PERSON, mandate="")
                | (Q(ground=ConsentGround.MANDATE) & ~Q(mandate="")),
                name="consent_mandate_named",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values), name="consent_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}（{self.get_ground_display()}）"
