"""What was submitted before is found too."""

from django.db import migrations
from django.db.models import Max

from foundation.likeness import bands_of
from projects.likening import name_of, rights_of, text_of

CHUNK = 1_000


def keep(apps, schema_editor):
    version, likeness = (apps.get_model("projects", name) for name in ("Version", "Likeness"))
    ids = version.objects.values("project").annotate(last=Max("pk")).values("last")
    newest = version.objects.filter(pk__in=ids).select_related("project")
    rows = (
        likeness(
            project_id=one.project_id,
            version_id=one.pk,
            organisation_id=one.project.organisation_id,
            name=name_of(one.content),
            rights=rights_of(one.content),
            bands=bands_of(text_of(one.content)),
        )
        for one in newest.iterator(chunk_size=CHUNK)
    )
    likeness.objects.bulk_create(rows, batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_likeness")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
