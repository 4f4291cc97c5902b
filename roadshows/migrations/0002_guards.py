"""What was published and what was released never changes."""

from django.db import migrations

TABLES = ("roadshows_calendarversion", "roadshows_release")
FREEZE = "\n".join(
    f"""
create trigger written_once before update or delete on {table}
    for each row execute function ztc_refuse_change();
revoke update, delete, truncate on {table} from ztc_app;
"""
    for table in TABLES
)
THAW = "\n".join(
    f"""
drop trigger written_once on {table};
grant update, delete on {table} to ztc_app;
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("roadshows", "0001_tables"),
        ("records", "0002_nobody_bends_the_trail"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
