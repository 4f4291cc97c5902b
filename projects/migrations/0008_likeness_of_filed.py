"""What was submitted before is found too."""

from django.db import migrations
from django.db.models import Max

from projects.likening import marks_of

CHUNK = 1_000


def keep(apps, schema_editor):
    version, likeness, mark = (
        apps.get_model("projects", name) for name in ("Version", "Likeness", "Mark")
    )
    ids = version.objects.values("project").annotate(last=Max("pk")).values("last")
    for one in version.objects.filter(pk__in=ids).iterator(chunk_size=CHUNK):
        marks = marks_of(one.content)
        likeness.objects.create(project_id=one.project_id, version_id=one.pk, marks=marks)
        mark.objects.bulk_create(
            mark(mark=value, likeness_id=one.project_id) for value in sorted(set(marks))
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_likeness")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
