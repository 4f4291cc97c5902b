"""匹配结果: pairs of a posting and a project that the portal suggests, and what people say to
them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.clock import Now
from foundation.refs import new_ref
from matching.models.posting import Posting
from matching.states import (
    DeclineReason,
    FeedbackStatus,
    PostingKind,
    Side,
    TakeUpStatus,
    Verdict,
)
from projects.models import Project, Service


class Suggestion(models.Model):
    """Derived, made anew at any time. `score` is 0–100; `parts` are its points by
    `scoring.FEATURES`; `terms` the heaviest 2-grams that both share. `plain` is the score without
    what feedback moved (PIPL 24). It stands among the first of its posting by score (`place`) or
    without feedback (`plain_place`), of its project (without feedback always, by kind of posting:
    `place_of_project`), or of several."""

    # Found by the indexes below; there are millions, and each index costs at every run.
    posting = models.ForeignKey(
        Posting,
        models.CASCADE,
        verbose_name="供需信息",
        related_name="suggestions",
        db_index=False,
    )
    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name="成果", related_name="suggestions", db_index=False
    )
    score = models.FloatField("匹配度")
    plain = models.FloatField("不含反馈的匹配度")
    parts = ArrayField(models.FloatField(), verbose_name="各项得分")
    terms = ArrayField(models.TextField(), verbose_name="共同的词", default=list)
    place = models.PositiveSmallIntegerField("名次", null=True)
    plain_place = models.PositiveSmallIntegerField("不含反馈的名次", null=True)
    place_of_project = models.PositiveSmallIntegerField("在成果一侧的名次", null=True)
    matched_at = models.DateTimeField("匹配时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "匹配结果"
        indexes = [
            models.Index(fields=["project", "place_of_project"], name="suggestion_of_project"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["posting", "project"], name="suggestion_once"),
            models.CheckConstraint(
                condition=Q(score__range=(0, 100)) & Q(plain__range=(0, 100)),
                name="suggestion_score_of_hundred",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False)
                | Q(plain_place__isnull=False)
                | Q(place_of_project__isnull=False),
                name="suggestion_stands_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id} {self.project_id} {self.score:.0f}"


class Feedback(models.Model):
    """One that stands for each pair and side. What the posting's side says moves its next
    ranking."""

    posting = models.ForeignKey(
        Posting, models.PROTECT, verbose_name="供需信息", related_name="feedback"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="feedback"
    )
    side = models.CharField("哪一方", max_length=10, choices=Side, editable=False)
    verdict = models.CharField("反馈", max_length=10, choices=Verdict)
    reasons = ArrayField(
        models.CharField(max_length=12, choices=DeclineReason),
        verbose_name="原因",
        default=list,
        blank=True,
    )
    note = models.CharField("补充说明", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=FeedbackStatus, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="反馈人", related_name="+"
    )
    given_at = models.DateTimeField("反馈时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "匹配反馈"
        indexes = [models.Index(fields=["project", "side"], name="feedback_of_project")]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "project", "side"],
                condition=Q(status=FeedbackStatus.GIVEN),
                name="feedback_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=FeedbackStatus.values), name="feedback_status_known"
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values) & Q(verdict__in=Verdict.values),
                name="feedback_words_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.DECLINE) | Q(reasons=[]),
                name="feedback_reasons_of_declining",
            ),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=DeclineReason.values),
                name="feedback_reasons_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages, which go to the other side."""
        posting, project = self.posting, self.project
        said = {"side": self.side, "posting": posting.title, "project": project.title}
        said["agreed"] = "1" if self._is_agreed else ""
        if self.side == Side.POSTING:
            path = f"{_matches_of(project)}?kind={posting.kind}#{posting.ref}"
            return {**posting.shown_facts, **said, "matches_path": path}
        desk = posting.facts["desk"]
        return {
            **posting.facts,
            **said,
            "matches_path": f"/{desk}/matches/{posting.ref}/#{project.ref}",
        }

    @property
    def _is_agreed(self) -> bool:
        """Both sides accept."""
        pair = Feedback.objects.filter(posting=self.posting_id, project=self.project_id)
        other = pair.exclude(side=self.side).filter(status=FeedbackStatus.GIVEN)
        is_wanted = other.filter(verdict=Verdict.ACCEPT).exists()
        return self.verdict == Verdict.ACCEPT and is_wanted


class TakeUp(models.Model):
    """A project asks for an offer; given, it is a Service of the project (notice 五(二)2)."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    posting = models.ForeignKey(
        Posting, models.PROTECT, verbose_name="要素供给", related_name="take_ups"
    )
    # Held to `offer` by a composite foreign key: only offers are taken up.
    kind = models.CharField(
        "类别", max_length=10, default=PostingKind.OFFER, choices=PostingKind, editable=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="take_ups"
    )
    status = models.CharField("状态", max_length=10, choices=TakeUpStatus, editable=False)
    message = models.CharField("申请说明", max_length=500, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="+"
    )
    asked_at = models.DateTimeField("申请时间", db_default=Now(), editable=False)
    service = models.OneToOneField(
        Service, models.PROTECT, verbose_name="已享服务", null=True, related_name="take_up"
    )

    class Meta:
        verbose_name = verbose_name_plural = "要素申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=TakeUpStatus.values), name="take_up_status_known"
            ),
            models.CheckConstraint(condition=Q(kind=PostingKind.OFFER), name="take_up_of_an_offer"),
            models.CheckConstraint(
                condition=Q(status=TakeUpStatus.GIVEN, service__isnull=False)
                | Q(~Q(status=TakeUpStatus.GIVEN), service=None),
                name="take_up_given_is_a_service",
            ),
            models.UniqueConstraint(
                fields=["posting", "project"],
                condition=Q(status=TakeUpStatus.ASKED),
                name="take_up_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} ← {self.posting}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: to the side of the offer while it waits, then to the
        project's."""
        posting = self.posting
        said = {"posting": posting.title, "project": self.project.title}
        if self.status == TakeUpStatus.ASKED:
            path = f"/{posting.facts['desk']}/offers/{posting.ref}/asked/"
            return {**posting.facts, **said, "asked_path": path}
        path = f"{_matches_of(self.project)}?kind={posting.kind}"
        return {**posting.shown_facts, **said, "answer": self.answer, "matches_path": path}


def _matches_of(project: Project) -> str:
    """At the desk of who answers for it."""
    return f"/{'my' if project.holder_id else 'unit'}/projects/{project.ref}/matches/"
