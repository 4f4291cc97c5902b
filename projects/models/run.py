"""批量导入: a spreadsheet that came for a unit, its rows, and the work that is done with them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from foundation.clock import Now
from foundation.refs import new_ref
from projects.states import ImportStage, ImportTask, Outcome
from records.models import Document
from records.models.work import Work
from records.states import WorkState


class ImportRun(models.Model):
    """`subject` is what its rows become (`importing.subjects`), "" until somebody says or the file
    is read. `by`, `role` and `organisation` are in whose name it is done. By the numbers of the
    file's own rows, `header` is the one of labels (0: none) and `data_from` the first of data.
    `known` is what is known of the file (`foundation.sheets.SheetFacts`) and what its labels look
    like (`guess`), `mapping` each of its columns (`columns.mapping.Mapped`), `counts` the rows by
    outcome, `lacking` by column how many rows leave it empty.
    """

    subject = models.CharField("导入内容", max_length=20, blank=True)
    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人", related_name="+"
    )
    role = models.CharField("身份", max_length=20)
    organisation = models.BigIntegerField("机构", null=True)
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="文件", related_name="+")
    stage = models.CharField(
        "进度", max_length=10, choices=ImportStage, default=ImportStage.READING, editable=False
    )
    problems = models.JSONField("问题", default=list)
    tab = models.TextField("工作表", blank=True)
    header = models.PositiveIntegerField("表头行", null=True)
    data_from = models.PositiveIntegerField("数据首行", default=1)
    known = models.JSONField("文件情况", default=dict)
    mapping = models.JSONField("列的对应", default=list)
    counts = models.JSONField("行数", default=dict)
    lacking = models.JSONField("空缺", default=dict)
    mandate = models.CharField("授权文件", max_length=200, blank=True)
    only_whole = models.BooleanField("全部无误才导入", default=False)
    begun_at = models.DateTimeField("开始时间", db_default=Now(), editable=False)
    taken_at = models.DateTimeField("导入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    # The newest entry of the trail when it was taken in: what comes after it is others' doing.
    last_entry = models.BigIntegerField("末条留痕", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量导入"
        indexes = [models.Index(fields=["unit", "-begun_at"], name="import_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=ImportStage.values), name="import_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=ImportStage.after_taking, taken_at__isnull=False)
                | Q(~Q(stage__in=ImportStage.after_taking), taken_at=None),
                name="import_taken_when_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.document.name

    @property
    def places(self) -> dict[int, str]:
        """Place of a column of the file → the column of ours that it fills."""
        return {one["at"]: one["name"] for one in self.mapping if one["name"]}

    @property
    def count_to_take(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in Outcome.taken)

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {"taken": str(self.count_to_take), "bad": str(self.counts.get(Outcome.BAD, 0))}


class ImportWork(Work):
    """One task of a run; one at a time."""

    run = models.ForeignKey(ImportRun, models.CASCADE, verbose_name="批量导入", related_name="work")
    task = models.CharField("任务", max_length=10, choices=ImportTask)
    # The last row done, where a task is done in pieces; null before the first.
    cursor = models.PositiveIntegerField("已到行", null=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "导入任务"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(state=WorkState.WAITING),
                name="import_one_task_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()} {self.run_id}"


class ImportRow(models.Model):
    """`line` is its number in the file. `cells` are as they stand there; `fixes`, by column of
    ours, what was typed over them. `values` and `problems` are what the check made of it;
    `number`, `same_name` and `rights` are what it is recognised by, `wish` what the person said to
    do with it. `before` holds what an update replaced.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, verbose_name="批量导入", related_name="rows")
    line = models.PositiveIntegerField("行号")
    cells = models.JSONField("原文", default=list)
    fixes = models.JSONField("更正", default=dict)
    values = models.JSONField("读到的内容", default=dict)
    problems = models.JSONField("问题", default=list)
    outcome = models.CharField("结论", max_length=10, choices=Outcome, blank=True)
    wish = models.CharField("处理", max_length=10, choices=Outcome, blank=True)
    number = models.CharField("本单位编号", max_length=64, blank=True)
    same_name = models.TextField("单位和名称", blank=True)
    rights = ArrayField(models.CharField(max_length=200), verbose_name="知识产权", default=list)
    same_as = models.PositiveIntegerField("与第几行重复", null=True)
    # The record it becomes or is already: of whichever room, so no foreign key.
    item = models.BigIntegerField("记录", null=True)
    before = models.JSONField("更新前的内容", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        constraints = [
            models.UniqueConstraint(fields=["run", "line"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="import_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(wish__in=["", *Outcome.wishes]), name="import_wish_known"
            ),
        ]
        indexes = [models.Index(fields=["run", "outcome", "line"], name="import_row_outcome")]

    def __str__(self) -> str:
        return f"第 {self.line} 行"


class KeptMapping(models.Model):
    """What a label of its spreadsheets of one subject means to a unit; "" where it means nothing
    of ours."""

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name="推荐单位", related_name="+")
    subject = models.CharField("导入内容", max_length=20)
    label = models.CharField("列名", max_length=80)
    name = models.CharField("对应", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "记住的对应"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "subject", "label"], name="mapping_once_a_label"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} → {self.name}"
