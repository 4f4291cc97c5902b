"""批量导入, from the file to drafts and back."""

from enum import nonmember

from django.db import models


class ImportStage(models.TextChoices):
    """批量导入: from the file to drafts, and back."""

    READING = "reading", "正在读取"
    REFUSED = "refused", "不能读取"
    MAPPING = "mapping", "待对应列"
    CHECKING = "checking", "正在核对"
    CHECKED = "checked", "待导入"
    TAKING = "taking", "正在导入"
    TAKEN = "taken", "已导入"
    SUBMITTING = "submitting", "正在提交"
    UNDOING = "undoing", "正在撤销"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"

    # A worker is at it.
    busy = nonmember(("reading", "checking", "taking", "submitting", "undoing"))
    # Its columns and cells may still be changed.
    open = nonmember(("mapping", "checked"))
    after_taking = nonmember(("taken", "submitting", "undoing", "undone"))
    ended = nonmember(("refused", "taken", "undone", "dropped"))


class ImportTask(models.TextChoices):
    READ = "read", "读取文件"
    CHECK = "check", "核对"
    TAKE = "take", "导入"
    SUBMIT = "submit", "提交审核"
    UNDO = "undo", "撤销"


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "新建"
    UPDATE = "update", "更新"
    SAME = "same", "无变化"
    DUPLICATE = "duplicate", "重复，将跳过"
    FILED = "filed", "已提交，不更新"
    BAD = "bad", "要修正"
    SKIP = "skip", "不导入"

    taken = nonmember(("new", "update"))
    # What a person may say to do with a row.
    wishes = nonmember(("new", "update", "skip"))
