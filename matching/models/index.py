"""What matching works on: the words of every record, counted, and the work of comparing them.

All of it is derived; `rebuild_index` and `run_matching` make it anew at any time.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.clock import Now
from matching.states import RunStage, Sort, Why
from records.models.work import Work
from records.states import WorkState

PLACES = 20  # suggestions a record has


class Change(models.Model):
    """A record that has to be looked at: written by triggers, in the transaction that changed it,
    whichever path it came by. Rows are only ever added, so that no writer waits for another;
    whoever takes them in takes each record once."""

    sort = models.CharField("类别", max_length=10, choices=Sort)
    key = models.BigIntegerField("记录")
    why = models.CharField("原因", max_length=10, choices=Why, default=Why.SAID)
    written_at = models.DateTimeField("写入时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "待索引的变化"
        indexes = [models.Index(fields=["sort", "key"], name="change_of_record")]

    def __str__(self) -> str:
        return f"{self.sort} {self.key}"


class Indexed(models.Model):
    """A record as the engine knows it: `scoring.Counted`, packed; null once it is not matched any
    more. `revision` ascends in the order of commits; `matched` is the revision its own list was
    last worked out for, null before that."""

    sort = models.CharField("类别", max_length=10, choices=Sort)
    key = models.BigIntegerField("记录")
    counted = models.BinaryField("词频", null=True)
    revision = models.BigIntegerField("修订号")
    matched = models.BigIntegerField("已匹配的修订号", null=True)
    matched_at = models.DateTimeField("匹配时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "匹配索引"
        indexes = [models.Index(fields=["revision"], name="indexed_since")]
        constraints = [
            models.UniqueConstraint(fields=["sort", "key"], name="indexed_once"),
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="indexed_sort_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.key} r{self.revision}"


class MatchRun(models.Model):
    """Everything matched anew: first `sorts[0]`, then the next, of which `cut` are cut into chunks
    of so many `records`. `total` chunks are known so far, `done` of them are; `pairs` were stored.
    """

    stage = models.CharField(
        "进度", max_length=10, choices=RunStage, default=RunStage.RUNNING, editable=False
    )
    sorts = ArrayField(models.CharField(max_length=10, choices=Sort), verbose_name="范围")
    records = models.PositiveIntegerField("每片记录数")
    cut = models.PositiveSmallIntegerField("已分片的类别数", default=0)
    total = models.PositiveIntegerField("片数", default=0)
    done = models.PositiveIntegerField("已完成片数", default=0)
    pairs = models.PositiveBigIntegerField("匹配结果数", default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发起人", null=True, related_name="+"
    )
    begun_at = models.DateTimeField("开始时间", db_default=Now(), editable=False)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "全量匹配"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=RunStage.over, ended_at__isnull=False)
                | Q(stage=RunStage.RUNNING, ended_at=None),
                name="match_run_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="match_run_not_over_all"
            ),
            models.UniqueConstraint(
                fields=["stage"], condition=Q(stage=RunStage.RUNNING), name="match_run_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d} {self.done}/{self.total}"


class Snapshot(Work):
    """All that was indexed up to a revision, as arrays, with how rare each word was then; building
    one is work. What changed since lies over it (`Indexed.revision`). `run` begins when it is
    built."""

    revision = models.BigIntegerField("修订号", null=True)
    is_current = models.BooleanField("现行", default=False)
    sizes = models.JSONField("记录数", default=dict)
    run = models.OneToOneField(
        MatchRun, models.CASCADE, verbose_name="全量匹配", null=True, related_name="snapshot"
    )

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "索引快照"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="snapshot_one_current"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=WorkState.WAITING),
                name="snapshot_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"r{self.revision}"


class Piece(models.Model):
    """At most 8 MiB of a snapshot."""

    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, verbose_name="索引快照", related_name="pieces"
    )
    sort = models.CharField("类别", max_length=10, choices=Sort)
    number = models.PositiveIntegerField("序号")
    data = models.BinaryField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "快照分块"
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "sort", "number"], name="snapshot_piece_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.sort} {self.number}"


class MatchChunk(Work):
    """Records of one sort whose lists are worked out anew. With `spread` they themselves have
    changed, so the lists of the other side hear of it too; without `run` it is for a change."""

    run = models.ForeignKey(
        MatchRun, models.CASCADE, verbose_name="全量匹配", null=True, related_name="chunks"
    )
    sort = models.CharField("类别", max_length=10, choices=Sort)
    keys = ArrayField(models.BigIntegerField(), verbose_name="记录")
    spread = models.BooleanField("影响另一方", default=False)
    pairs = models.PositiveIntegerField("匹配结果数", default=0)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "匹配任务"

    def __str__(self) -> str:
        return f"{self.sort} ×{len(self.keys)}"


class Meaning(models.Model):
    """What a title means, by `matching.semantic`: kept by a digest of model, side and title, so
    that whatever says the same is read once."""

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    vector = models.BinaryField("向量")

    class Meta:
        verbose_name = verbose_name_plural = "标题含义"

    def __str__(self) -> str:
        return self.digest[:8]


class MeaningWork(Work):
    """Records whose titles nobody has read for their meaning yet."""

    sort = models.CharField("类别", max_length=10, choices=Sort)
    keys = ArrayField(models.BigIntegerField(), verbose_name="记录")

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "读标题含义"

    def __str__(self) -> str:
        return f"{self.sort} ×{len(self.keys)}"
