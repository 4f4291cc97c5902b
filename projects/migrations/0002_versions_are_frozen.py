"""A Version is never changed, by nobody: what was submitted stays what was submitted."""

from django.db import migrations

GUARD = """
revoke update, delete, truncate on projects_version from ztc_app;
create trigger written_once before update or delete on projects_version
    for each row execute function ztc_refuse_change();
"""
UNGUARD = """
drop trigger written_once on projects_version;
grant update, delete on projects_version to ztc_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_tables"),
        ("records", "0002_nobody_bends_the_trail"),
    ]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
