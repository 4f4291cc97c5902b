"""征集承办单位: a unit asks in its area who would host a roadshow, and organisations apply (notice
六(一): 公平、公开、自愿)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from foundation.clock import Now, end_in_words
from foundation.refs import new_ref
from provinces.models.plan import PlanEvent, WorkPlan
from provinces.states import HostApplicationStatus, HostCallStatus, PartyRole


class HostCall(models.Model):
    """`closes_at` is half-open. One open at a time for each plan; earlier ones stay to be read."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(
        WorkPlan, models.PROTECT, verbose_name="方案", related_name="host_calls"
    )
    title = models.CharField("标题", max_length=80)
    text = models.TextField("要求", max_length=2000)
    closes_at = models.DateTimeField("申请截止")
    status = models.CharField("状态", max_length=10, choices=HostCallStatus, editable=False)
    opened_at = models.DateTimeField("发布时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "承办征集"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=HostCallStatus.values), name="host_call_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="host_call_says_what"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opened_at")),
                name="host_call_ends_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=HostCallStatus.OPEN),
                name="host_call_open_once_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "unit": self.plan.unit.name,
            "ends": end_in_words(self.closes_at),
            "call_ref": self.ref,
        }


class HostApplication(models.Model):
    """Of an organisation, whoever of its people filed it. How to reach them is theirs alone
    (`CONTACT`); the rest is what a public choice is made by. `reason` is the unit's, for all to
    read once it has picked."""

    CONTACT = ("contact_name", "contact_phone", "contact_email")

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    call = models.ForeignKey(
        HostCall, models.PROTECT, verbose_name="征集", related_name="applications"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="机构", related_name="+"
    )
    role = models.CharField("角色", max_length=10, choices=PartyRole)
    event = models.ForeignKey(
        PlanEvent, models.PROTECT, verbose_name="场次", related_name="+", null=True
    )
    statement = models.TextField("能做什么", max_length=1500)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("电话", max_length=40, blank=True)
    contact_email = models.CharField("邮箱", max_length=254, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="+"
    )
    applied_at = models.DateTimeField("申请时间", db_default=Now(), editable=False)
    status = models.CharField("状态", max_length=10, choices=HostApplicationStatus, editable=False)
    reason = models.TextField("理由", max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField("决定时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "承办申请"
        ordering = ["applied_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=HostApplicationStatus.values),
                name="host_application_status_known",
            ),
            models.CheckConstraint(
                condition=Q(role__in=PartyRole.by_application), name="host_application_role_fits"
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(reason=""),
                    status__in=HostApplicationStatus.decided,
                    decided_at__isnull=False,
                )
                | Q(
                    ~Q(status__in=HostApplicationStatus.decided), reason="", decided_at__isnull=True
                ),
                name="host_application_decided_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["call", "organisation", "role"],
                condition=Q(status__in=HostApplicationStatus.standing),
                name="host_application_once_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.get_role_display()}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: never how somebody is reached."""
        return {
            **self.call.facts,
            "call": self.call.title,
            "organisation": self.organisation.name,
            "role": self.get_role_display(),
        }
