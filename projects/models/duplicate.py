"""Projects of different units that may be one achievement, and what the centre said of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.project import Project
from projects.states import RulingStatus


class LikePair(models.Model):
    """Derived from the Versions that stand by `projects.pairing`, like an index: not audited,
    `rebuild_index` makes it anew at any time. `first` has the smaller key; `share` is of their
    texts, in per cent."""

    first = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="+", db_index=False
    )
    second = models.ForeignKey(Project, models.PROTECT, verbose_name="另一项成果", related_name="+")
    is_same_right = models.BooleanField("知识产权号码相同", default=False)
    is_same_name = models.BooleanField("名称和持有单位相同", default=False)
    share = models.PositiveSmallIntegerField("文字相同", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "相似成果"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="like_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="like_pair_in_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id}"


class DuplicateRuling(models.Model):
    """重复认定 of one pair. `first` has the smaller key; the note is the last one given."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    first = models.ForeignKey(Project, models.PROTECT, verbose_name="成果", related_name="+")
    second = models.ForeignKey(Project, models.PROTECT, verbose_name="另一项成果", related_name="+")
    status = models.CharField("状态", max_length=10, choices=RulingStatus, editable=False)
    note = models.CharField("说明", max_length=500)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="认定人", related_name="+"
    )
    ruled_at = models.DateTimeField("认定时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "重复认定"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_ruling_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="duplicate_ruling_in_one_order"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RulingStatus.values), name="duplicate_ruling_status_known"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="duplicate_ruling_has_note"),
        ]

    def __str__(self) -> str:
        return f"{self.first.title}／{self.second.title}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: both titles, refs and units."""
        return {
            f"{side}_{name}": value
            for side, project in (("first", self.first), ("second", self.second))
            for name, value in (
                ("title", project.title),
                ("ref", project.ref),
                ("unit", project.unit.name),
            )
        }
