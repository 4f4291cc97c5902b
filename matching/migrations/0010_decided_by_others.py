"""Who wrote it decides nothing on it; what was decided stays decided; a known name stays known."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

STAYS = """
create trigger decided_stays before update on matching_postingversion
    for each row when (old.status <> 'submitted') execute function ztc_refuse_change();
"""
GOES = "drop trigger decided_stays on matching_postingversion;"
# Whose it is was read by everybody: another name would hide nothing.
KNOWN = """
create trigger known_stays_known before update on matching_posting
    for each row
    when (old.code is not null and old.reach <> 'anonymous' and new.reach = 'anonymous')
    execute function ztc_refuse_change();
"""
FORGOTTEN = "drop trigger known_stays_known on matching_posting;"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_centre_apart'),
        ('matching', '0009_plain_places'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='posting',
            name='removed_by_centre',
            field=models.BooleanField(default=False, editable=False, verbose_name='由火炬中心下架'),
        ),
        migrations.AddField(
            model_name='postingversion',
            name='writers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='填写人'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('removed_by_centre', False), ('status', 'removed'), _connector='OR'), name='posting_removed_by_centre_is_removed'),
        ),
        migrations.AddConstraint(
            model_name='postingversion',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('writers__contains', [models.F('decided_by')]), _negated=True), _connector='OR'), name='posting_version_not_decided_by_a_writer'),
        ),
        migrations.RunSQL(STAYS, GOES),
        migrations.RunSQL(KNOWN, FORGOTTEN),
    ]
