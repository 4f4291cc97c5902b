"""议程: the working copy, what was released, and who and which room is booked by that."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q

from foundation.clock import Now
from foundation.refs import new_ref
from projects.models import Project
from records.models.work import Work
from roadshows.models.coaching import Session
from roadshows.models.person import Person
from roadshows.models.roadshow import Roadshow, Room
from roadshows.states import ItemKind, PaperSize, Part

TALK, QUESTIONS = 8, 5  # minutes of a pitch (domain practice: 8′ + 5′)


class Programme(models.Model):
    """The working copy of one roadshow. `revision` counts changes of order and of what is in it;
    whoever changes it says which they saw. Not audited: releasing is."""

    roadshow = models.OneToOneField(
        Roadshow,
        models.CASCADE,
        verbose_name="路演",
        related_name="programme",
        primary_key=True,
    )
    begins = models.TimeField("开始时间", default=time(14))
    revision = models.PositiveIntegerField("修订号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "议程"

    def __str__(self) -> str:
        return f"议程 {self.roadshow_id}"


class Item(models.Model):
    """One after the other in its room (null: the roadshow's main one), from `fixed_at` where that
    is said. `buffer` minutes pass before the next. Taken out, it has no place and can come back
    where it was."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="议程", related_name="items"
    )
    place = models.PositiveSmallIntegerField("次序", null=True)
    was_at = models.PositiveSmallIntegerField("撤出前的次序", null=True, editable=False)
    kind = models.CharField("类别", max_length=12, choices=ItemKind)
    title = models.CharField("名称", max_length=100, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="items", null=True, blank=True
    )
    room = models.ForeignKey(
        Room, models.PROTECT, verbose_name="会场", related_name="+", null=True, blank=True
    )
    fixed_at = models.TimeField("固定开始", null=True, blank=True)
    talk = models.PositiveSmallIntegerField("讲（分钟）", default=TALK)
    questions = models.PositiveSmallIntegerField("答（分钟）", default=0)
    buffer = models.PositiveSmallIntegerField("间隔（分钟）", default=0)
    revision = models.PositiveIntegerField("修订号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "议程项"
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.PITCH, project__isnull=False)
                | Q(~Q(kind=ItemKind.PITCH) & ~Q(title=""), project=None),
                name="item_pitch_has_project",
            ),
            models.CheckConstraint(
                condition=Q(talk__range=(1, 600), questions__lte=600, buffer__lte=240),
                name="item_minutes_sound",
            ),
            models.UniqueConstraint(
                fields=["programme", "place"],
                deferrable=Deferrable.DEFERRED,
                name="item_place_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "project"],
                condition=Q(place__isnull=False),
                name="item_project_once",
            ),
        ]

    def __str__(self) -> str:
        return self.project.title if self.project else self.title

    @property
    def minutes(self) -> int:
        """From its beginning to its end."""
        return self.talk + self.questions


class Appearance(models.Model):
    """A person in an item of the working copy."""

    item = models.ForeignKey(
        Item, models.CASCADE, verbose_name="议程项", related_name="appearances"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="人员", related_name="appearances"
    )
    part = models.CharField("角色", max_length=12, choices=Part)

    class Meta:
        verbose_name = verbose_name_plural = "出场"
        ordering = ["part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="appearance_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="appearance_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.part}"


class Release(models.Model):
    """The programme as it was released, in words; a trigger keeps it. `content` is
    `content.content_of`: no personal name stands in it, persons are refs."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    roadshow = models.ForeignKey(
        Roadshow, models.PROTECT, verbose_name="路演", related_name="releases"
    )
    number = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("内容")
    note = models.CharField("说明", max_length=200, blank=True)
    released_at = models.DateTimeField("发布时间", db_default=Now(), editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发布人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "议程版本"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["roadshow", "number"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.roadshow.title} 议程第 {self.number} 版"


class Booking(models.Model):
    """A person or a room, taken by a released programme or a coaching session; half-open. Nobody
    and no room is in two places at once: the database itself refuses it, when a transaction ends.
    """

    roadshow = models.ForeignKey(
        Roadshow, models.CASCADE, verbose_name="路演", related_name="bookings", null=True
    )
    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="辅导", related_name="bookings", null=True
    )
    # `Person.who`: one human being, whichever units noted them.
    who = models.CharField("人员", max_length=30, null=True)
    room = models.ForeignKey(
        Room, models.PROTECT, verbose_name="会场", related_name="bookings", null=True
    )
    span = DateTimeRangeField("时间")
    what = models.CharField("事项", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "占用"
        constraints = [
            models.CheckConstraint(
                condition=Q(who=None, room__isnull=False) | Q(who__isnull=False, room=None),
                name="booking_of_one",
            ),
            models.CheckConstraint(
                condition=Q(roadshow=None, session__isnull=False)
                | Q(roadshow__isnull=False, session=None),
                name="booking_by_one",
            ),
            ExclusionConstraint(
                name="booking_person_in_one_place",
                expressions=[("who", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                deferrable=Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="booking_room_for_one_thing",
                expressions=[("room", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                deferrable=Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Poster(Work):
    """A released agenda as PDF, of one size; a worker typesets it. `digest` is over all it shows:
    whatever of that changes makes another one."""

    release = models.ForeignKey(
        Release, models.CASCADE, verbose_name="议程版本", related_name="posters"
    )
    size = models.CharField("纸张", max_length=2, choices=PaperSize)
    digest = models.CharField("校验值", max_length=64)
    file = models.FileField("文件", upload_to="agendas/%Y/", max_length=200, blank=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "议程排印"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["release", "size", "digest"], name="poster_once_a_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.size}"
