"""The national calendar: days in the working copy, versions that were published, and the work of
finding days."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Cycle
from foundation.clock import Now
from foundation.refs import new_ref
from records.models.work import Work
from records.states import WorkState
from roadshows.models.roadshow import Roadshow
from roadshows.states import SolvingUse, Verdict


class Placement(models.Model):
    """A roadshow's day in the working copy, null while it waits for one; a pinned one stays where
    it is. Whoever moves it says which `revision` they saw. Not audited: publishing is."""

    roadshow = models.OneToOneField(
        Roadshow,
        models.CASCADE,
        verbose_name="路演",
        related_name="placement",
        primary_key=True,
    )
    day = models.DateField("日期", null=True)
    is_pinned = models.BooleanField("固定", default=False)
    revision = models.PositiveIntegerField("修订号", default=0)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="移动人", related_name="+", null=True
    )
    moved_at = models.DateTimeField("移动时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "排期"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(day__isnull=False), name="placement_pinned_has_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.roadshow_id} {self.day or '待排'}"

    def stands(self, today: date) -> date | None:
        """Where it is in the calendar: on its published day once that has come, whatever was tried
        and not published."""
        return self.roadshow.day if self.roadshow.is_behind(today) else self.day


class CalendarVersion(models.Model):
    """What was published; a trigger keeps it. `content` holds lists of {"code", "title", "unit",
    "day", "before"}, days as ISO text or "", in order of days."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="calendars")
    number = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("内容")
    note = models.CharField("说明", max_length=200, blank=True)
    published_at = models.DateTimeField("发布时间", db_default=Now(), editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "排期版本"
        ordering = ["-cycle__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="calendar_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} 年度排期第 {self.number} 版"


class Solving(Work):
    """Days asked of the solver. `problem` is what it is given, word for word
    (`roadshows.calendar`), `days` the best so far: {code: ISO day}. `conflict` lists rules that
    cannot hold together, none of which may be left out: {"kind", "words"}. `worth` is of `bound`
    at most. `seen` are the revisions of the placements it was asked with, by code."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, verbose_name="年度", related_name="solvings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发起人", related_name="+"
    )
    problem = models.JSONField("问题")
    seen = models.JSONField("所见修订号", default=dict)
    verdict = models.CharField(
        "结论", max_length=10, choices=Verdict, default=Verdict.SEARCHING, editable=False
    )
    days = models.JSONField("日期", default=dict)
    worth = models.IntegerField("满足愿望", default=0)
    bound = models.IntegerField("上界", null=True)
    seconds = models.FloatField("用时", default=0)
    conflict = models.JSONField("冲突的规则", default=list)
    is_irreducible = models.BooleanField("不能再少", default=False)
    use = models.CharField(
        "采用", max_length=10, choices=SolvingUse, default=SolvingUse.OPEN, editable=False
    )

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "求解排期"
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="solving_verdict_known"
            ),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state=WorkState.WAITING), name="solving_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"求解 {self.ref}"


class StopWish(models.Model):
    """Somebody wants a solving to end with what it has. A row of its own without a foreign key:
    the worker holds the solving's row locked."""

    solving_ref = models.CharField("求解", max_length=10, primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "停止求解"

    def __str__(self) -> str:
        return self.solving_ref
