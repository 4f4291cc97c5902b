from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadshows", "0005_solving_seen")]

    operations = [
        migrations.RemoveConstraint(model_name="poster", name="poster_once_a_size"),
        migrations.RemoveField(model_name="poster", name="sequence"),
        migrations.AddField(
            model_name="poster",
            name="digest",
            field=models.CharField(default="", max_length=64, verbose_name="校验值"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.UniqueConstraint(
                fields=("release", "size", "digest"), name="poster_once_a_size"
            ),
        ),
    ]
