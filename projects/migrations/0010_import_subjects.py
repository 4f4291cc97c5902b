"""An import may be of other things than achievements: it says of what, and its rows name records of
whichever room by their key. What was taken in may be handed in from there."""

from django.db import migrations, models
from django.db.models import Q

STAGES = {
    "reading": "正在读取",
    "refused": "不能读取",
    "mapping": "待对应列",
    "checking": "正在核对",
    "checked": "待导入",
    "taking": "正在导入",
    "taken": "已导入",
    "submitting": "正在提交",
    "undoing": "正在撤销",
    "undone": "已撤销",
    "dropped": "已放弃",
}
TASKS = {
    "read": "读取文件",
    "check": "核对",
    "take": "导入",
    "submit": "提交审核",
    "undo": "撤销",
}
AFTER_TAKING = ("taken", "submitting", "undoing", "undone")


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_importing")]

    operations = [
        migrations.AddField(
            "importrun",
            "subject",
            models.CharField("导入内容", max_length=20, blank=True, default="project"),
            preserve_default=False,
        ),
        migrations.AddField(
            "keptmapping",
            "subject",
            models.CharField("导入内容", max_length=20, default="project"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("keptmapping", "mapping_once_a_label"),
        migrations.AddConstraint(
            "keptmapping",
            models.UniqueConstraint(
                fields=["unit", "subject", "label"], name="mapping_once_a_label"
            ),
        ),
        migrations.RemoveConstraint("importrun", "import_stage_known"),
        migrations.RemoveConstraint("importrun", "import_taken_when_taken"),
        migrations.AlterField(
            "importrun",
            "stage",
            models.CharField(
                "进度",
                max_length=10,
                choices=list(STAGES.items()),
                default="reading",
                editable=False,
            ),
        ),
        migrations.AlterField(
            "importwork",
            "task",
            models.CharField("任务", max_length=10, choices=list(TASKS.items())),
        ),
        migrations.AddConstraint(
            "importrun",
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="import_stage_known"),
        ),
        migrations.AddConstraint(
            "importrun",
            models.CheckConstraint(
                condition=Q(stage__in=AFTER_TAKING, taken_at__isnull=False)
                | Q(~Q(stage__in=AFTER_TAKING), taken_at=None),
                name="import_taken_when_taken",
            ),
        ),
        migrations.RenameField("importrow", "project", "item"),
        migrations.AlterField("importrow", "item", models.BigIntegerField("记录", null=True)),
    ]
