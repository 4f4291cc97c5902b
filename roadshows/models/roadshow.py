"""路演: one of a year, from the host decision that is final; the rooms it uses, and what there is
to do for it."""

from collections.abc import Collection
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q

from accounts.models import Cycle, Unit
from foundation.clock import Now, day_in_words
from foundation.refs import new_ref
from provinces.models import HostDecision, PlanEvent
from provinces.states import EventMode
from roadshows.states import DutyStatus, Party, RoadshowStatus, SeasonStatus

OFFSETS = (-365, 730)  # of a task, in days from the day of its roadshow


def _apart(name: str, whose: str) -> ExclusionConstraint:
    """Two of the same never begin within their span: [day, day + gap)."""
    return ExclusionConstraint(
        name=f"roadshow_{name}_apart",
        expressions=[
            ("cycle", RangeOperators.EQUAL),
            (whose, RangeOperators.EQUAL),
            (f"{name}_span", RangeOperators.OVERLAPS),
        ],
        deferrable=Deferrable.DEFERRED,
    )


class Season(models.Model):
    """What the calendar of one year goes by, and the tasks each of its roadshows begins with.

    Days from `first_day` to `last_day`, both of them. `teams` broadcast at most one roadshow a day
    each. Of one unit, one region, one theme at least so many days lie between two days: 1 forbids
    the same day, 0 nothing. `blocked` are lists of {"first", "last", "unit", "reason"}, both days
    in it, `unit` an abbreviation or "" for all. `duties` are lists of {"key", "title", "party",
    "offset"}, days from the day of the roadshow.
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, verbose_name="年度", related_name="season")
    status = models.CharField("状态", max_length=10, choices=SeasonStatus, editable=False)
    first_day = models.DateField("最早日期")
    last_day = models.DateField("最晚日期")
    teams = models.PositiveSmallIntegerField("直播团队", default=2)
    unit_gap = models.PositiveSmallIntegerField("同一单位间隔", default=14)
    region_gap = models.PositiveSmallIntegerField("同一大区间隔", default=2)
    theme_gap = models.PositiveSmallIntegerField("同一主题间隔", default=2)
    on_rest_days = models.BooleanField("休息日也可排", default=False)
    blocked = models.JSONField("不排的日子", default=list, blank=True)
    duties = models.JSONField("任务模板", default=list)
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "路演季"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="season_in_order"
            ),
            models.CheckConstraint(condition=Q(teams__range=(1, 9)), name="season_teams_sound"),
            models.CheckConstraint(
                condition=Q(unit_gap__lte=60, region_gap__lte=60, theme_gap__lte=60),
                name="season_gaps_sound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} 年度路演季"


class Room(models.Model):
    """A hall or a meeting room that a unit uses, for roadshows and for coaching; `tables` are for
    one-to-one meetings. Not audited: what is released says its name for itself."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="rooms")
    venue = models.CharField("场馆", max_length=60)
    name = models.CharField("会场", max_length=40)
    seats = models.PositiveIntegerField("座位", null=True, blank=True)
    tables = models.PositiveSmallIntegerField("洽谈桌", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "会场"
        ordering = ["venue", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "venue", "name"], name="room_once"),
        ]

    def __str__(self) -> str:
        return f"{self.venue} {self.name}"


class Roadshow(models.Model):
    """Its facts are those of the plan until its people change them. `day` is what the published
    calendar says; the spans hold it apart from others (Season). `sequence` counts what others saw
    change, as RFC 5545 3.8.7.4 has it; nothing has been shown while it is null."""

    # No column: see `queries.people.know_hearers`.
    hearers: Collection[int] | None = None

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    code = models.CharField("公开编号", max_length=16, unique=True, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="roadshows")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="推荐单位", related_name="roadshows"
    )
    plan_event = models.ForeignKey(
        PlanEvent, models.PROTECT, verbose_name="申报的路演", related_name="roadshows"
    )
    decision = models.OneToOneField(
        HostDecision, models.PROTECT, verbose_name="承办决定", related_name="roadshow"
    )
    number = models.PositiveSmallIntegerField("单位内序号", editable=False)
    status = models.CharField("状态", max_length=10, choices=RoadshowStatus, editable=False)

    title = models.CharField("活动名称", max_length=100)
    theme = models.CharField("主题", max_length=100)
    fields = ArrayField(models.CharField(max_length=40), verbose_name="战新领域", default=list)
    mode = models.CharField("形式", max_length=10, choices=EventMode)
    is_broadcast = models.BooleanField("由深交所直播", default=True)
    host = models.CharField("承办机构", max_length=100)
    place = models.CharField("地点", max_length=100, blank=True)
    room = models.ForeignKey(
        Room, models.PROTECT, verbose_name="主会场", related_name="+", null=True, blank=True
    )
    about = models.TextField("活动介绍", max_length=1000, blank=True)
    region = models.CharField("大区", max_length=4, editable=False)
    first_wish = models.DateField("首选日期", null=True, blank=True)
    second_wish = models.DateField("备选日期", null=True, blank=True)

    day = models.DateField("日期", null=True, editable=False)
    team = models.PositiveSmallIntegerField("直播团队", null=True, editable=False)
    unit_span = DateRangeField("单位间隔", null=True, editable=False)
    region_span = DateRangeField("大区间隔", null=True, editable=False)
    theme_span = DateRangeField("主题间隔", null=True, editable=False)
    sequence = models.PositiveIntegerField("公开的修订号", null=True, editable=False)
    changed_at = models.DateTimeField("公开内容更新时间", null=True, editable=False)
    reason = models.TextField("取消理由", max_length=500, blank=True, editable=False)
    opened_at = models.DateTimeField("立项时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "路演"
        ordering = ["day", "code"]
        indexes = [models.Index(fields=["status", "day"], name="roadshow_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RoadshowStatus.values), name="roadshow_status_known"
            ),
            models.UniqueConstraint(
                fields=["cycle", "unit", "number"], name="roadshow_number_once"
            ),
            models.UniqueConstraint(
                fields=["plan_event"],
                condition=~Q(status=RoadshowStatus.CANCELLED),
                name="roadshow_once_an_event",
            ),
            models.CheckConstraint(
                condition=Q(status=RoadshowStatus.PREPARING, day=None)
                | Q(status__in=[RoadshowStatus.DATED, RoadshowStatus.HELD], day__isnull=False)
                | Q(status=RoadshowStatus.CANCELLED),
                name="roadshow_dated_has_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[RoadshowStatus.DATED, RoadshowStatus.HELD],
                    unit_span__isnull=False,
                    region_span__isnull=False,
                    theme_span__isnull=False,
                    sequence__isnull=False,
                )
                | Q(
                    status__in=[RoadshowStatus.PREPARING, RoadshowStatus.CANCELLED],
                    team=None,
                    unit_span=None,
                    region_span=None,
                    theme_span=None,
                ),
                name="roadshow_dated_holds_its_day",
            ),
            models.CheckConstraint(
                condition=Q(team=None) | Q(is_broadcast=True, team__range=(1, 9)),
                name="roadshow_team_broadcasts",
            ),
            models.CheckConstraint(
                condition=~Q(status=RoadshowStatus.CANCELLED) | ~Q(reason=""),
                name="roadshow_cancelled_in_words",
            ),
            models.UniqueConstraint(
                fields=["cycle", "day", "team"],
                deferrable=Deferrable.DEFERRED,
                name="roadshow_team_once_a_day",
            ),
            _apart("unit", "unit"),
            _apart("region", "region"),
            _apart("theme", "theme"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_behind(self, today: date) -> bool:
        """Its published day has come, and is no more to be changed."""
        return self.day is not None and self.day <= today

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        day = day_in_words(self.day) if self.day else ""
        return {
            "roadshow": self.title,
            "code": self.code,
            "unit": self.unit.name,
            "day": day,
            "reason": self.reason,
        }


class Duty(models.Model):
    """A task of one roadshow: `offset` days from its day, before it where negative."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    roadshow = models.ForeignKey(
        Roadshow, models.PROTECT, verbose_name="路演", related_name="duties"
    )
    key = models.CharField("模板任务", max_length=20, blank=True, editable=False)
    title = models.CharField("任务", max_length=60)
    party = models.CharField("责任方", max_length=10, choices=Party)
    offset = models.SmallIntegerField("距活动日天数")
    status = models.CharField("状态", max_length=10, choices=DutyStatus, editable=False)
    remark = models.TextField("说明", max_length=500, blank=True)
    reminded_at = models.DateTimeField("提醒时间", null=True, editable=False)
    ended_at = models.DateTimeField("办结时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "路演任务"
        ordering = ["offset", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=DutyStatus.values), name="duty_status_known"
            ),
            models.CheckConstraint(condition=Q(party__in=Party.values), name="duty_party_known"),
            models.CheckConstraint(condition=Q(offset__range=OFFSETS), name="duty_offset_sound"),
            models.CheckConstraint(
                condition=Q(status=DutyStatus.OPEN, ended_at=None)
                | Q(~Q(status=DutyStatus.OPEN), ended_at__isnull=False),
                name="duty_ended_when_ended",
            ),
            models.UniqueConstraint(
                fields=["roadshow", "key"], condition=~Q(key=""), name="duty_once_a_template"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        due = self.due
        return {
            **self.roadshow.facts,
            "duty": self.title,
            "address": f"{Party(self.party).desk}/{self.roadshow.ref}/duties/",
            "due": day_in_words(due) if due else "",
        }

    @property
    def due(self) -> date | None:
        """None while its roadshow has no day."""
        day = self.roadshow.day
        return day + timedelta(days=self.offset) if day else None
