"""意向 in achievements, demands and offers, until both sides may reach each other; what guards
people against those that are none."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Unit
from foundation.clock import Now
from foundation.refs import new_ref
from matching.models.posting import Posting
from matching.states import (
    InterestKind,
    InterestReason,
    InterestStatus,
    Reach,
    ReportReason,
    ReportStatus,
    Side,
)
from projects.models import Project
from records.retracting import WITHIN

TOLD = 500  # characters of what one side tells the other
_AGREED = (InterestStatus.AGREED, InterestStatus.INTRODUCED)


class Interest(models.Model):
    """`person` asks, for `organisation`, those who answer for the `side` named. The other side of
    the pair is in whose name it is asked: of a project the asker's posting, of a posting their
    project; null where they ask for themselves. One stands for each person and thing asked.

    `answered_by` is who agreed or declined, `answered_at` when anybody first answered. No contact
    passes on before `introduced`, which the database lets nobody be within ten minutes of the
    agreement."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    side = models.CharField(
        "向哪一方提出", max_length=10, choices=Side, default=Side.PROJECT, editable=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="interests", null=True
    )
    posting = models.ForeignKey(
        Posting, models.PROTECT, verbose_name="供需信息", related_name="interests", null=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="interests"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="代表单位", related_name="+", null=True
    )
    kind = models.CharField("意向", max_length=10, choices=InterestKind)
    message = models.TextField("留言", max_length=TOLD, blank=True)
    amount_low = models.DecimalField(
        "意向金额下限", max_digits=12, decimal_places=2, null=True, blank=True
    )  # 万元
    amount_high = models.DecimalField(
        "意向金额上限", max_digits=12, decimal_places=2, null=True, blank=True
    )  # 万元
    next_step = models.CharField("希望的下一步", max_length=100, blank=True)
    status = models.CharField("状态", max_length=10, choices=InterestStatus, editable=False)
    sent_at = models.DateTimeField("提交时间", db_default=Now(), editable=False)

    question = models.TextField("疑问", max_length=TOLD, blank=True, editable=False)
    questioned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提问人", null=True, related_name="+"
    )
    reply = models.TextField("回答", max_length=TOLD, blank=True, editable=False)
    reason = models.CharField(
        "不接受的原因", max_length=10, choices=InterestReason, blank=True, editable=False
    )
    answer = models.TextField("答复", max_length=TOLD, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", null=True, related_name="+"
    )
    answered_at = models.DateTimeField("首次答复时间", null=True, editable=False)
    agreed_at = models.DateTimeField("同意时间", null=True, editable=False)
    introduced_at = models.DateTimeField("对接时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "意向"
        indexes = [
            models.Index(fields=["person", "-sent_at"], name="interest_of_person"),
            models.Index(fields=["organisation", "-sent_at"], name="interest_of_house"),
            models.Index(
                fields=["agreed_at"],
                condition=Q(status=InterestStatus.AGREED),
                name="interest_to_introduce",
            ),
            models.Index(
                fields=["sent_at"],
                condition=Q(status__in=(InterestStatus.SENT, InterestStatus.QUESTIONED)),
                name="interest_to_expire",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=InterestKind.values), name="interest_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=InterestStatus.values), name="interest_status_known"
            ),
            models.CheckConstraint(
                condition=Q(side=Side.PROJECT, project__isnull=False)
                | Q(side=Side.POSTING, posting__isnull=False),
                name="interest_in_something",
            ),
            models.CheckConstraint(
                condition=(
                    Q(amount_low=None) | Q(amount_low__gt=0, amount_high__gte=F("amount_low"))
                )
                & (Q(amount_high=None) | Q(amount_high__gt=0)),
                name="interest_amount_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_AGREED, agreed_at__gte=F("sent_at"))
                & Q(answered_by__isnull=False)
                | ~Q(status__in=_AGREED) & Q(agreed_at=None),
                name="interest_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=InterestStatus.INTRODUCED, introduced_at__gte=F("agreed_at") + WITHIN
                )
                | ~Q(status=InterestStatus.INTRODUCED) & Q(introduced_at=None),
                name="interest_introduced_after_ten_minutes",
            ),
            models.CheckConstraint(
                condition=Q(status=InterestStatus.DECLINED) & ~Q(reason="")
                | ~Q(status=InterestStatus.DECLINED) & Q(reason=""),
                name="interest_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(question="") | Q(questioned_by__isnull=False),
                name="interest_questioned_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("person")),
                name="interest_answered_by_another",
            ),
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=Q(side=Side.PROJECT, status__in=InterestStatus.standing),
                name="interest_stands_once",
            ),
            models.UniqueConstraint(
                fields=["posting", "person"],
                condition=Q(side=Side.POSTING, status__in=InterestStatus.standing),
                name="interest_in_posting_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.target.title)

    @property
    def target(self) -> Project | Posting:
        """What is asked for."""
        asked = self.project if self.side == Side.PROJECT else self.posting
        return cast("Project | Posting", asked)  # by constraint

    @property
    def named(self) -> Project | Posting | None:
        """In the name of what of their own it is asked."""
        return self.posting if self.side == Side.PROJECT else self.project

    @property
    def unit(self) -> Unit:
        """The one that answers for what is asked."""
        unit: Unit = self.target.unit
        return unit

    @property
    def veil(self) -> Posting | None:
        """The anonymous posting in whose name it is asked, if it is. `VEILED` in SQL."""
        named = self.named
        is_anonymous = isinstance(named, Posting) and named.reach == Reach.ANONYMOUS
        return self.posting if is_anonymous else None

    @property
    def is_veiled(self) -> bool:
        """Until they are introduced, whoever answers reads what the posting calls itself, and
        neither person nor house."""
        return self.veil is not None and self.status != InterestStatus.INTRODUCED

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: what it is about, never by whom."""
        return {
            "interest_path": f"/interests/{self.ref}/",
            "talk_path": f"/introductions/{self.ref}/",
        }


VEILED = Q(side=Side.PROJECT, posting__reach=Reach.ANONYMOUS)


class Block(models.Model):
    """Whoever answers does not want to hear of the person who sent this interest, or of anybody of
    their house; of a veiled one, of what comes in the name of the same `posting`, and of nothing
    else, for that would tell whose it is. It is not told to those who are blocked: what they send
    then reaches nobody, for a refusal would tie what is anonymous to its owner."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="屏蔽人", related_name="+"
    )
    interest = models.ForeignKey(
        Interest, models.CASCADE, verbose_name="由哪条意向", related_name="blocks"
    )
    posting = models.ForeignKey(
        Posting, models.CASCADE, verbose_name="匿名供需", null=True, related_name="+"
    )
    whole_house = models.BooleanField("整个单位", default=False)
    made_at = models.DateTimeField("屏蔽时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "屏蔽"
        constraints = [
            models.UniqueConstraint(fields=["person", "interest"], name="block_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} × {self.interest_id}"


class Report(models.Model):
    """举报 of an interest by either side. The centre reads the interest's words only where the
    reporter lets it (`with_words`)."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    interest = models.ForeignKey(
        Interest, models.PROTECT, verbose_name="意向", related_name="reports"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="举报人", related_name="+"
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="被举报人", related_name="+"
    )
    reason = models.CharField("理由", max_length=10, choices=ReportReason)
    text = models.TextField("说明", max_length=TOLD, blank=True)
    with_words = models.BooleanField("附上意向原文", default=False)
    status = models.CharField("状态", max_length=10, choices=ReportStatus, editable=False)
    reported_at = models.DateTimeField("举报时间", db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="处理人", null=True, related_name="+"
    )
    decided_at = models.DateTimeField("处理时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "举报"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ReportStatus.values), name="report_status_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ReportReason.values), name="report_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN, decided_at=None)
                | ~Q(status=ReportStatus.OPEN) & Q(decided_at__isnull=False),
                name="report_decided_once",
            ),
            models.CheckConstraint(condition=~Q(about=F("by")), name="report_of_another"),
            models.UniqueConstraint(fields=["interest", "by"], name="report_once"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: neither by whom nor about whom."""
        return {
            **self.interest.facts,
            "reason_label": self.get_reason_display(),
            "reports_path": "/center/reports/",
        }


SUSPENDED = timedelta(days=30)  # who was reported with reason sends nothing for so long
