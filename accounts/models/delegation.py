"""What a unit lets an agency do in its name, for how long (notice 五(三)1)."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from accounts.models.organisation import Organisation, Unit
from accounts.states import Scope
from foundation.clock import SHANGHAI, Now
from foundation.refs import new_ref

_IN_FORCE = Func(
    F("valid_from"),
    Coalesce(F("revoked_at"), F("valid_to")),
    function="tstzrange",
    output_field=DateTimeRangeField(),
)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def valid_now(self) -> "DelegationQuerySet":
        now = Now()
        return self.filter(revoked_at=None, valid_from__lte=now, valid_to__gt=now)


class Delegation(models.Model):
    """Always with an end; one at a time for each unit and agency."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="推荐单位", related_name="delegations"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="受托机构", related_name="delegations"
    )
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope), verbose_name="委托事项")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="委托人", related_name="+"
    )
    valid_from = models.DateTimeField("起", db_default=Now())
    valid_to = models.DateTimeField("止")
    revoked_at = models.DateTimeField("撤销时间", null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托"
        constraints = [
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[
                    (F("unit"), RangeOperators.EQUAL),
                    (F("organisation"), RangeOperators.EQUAL),
                    (_IN_FORCE, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]),
                name="delegation_scopes_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None)
                | Q(revoked_at__gte=F("valid_from"), revoked_at__lte=F("valid_to")),
                name="delegation_revoked_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.organisation}"

    @property
    def scope_labels(self) -> list[str]:
        return [Scope(scope).label for scope in self.scopes]

    @property
    def last_day(self) -> date:
        """`valid_to` is the midnight after it."""
        return (self.valid_to - timedelta.resolution).astimezone(SHANGHAI).date()

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {"unit": self.unit.name, "scopes": "、".join(self.scope_labels)}
