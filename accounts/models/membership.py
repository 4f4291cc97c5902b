"""In which role a person may act, for whom, and since when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.organisation import Organisation, Unit
from accounts.states import Role
from foundation.clock import Now


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_now(self) -> "MembershipQuerySet":
        now = Now()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=now), valid_from__lte=now)


class Membership(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="用户", related_name="memberships"
    )
    role = models.CharField("身份", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="机构", null=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="授予人", null=True, related_name="+"
    )
    valid_from = models.DateTimeField("起", db_default=Now())
    valid_to = models.DateTimeField("止", null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "身份"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "organisation"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.of_unit, unit__isnull=False)
                | (~Q(role__in=Role.of_unit) & Q(unit__isnull=True)),
                name="membership_unit_for_unit_roles",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        place = self.unit or self.organisation
        return f"{self.get_role_display()} · {place}" if place else self.get_role_display()
