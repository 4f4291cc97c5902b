"""Who brought a project keeps standing on it when a holder has claimed it."""

from django.db import migrations

# What a holder has claimed has no custodian any more: the trail knows whose it was.
KEEP_COLLECTORS = """
update projects_project p set collected_by_id = coalesce(p.custodian_id, (
    select o.id from records_entry e join accounts_organisation o on o.id = e.actor_organisation
    where e."table" = 'projects.project' and e.object_id = p.id and e.verb = 'open'
    order by e.id limit 1
)) where p.source = 'agency'
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_desks")]
    operations = [migrations.RunSQL(KEEP_COLLECTORS, migrations.RunSQL.noop)]
