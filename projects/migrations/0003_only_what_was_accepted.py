"""The database itself puts nothing in force that a correction proposed and nobody accepted."""

from django.db import migrations

GUARD = """
create function projects_refuse_unaccepted() returns trigger language plpgsql as $$
begin
    if exists (
        select from projects_version v where v.id = new.version_id and (
            v.project_id <> new.project_id
            or v.is_correction and not exists (
                select from projects_correction c
                where c.version_id = v.id and c.status = 'accepted'
            )
        )
    ) then
        raise exception 'version % was not accepted for project %', new.version_id, new.project_id
            using errcode = 'check_violation', constraint = 'listing_version_accepted';
    end if;
    return new;
end
$$;
create trigger listing_version_accepted before insert or update of version_id, project_id
    on projects_listing for each row execute function projects_refuse_unaccepted();

create function projects_refuse_reopening() returns trigger language plpgsql as $$
begin
    raise exception 'correction % was accepted', old.id
        using errcode = 'check_violation', constraint = 'correction_accepted_for_good';
end
$$;
create trigger correction_accepted_for_good before update of status, version_id, project_id
    on projects_correction for each row
    when (old.status = 'accepted' and (old.status, old.version_id, old.project_id)
        is distinct from (new.status, new.version_id, new.project_id))
    execute function projects_refuse_reopening();
"""
UNGUARD = """
drop trigger listing_version_accepted on projects_listing;
drop function projects_refuse_unaccepted();
drop trigger correction_accepted_for_good on projects_correction;
drop function projects_refuse_reopening();
"""


class Migration(migrations.Migration):
    replaces = [("projects", "0014_only_what_was_accepted")]
    dependencies = [
        ("projects", "0002_versions_are_frozen"),
    ]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
