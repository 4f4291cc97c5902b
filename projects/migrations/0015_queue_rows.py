"""What was submitted before stands in the lists of desks too."""

from django.db import migrations
from django.db.models import Max

from foundation.sql import insert_rows
from projects.queueing import columns_of

CHUNK = 1_000


def keep(apps, schema_editor):
    version, row = (apps.get_model("projects", name) for name in ("Version", "QueueRow"))
    newest = version.objects.values("project").annotate(last=Max("pk")).values_list("last")
    ids = sorted(pk for (pk,) in newest)
    for start in range(0, len(ids), CHUNK):
        versions = version.objects.filter(pk__in=ids[start : start + CHUNK])
        insert_rows(
            [row(project_id=one.project_id, version=one, **columns_of(one)) for one in versions]
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0014_only_what_was_accepted")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
