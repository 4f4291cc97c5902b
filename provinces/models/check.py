"""形式审查: whether what was handed in is whole and in form; where not, what is to be mended, until
when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from provinces.models.plan import WorkPlan
from provinces.models.submission import Submission
from provinces.states import CheckStatus, CheckVerdict


class FormalCheck(models.Model):
    """Of one submission. `items` are the checklist as a person saw it: lists of {"key", "label",
    "is_met", "note"}. Returned, the sections named (`provinces.columns.sections`, an event's by its
    ref) are the unit's again until `until`, half-open."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="checks")
    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name="报送", related_name="checks"
    )
    verdict = models.CharField("结论", max_length=10, choices=CheckVerdict)
    items = models.JSONField("清单", default=list)
    sections = models.JSONField("要补正的部分", default=list)
    reason = models.TextField("说明", max_length=1000, blank=True)
    until = models.DateTimeField("补正截止", null=True)
    status = models.CharField("状态", max_length=10, choices=CheckStatus, editable=False)
    checked_at = models.DateTimeField("审查时间", db_default=Now(), editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审查人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "形式审查"
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CheckStatus.values), name="formal_check_status_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=CheckVerdict.ACCEPTED, until=None, sections=[])
                | Q(~Q(reason=""), ~Q(sections=[]), verdict=CheckVerdict.RETURNED)
                & Q(until__isnull=False),
                name="formal_check_says_what_and_until_when",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(status=CheckStatus.STANDING),
                name="formal_check_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_verdict_display()}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        ends = end_in_words(self.until) if self.until else ""
        return {**self.plan.facts, "reason": self.reason, "ends": ends}
