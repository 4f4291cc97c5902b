"""认领: who an achievement filed by others belongs to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.masking import mask_email
from foundation.refs import new_ref
from projects.models.project import Project
from projects.states import ClaimStatus


class Claim(models.Model):
    """Invited by those who filed it, or requested by a member of the holding organisation. One
    open claim for each project and person, one confirmed for each project."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, verbose_name="成果", related_name="claims")
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="认领人", related_name="claims"
    )
    status = models.CharField("状态", max_length=10, choices=ClaimStatus, editable=False)
    opened_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "认领"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ClaimStatus.values), name="claim_status_known"
            ),
            models.UniqueConstraint(
                fields=["project", "claimant"],
                condition=Q(status__in=ClaimStatus.open),
                name="claim_open_once",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(status=ClaimStatus.CONFIRMED),
                name="claim_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.project.title

    @property
    def told_name(self) -> str:
        """To those who invited nothing is said of whether, and under which name, the portal knows
        the address, until the person has answered."""
        has_answered = self.status in (ClaimStatus.REQUESTED, ClaimStatus.CONFIRMED)
        return self.claimant.name if has_answered else ""

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "person": self.told_name or mask_email(self.claimant.email),
            "claimant": str(self.claimant_id),
            "project": self.project.ref,
            "unit": self.project.unit.name,
        }
