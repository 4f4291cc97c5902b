"""What was decided stays decided; a known name stays known; of which pair something was said, or
asked for, stays; what was given stays given; a service that was given is one of the project that
asked."""

from django.db import migrations

DECIDED = """
create trigger decided_stays before update on matching_postingversion
    for each row when (old.status <> 'submitted') execute function ztc_refuse_change();
"""
UNDECIDED = "drop trigger decided_stays on matching_postingversion;"
# Whose it is was read by everybody: another name would hide nothing.
KNOWN = """
create trigger known_stays_known before update on matching_posting
    for each row
    when (old.code is not null and old.reach <> 'anonymous' and new.reach = 'anonymous')
    execute function ztc_refuse_change();
"""
FORGOTTEN = "drop trigger known_stays_known on matching_posting;"
SAID = """
create trigger written_once before update or delete on matching_feedback
    for each row execute function provinces_stays_but(
        'status', 'verdict', 'reasons', 'note', 'given_by_id', 'given_at');
"""
UNSAID = "drop trigger written_once on matching_feedback;"
ASKED = """
create trigger written_once before update or delete on matching_takeup
    for each row execute function provinces_stays_but(
        'status', 'message', 'answer', 'service_id');
create function matching_given_stays() returns trigger language plpgsql as $$
begin
    raise exception 'what was given stays given';
end
$$;
create trigger given_stays before update on matching_takeup for each row
    when (
        old.status = 'given'
        and (new.status, new.service_id) is distinct from (old.status, old.service_id)
    )
    execute function matching_given_stays();
"""
UNASKED = """
drop trigger given_stays on matching_takeup;
drop function matching_given_stays();
drop trigger written_once on matching_takeup;
"""
OF_PROJECT = """
alter table projects_service add constraint service_with_project unique (id, project_id);
alter table matching_takeup add constraint take_up_serves_its_project
    foreign key (service_id, project_id) references projects_service (id, project_id);
"""
OF_ANY = """
alter table matching_takeup drop constraint take_up_serves_its_project;
alter table projects_service drop constraint service_with_project;
"""


class Migration(migrations.Migration):
    replaces = [("matching", "0010_decided_by_others"), ("matching", "0011_said_stays")]
    dependencies = [
        ("matching", "0003_index_triggers"),
        ("provinces", "0004_review_guards"),
    ]

    operations = [
        migrations.RunSQL(DECIDED, UNDECIDED),
        migrations.RunSQL(KNOWN, FORGOTTEN),
        migrations.RunSQL(SAID, UNSAID),
        migrations.RunSQL(ASKED, UNASKED),
        migrations.RunSQL(OF_PROJECT, OF_ANY),
    ]
