"""A verification of the whole trail, asked for by an auditor and carried out by a worker."""

from django.conf import settings
from django.db import models

from foundation.refs import new_ref
from records.models.work import Work
from records.states import WorkState


class Verification(Work):
    """`progress` counts pieces of `total`; `findings` keeps the first thousand of `found`."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发起人", related_name="+"
    )
    found = models.PositiveIntegerField("问题数", default=0)
    findings = models.JSONField("问题", default=list)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "留痕核对"
        constraints = [
            *Work.Meta.constraints,
            # One at a time: a second request shows the first.
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state=WorkState.WAITING),
                name="verification_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"留痕核对 {self.ref}"
