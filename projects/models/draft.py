"""What was typed into a 信息表 and is not in the audited row yet, character for character."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from foundation.typed import TypedDraft
from projects.models.project import Project

# Saves of one person that follow each other sooner than this are one in their history.
SITTING = timedelta(minutes=5)


class Draft(TypedDraft):
    """Beside a project; or of a person who has begun a sheet that is no project yet, at their own
    desk or at a unit's. Not audited: taking it into the project is.

    `typed` holds what waits to be taken, by the names of the form.
    """

    project = models.OneToOneField(
        Project, models.CASCADE, verbose_name="成果", null=True, related_name="typed"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="填报人",
        null=True,
        related_name="+",
    )
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name="代填单位", null=True)
    # What cannot be read stays typed; it is not looked at again before somebody types.
    taken_at = models.DateTimeField("写入时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "填报草稿"
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, author=None, unit=None)
                | Q(project=None, author__isnull=False),
                name="draft_of_project_or_person",
            ),
            models.UniqueConstraint(
                fields=["author", "unit"],
                condition=Q(project=None),
                nulls_distinct=False,
                name="draft_once_a_desk",
            ),
        ]
        indexes = [
            models.Index(
                fields=["saved_at"],
                condition=~Q(typed={}) & Q(project__isnull=False),
                name="draft_to_take",
            )
        ]

    def __str__(self) -> str:
        return str(self.typed.get("title") or self.project or "没有名称的草稿")

    def names_by(self, person: int | None) -> list[str]:
        """Of what waits, the names that this person typed last."""
        return [name for name in self.typed if self.stamps[name][1] == person]


class Saved(models.Model):
    """One sitting of one person at a draft: each name they changed, before and after."""

    draft = models.ForeignKey(Draft, models.CASCADE, verbose_name="草稿", related_name="saves")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="填报人", related_name="+"
    )
    began_at = models.DateTimeField("开始时间")
    saved_at = models.DateTimeField("保存时间")
    changes = models.JSONField("改动", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "保存记录"
        indexes = [models.Index(fields=["draft", "by", "-saved_at"], name="saved_of_person")]

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"
