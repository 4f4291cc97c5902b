"""What matching has to look at again is written down in the very transaction that changed it.

Of listings and services, which come by the ten thousand, once a statement; of the rest, row by row
behind a condition that costs next to nothing where nothing of ours changed.
"""

from django.db import migrations

# Revisions ascend in the order of commits: whoever takes one holds a lock until then.
REVISIONS = "create sequence matching_revision; grant usage, select on sequence matching_revision to ztc_app;"
NO_REVISIONS = "drop sequence matching_revision;"

# Bytes that nothing makes smaller: PostgreSQL need not try.
PLAIN = """
alter table matching_indexed alter column counted set storage external;
alter table matching_piece alter column data set storage external;
"""
# A run writes every row anew: with room on its page, no index has to hear of it.
ROOMY = "alter table matching_suggestion set (fillfactor = 80)"
FULL = "alter table matching_suggestion reset (fillfactor)"

LISTINGS = """
create function matching_listings_come() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why) select 'project', project_id, 'said' from fresh;
    return null;
end
$$;
create function matching_listings_go() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why) select 'project', project_id, 'said' from gone;
    return null;
end
$$;
create function matching_listings_change() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why)
    select 'project', n.project_id, 'said' from fresh n join gone o using (project_id)
    where (n.version_id, n.title, n.field_id, n.unit_id, n.trl, n.modes, n.listed_at)
        is distinct from (o.version_id, o.title, o.field_id, o.unit_id, o.trl, o.modes, o.listed_at);
    return null;
end
$$;
create trigger matching_come after insert on projects_listing referencing new table as fresh
    for each statement execute function matching_listings_come();
create trigger matching_go after delete on projects_listing referencing old table as gone
    for each statement execute function matching_listings_go();
create trigger matching_change after update on projects_listing
    referencing old table as gone new table as fresh
    for each statement execute function matching_listings_change();
"""
NO_LISTINGS = """
drop trigger matching_come on projects_listing;
drop trigger matching_go on projects_listing;
drop trigger matching_change on projects_listing;
drop function matching_listings_come();
drop function matching_listings_go();
drop function matching_listings_change();
"""

SERVICES = """
create function matching_services_come() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why)
    select distinct 'project', l.project_id, 'said'
    from fresh join projects_listing l using (project_id);
    return null;
end
$$;
create trigger matching_come after insert on projects_service referencing new table as fresh
    for each statement execute function matching_services_come();
create trigger matching_go after delete on projects_service referencing old table as fresh
    for each statement execute function matching_services_come();
"""
NO_SERVICES = """
drop trigger matching_come on projects_service;
drop trigger matching_go on projects_service;
drop function matching_services_come();
"""

CONSENTS = """
create function matching_showing_changes() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why)
    select 'project', project_id, 'said' from projects_listing where project_id = new.id;
    return null;
end
$$;
create trigger matching_change after update of display_consent_id on projects_project
    for each row when (old.display_consent_id is distinct from new.display_consent_id)
    execute function matching_showing_changes();
create function matching_consent_changes() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why)
    select 'project', l.project_id, 'said'
    from projects_project p join projects_listing l on l.project_id = p.id
    where p.display_consent_id = new.id;
    return null;
end
$$;
create trigger matching_change after update on accounts_consent
    for each row when (old.withdrawn_at is distinct from new.withdrawn_at)
    execute function matching_consent_changes();
"""
NO_CONSENTS = """
drop trigger matching_change on projects_project;
drop trigger matching_change on accounts_consent;
drop function matching_showing_changes();
drop function matching_consent_changes();
"""

_SAID = (
    *("status", "valid_until", "title", "problem", "key_points", "goal", "field_id", "keywords"),
    *("trl_floor", "modes", "budget", "published_at"),
)
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _SAID) for row in ("old", "new"))
POSTINGS = f"""
create function matching_posting_changes() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why) values (new.kind, new.id, 'said');
    return null;
end
$$;
create function matching_posting_goes() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why) values (old.kind, old.id, 'said');
    return null;
end
$$;
create trigger matching_come after insert on matching_posting
    for each row when (new.status = 'published') execute function matching_posting_changes();
create trigger matching_go after delete on matching_posting
    for each row when (old.status = 'published') execute function matching_posting_goes();
create trigger matching_change after update on matching_posting for each row
    when (
        (old.status = 'published' or new.status = 'published')
        and ({_OLD}) is distinct from ({_NEW})
    )
    execute function matching_posting_changes();
"""
NO_POSTINGS = """
drop trigger matching_come on matching_posting;
drop trigger matching_go on matching_posting;
drop trigger matching_change on matching_posting;
drop function matching_posting_changes();
drop function matching_posting_goes();
"""

# What the posting's side says moves its next ranking; what the project's side says, none.
FEEDBACK = """
create function matching_feedback_changes() returns trigger language plpgsql as $$
begin
    insert into matching_change (sort, key, why)
    select kind, id, 'feedback' from matching_posting
    where id = coalesce(new.posting_id, old.posting_id) and status = 'published';
    return null;
end
$$;
create trigger matching_come after insert on matching_feedback
    for each row when (new.side = 'posting') execute function matching_feedback_changes();
create trigger matching_go after delete on matching_feedback
    for each row when (old.side = 'posting') execute function matching_feedback_changes();
create trigger matching_change after update on matching_feedback for each row
    when (
        new.side = 'posting' and (old.status, old.verdict, old.reasons)
        is distinct from (new.status, new.verdict, new.reasons)
    )
    execute function matching_feedback_changes();
"""
NO_FEEDBACK = """
drop trigger matching_come on matching_feedback;
drop trigger matching_go on matching_feedback;
drop trigger matching_change on matching_feedback;
drop function matching_feedback_changes();
"""


class Migration(migrations.Migration):
    replaces = [("matching", "0005_index_triggers"), ("matching", "0006_lean_suggestions")]
    dependencies = [
        ("matching", "0002_posting_guards"),
        ("projects", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(REVISIONS, NO_REVISIONS),
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(ROOMY, FULL),
        migrations.RunSQL(LISTINGS, NO_LISTINGS),
        migrations.RunSQL(SERVICES, NO_SERVICES),
        migrations.RunSQL(CONSENTS, NO_CONSENTS),
        migrations.RunSQL(POSTINGS, NO_POSTINGS),
        migrations.RunSQL(FEEDBACK, NO_FEEDBACK),
    ]
