from django.db import migrations, models
from django.db.models import Q

# Whose people said something are put in order without it by the next run.
SAME = "update matching_suggestion set plain_place = place where place is not null"


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_meanings")]

    operations = [
        migrations.AddField(
            "suggestion",
            "plain_place",
            models.PositiveSmallIntegerField("不含反馈的名次", null=True),
        ),
        migrations.RunSQL(SAME, migrations.RunSQL.noop),
        migrations.RemoveConstraint("suggestion", "suggestion_stands_somewhere"),
        migrations.AddConstraint(
            "suggestion",
            models.CheckConstraint(
                condition=Q(place__isnull=False)
                | Q(plain_place__isnull=False)
                | Q(place_of_project__isnull=False),
                name="suggestion_stands_somewhere",
            ),
        ),
    ]
