"""An introduction and who sits at it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Delegation, Membership
from accounts.states import Role
from foundation.clock import Now
from foundation.refs import new_ref
from introductions.states import IntroductionStatus, SeatRole, SeatStatus, TalkOutcome, TalkStage
from matching.models import Interest

NOTED = 5000  # characters of one's own notes


class Introduction(models.Model):
    """One for an interest whose ten minutes are over; a trigger lets none begin before. Two people
    sit at it as its parties and may reach each other; who accompanies them reads what is said."""

    sitting: list["Seat"]  # where a page has read them

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    interest = models.OneToOneField(
        Interest, models.PROTECT, verbose_name="意向", related_name="introduction"
    )
    status = models.CharField("状态", max_length=10, choices=IntroductionStatus, editable=False)
    stage = models.CharField("阶段", max_length=12, choices=TalkStage, default=TalkStage.CONTACT)
    next_step = models.CharField("下一步", max_length=100, blank=True)
    next_on = models.DateField("下一步日期", null=True, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="更新人", null=True, related_name="+"
    )
    outcome = models.CharField("结果", max_length=10, choices=TalkOutcome, blank=True)
    outcome_note = models.TextField("结果说明", max_length=300, blank=True)
    introduced_at = models.DateTimeField("对接时间", db_default=Now(), editable=False)
    finished_at = models.DateTimeField("结束时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "对接"
        indexes = [
            models.Index(
                fields=["next_on"],
                condition=Q(status=IntroductionStatus.OPEN, next_on__isnull=False),
                name="introduction_with_a_day",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=IntroductionStatus.values), name="introduction_status_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=TalkStage.values), name="introduction_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(status=IntroductionStatus.OPEN, outcome="", finished_at=None)
                | Q(
                    status=IntroductionStatus.FINISHED,
                    outcome__in=TalkOutcome.values,
                    finished_at__isnull=False,
                ),
                name="introduction_finished_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | ~Q(next_step=""), name="introduction_day_of_a_step"
            ),
        ]

    def __str__(self) -> str:
        return str(self.interest)

    def seats_taken(self) -> list["Seat"]:
        """Of whoever sits there, each with their house; `sitting`, where a page has read them."""
        sitting = getattr(self, "sitting", None)
        if sitting is None:
            return list(self.seats.sitting().select_related("person__organisation"))
        return list(sitting)

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: never what was said, nor by whom."""
        return {"talk_path": f"/introductions/{self.ref}/"}


class SeatQuerySet(models.QuerySet["Seat"]):
    def sitting(self) -> "SeatQuerySet":
        """The parties; of companions those who are still what they were let in as."""
        delegated = Delegation.objects.valid_now().filter(
            Q(unit=OuterRef(OuterRef("introduction__interest__project__unit")))
            | Q(unit=OuterRef(OuterRef("introduction__interest__posting__unit"))),
            organisation=OuterRef("organisation"),
        )
        own = Membership.objects.valid_now().filter(user=OuterRef("person"))
        agents = own.filter(Exists(delegated), role=Role.AGENCY)
        return self.filter(
            Q(role__in=SeatRole.of_parties)
            | Q(Exists(agents), role=SeatRole.AGENT)
            | Q(Exists(own.filter(role=Role.EXCHANGE)), role=SeatRole.COORDINATOR),
            status=SeatStatus.JOINED,
        )


class Seat(models.Model):
    """A person at an introduction. A companion's needs the word of both parties. `notes` and
    `read_at` are one's own and on no trail."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    introduction = models.ForeignKey(
        Introduction, models.PROTECT, verbose_name="对接", related_name="seats"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="参与人", related_name="+"
    )
    role = models.CharField("角色", max_length=12, choices=SeatRole, editable=False)
    status = models.CharField("状态", max_length=10, choices=SeatStatus, editable=False)
    asker_agreed = models.BooleanField("提出方同意", default=False)
    answerer_agreed = models.BooleanField("答复方同意", default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提议人", related_name="+"
    )
    proposed_at = models.DateTimeField("提议时间", db_default=Now(), editable=False)
    notes = models.TextField("我的笔记", max_length=NOTED, blank=True)
    read_at = models.DateTimeField("读到", null=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对接参与人"
        indexes = [models.Index(fields=["person", "status"], name="seat_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SeatStatus.values, role__in=SeatRole.values),
                name="seat_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=SeatStatus.JOINED) | Q(asker_agreed=True, answerer_agreed=True),
                name="seat_by_the_word_of_both",
            ),
            models.UniqueConstraint(
                fields=["introduction", "person"],
                condition=Q(status__in=SeatStatus.there),
                name="seat_once",
            ),
            models.UniqueConstraint(
                fields=["introduction", "role"],
                condition=Q(role__in=SeatRole.of_parties),
                name="seat_of_each_party_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.introduction)

    @property
    def is_party(self) -> bool:
        return self.role in SeatRole.of_parties

    @property
    def facts(self) -> dict[str, str]:
        """`seat_path` is for whoever proposed it: one of the exchange does not sit there."""
        facts = self.introduction.facts
        is_outside = self.role == SeatRole.COORDINATOR and self.status != SeatStatus.JOINED
        seat_path = "/exchange/introductions/" if is_outside else facts["talk_path"]
        return {**facts, "role_label": self.get_role_display(), "seat_path": seat_path}
