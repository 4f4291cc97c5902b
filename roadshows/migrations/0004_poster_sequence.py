from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadshows", "0003_item_was_at")]

    operations = [
        migrations.RemoveConstraint(model_name="poster", name="poster_once_a_size"),
        migrations.AddField(
            model_name="poster",
            name="sequence",
            field=models.PositiveIntegerField(default=0, verbose_name="公开的修订号"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.UniqueConstraint(
                fields=("release", "size", "sequence"), name="poster_once_a_size"
            ),
        ),
    ]
