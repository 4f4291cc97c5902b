"""The trail is written once: the serving role may not change it, and triggers stop everybody.

A superuser or the owner can still disable a trigger; that is what `audit verify` is for.
"""

from django.db import migrations

# HMAC under a person's key, whose two halves records.keys lays down. An empty value stays empty;
# a value whose key is gone reads `keyless`, so that writing one after erasure shows. One
# expression without FROM: PostgreSQL inlines it.
CREATE_PERSONAL = """
create function ztc_personal(inner_half bytea, outer_half bytea, value text) returns text
language sql immutable parallel safe
as $$
    select case
        when value is null or value = '' then value
        when inner_half is null then 'keyless'
        else encode(
            sha256(outer_half || sha256(inner_half || convert_to(value, 'UTF8'))), 'hex')
    end
$$;
"""

CREATE_GUARD = """
create function ztc_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is written once: % refused', tg_table_name, tg_op
        using errcode = 'insufficient_privilege';
end
$$;
"""

GUARD = """
revoke update, delete, truncate on {table} from ztc_app;
create trigger written_once before update or delete on {table}
    for each row execute function ztc_refuse_change();
create trigger never_emptied before truncate on {table}
    for each statement execute function ztc_refuse_change();
"""
UNGUARD = """
drop trigger written_once on {table};
drop trigger never_emptied on {table};
grant update, delete on {table} to ztc_app;
"""
TRAIL = ("records_entry", "records_seal", "records_shape")


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL(CREATE_PERSONAL, "drop function ztc_personal(bytea, bytea, text)"),
        migrations.RunSQL(CREATE_GUARD, "drop function ztc_refuse_change()"),
        *(
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in TRAIL
        ),
    ]
