"""An import may be of other things than achievements: it says of what, and its rows name records of
whichever room by their key."""

from django.db import migrations, models


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
        migrations.RenameField("importrow", "project", "item"),
        migrations.AlterField("importrow", "item", models.BigIntegerField("记录", null=True)),
    ]
