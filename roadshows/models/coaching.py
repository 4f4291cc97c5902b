"""辅导: sessions, decks and what was said of them, rehearsals; with a roadshow or without one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from foundation.clock import Now, in_words, span_in_words
from foundation.refs import new_ref
from projects.models import Project
from records.models import Document
from roadshows.models.person import Person
from roadshows.models.roadshow import Roadshow, Room
from roadshows.states import DeckKind, RemarkStatus, SessionKind, SessionStatus


class Session(models.Model):
    """辅导 of one or more projects, from `starts_at` to `ends_at`, half-open."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="sessions")
    roadshow = models.ForeignKey(
        Roadshow,
        models.PROTECT,
        verbose_name="路演",
        related_name="sessions",
        null=True,
        blank=True,
    )
    kind = models.CharField("类别", max_length=10, choices=SessionKind)
    title = models.CharField("名称", max_length=60)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    room = models.ForeignKey(
        Room, models.PROTECT, verbose_name="会场", related_name="+", null=True, blank=True
    )
    link = models.URLField("线上地址", max_length=300, blank=True)
    coaches = models.ManyToManyField(Person, verbose_name="辅导老师", related_name="sessions")
    projects = models.ManyToManyField(Project, verbose_name="成果", related_name="sessions")
    status = models.CharField("状态", max_length=10, choices=SessionStatus, editable=False)
    summary = models.TextField("小结", max_length=2000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "辅导"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SessionStatus.values), name="session_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values), name="session_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        where = str(self.room) if self.room else self.link
        return {
            "session": self.title,
            "kind": self.get_kind_display(),
            "unit": self.unit.name,
            "starts": in_words(self.starts_at),
            "where": where,
        }

    @property
    def when(self) -> str:
        return span_in_words(self.starts_at, self.ends_at)


class Deck(models.Model):
    """A version of a business plan or of slides; never taken back, the next takes its place."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, verbose_name="成果", related_name="decks")
    kind = models.CharField("类别", max_length=10, choices=DeckKind)
    number = models.PositiveSmallIntegerField("版本")
    document = models.OneToOneField(Document, models.PROTECT, verbose_name="文件", related_name="+")
    filed_at = models.DateTimeField("上传时间", db_default=Now(), editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "路演材料"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "number"], name="deck_version_once"),
            models.CheckConstraint(condition=Q(kind__in=DeckKind.values), name="deck_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第 {self.number} 版"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            "project": self.project.title,
            "project_ref": self.project.ref,
            "deck": str(self),
            "deck_kind": self.kind,
        }


class Remark(models.Model):
    """意见 on one version, and what was done about it."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    deck = models.ForeignKey(Deck, models.PROTECT, verbose_name="材料", related_name="remarks")
    text = models.TextField("意见", max_length=1000)
    status = models.CharField("状态", max_length=10, choices=RemarkStatus, editable=False)
    answer = models.TextField("答复", max_length=1000, blank=True, editable=False)
    said_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "辅导意见"
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RemarkStatus.values), name="remark_status_known"
            ),
            models.CheckConstraint(
                condition=Q(~Q(text=""), ~Q(status=RemarkStatus.FORGOTTEN))
                | Q(text="", answer="", status=RemarkStatus.FORGOTTEN),
                name="remark_has_text",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(answer=""), status__in=RemarkStatus.answered, answered_at__isnull=False
                )
                | Q(~Q(status__in=RemarkStatus.answered)),
                name="remark_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {**self.deck.facts, "remark": self.text, "answer": self.answer}


class Rehearsal(models.Model):
    """How long a project's talk and its answers took, by the timer; in seconds."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="rehearsals"
    )
    roadshow = models.ForeignKey(
        Roadshow, models.PROTECT, verbose_name="路演", related_name="rehearsals", null=True
    )
    talk = models.PositiveIntegerField("讲（秒）")
    questions = models.PositiveIntegerField("答（秒）")
    talk_limit = models.PositiveIntegerField("限时讲（秒）")
    questions_limit = models.PositiveIntegerField("限时答（秒）")
    remark = models.TextField("小结", max_length=500, blank=True)
    noted_at = models.DateTimeField("时间", db_default=Now(), editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "彩排记录"
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(talk__lte=36_000, questions__lte=36_000)
                & Q(talk_limit__range=(1, 36_000), questions_limit__lte=36_000),
                name="rehearsal_seconds_sound",
            )
        ]

    def __str__(self) -> str:
        return f"{self.talk}″ + {self.questions}″"

    @property
    def is_in_time(self) -> bool:
        return self.talk <= self.talk_limit and self.questions <= self.questions_limit

    @property
    def clocks(self) -> dict[str, str]:
        """Minutes and seconds, 8:05, by column."""
        names = ("talk", "questions", "talk_limit", "questions_limit")
        pairs = {name: divmod(getattr(self, name), 60) for name in names}
        return {name: f"{minutes}:{seconds:02}" for name, (minutes, seconds) in pairs.items()}
