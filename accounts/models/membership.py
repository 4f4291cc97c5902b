"""In which role a person may act, for whom, and since when."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When

from accounts.models.organisation import Organisation, Unit
from accounts.states import MembershipStatus, Role
from foundation.clock import Now
from foundation.refs import new_ref

_ROLE_CLASS = Case(
    When(role__in=Role.of_control, then=F("role")),
    When(role__in=Role.of_centre, then=Value("centre")),
    default=Value("business"),
    output_field=models.CharField(),
)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_now(self) -> "MembershipQuerySet":
        now = Now()
        lasting = Q(valid_to=None) | Q(valid_to__gt=now)
        return self.filter(lasting, valid_from__lte=now, status=MembershipStatus.GRANTED)


class Membership(models.Model):
    """`unit` answers for clerks, leads and agency people; `reason` is what the applicant wrote."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="用户", related_name="memberships"
    )
    role = models.CharField("身份", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="机构", null=True)
    status = models.CharField("状态", max_length=10, choices=MembershipStatus)
    reason = models.CharField("申请说明", max_length=300, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="授予人", null=True, related_name="+"
    )
    opened_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)
    valid_from = models.DateTimeField("起", db_default=Now())
    valid_to = models.DateTimeField("止", null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "身份"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "organisation"],
                condition=Q(status__in=MembershipStatus.open),
                nulls_distinct=False,
                name="membership_once",
            ),
            # 三员 exclude one another and all business roles (GB/T 22239, 权限分离); the centre's
            # people judge what units file and experts score, and are neither.
            ExclusionConstraint(
                name="membership_classes_apart",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (_ROLE_CLASS, RangeOperators.NOT_EQUAL),
                ],
                condition=Q(status=MembershipStatus.GRANTED),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.of_unit, unit__isnull=False)
                | Q(role=Role.AGENCY)
                | (~Q(role__in=Role.with_unit) & Q(unit__isnull=True)),
                name="membership_unit_for_unit_roles",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(status__in=MembershipStatus.values), name="membership_status_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status=MembershipStatus.ENDED) | Q(valid_to__isnull=False),
                name="membership_ended_when",
            ),
        ]

    def __str__(self) -> str:
        place = self.unit or self.organisation
        return f"{self.get_role_display()} · {place}" if place else self.get_role_display()

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        organisation = self.organisation.name if self.organisation else ""
        return {"person": self.user.name, "organisation": organisation, "reason": self.reason}
