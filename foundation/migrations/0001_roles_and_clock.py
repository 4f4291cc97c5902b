"""Two database roles and one clock, before any table is made.

`ztc_owner` runs the migrations and owns what they make; `ztc_app` serves. Where the migrating
role may not create roles, the operator has made `ztc_app` (docs/operations.md); if not, the
grants below fail and say so.
"""

from django.db import migrations

CREATE_SERVING_ROLE = """
do $$
begin
    if not exists (select from pg_roles where rolname = 'ztc_app') then
        create role ztc_app login;
    end if;
exception
    when duplicate_object then null;
    when insufficient_privilege then
        raise exception 'create the role first: create role ztc_app login';
end
$$;
"""

GRANT_TO_SERVING_ROLE = """
grant usage on schema public to ztc_app;
grant select, insert, update, delete on all tables in schema public to ztc_app;
grant usage, select on all sequences in schema public to ztc_app;
alter default privileges in schema public
    grant select, insert, update, delete on tables to ztc_app;
alter default privileges in schema public
    grant usage, select on sequences to ztc_app;
"""

CREATE_CLOCK = """
create function ztc_now() returns timestamptz
language sql volatile parallel safe
as $$
    select clock_timestamp()
         + coalesce(nullif(current_setting('ztc.clock_shift', true), ''), '0')::interval
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(CREATE_SERVING_ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(GRANT_TO_SERVING_ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE_CLOCK, "drop function ztc_now()"),
    ]
