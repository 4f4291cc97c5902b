"""What was handed in stays as it was; only offers are taken up; whose a posting is stays."""

from django.db import migrations

# Columns that may still change are named where the trigger is made.
ONCE = """
create trigger written_once before update or delete on matching_postingversion
    for each row execute function provinces_stays_but(
        'status', 'decided_by_id', 'decided_at', 'remark');
"""
AGAIN = "drop trigger written_once on matching_postingversion;"
OFFERS = """
alter table matching_posting add constraint posting_with_kind unique (id, kind);
alter table matching_takeup add constraint take_up_hangs_on_an_offer
    foreign key (posting_id, kind) references matching_posting (id, kind);
"""
ANY = """
alter table matching_takeup drop constraint take_up_hangs_on_an_offer;
alter table matching_posting drop constraint posting_with_kind;
"""
# Once published it is known as theirs: another owner needs a posting of their own.
THEIRS = """
create function matching_posting_stays_theirs() returns trigger language plpgsql as $$
begin
    if (new.kind, new.custodian_id, new.unit_id, new.author_id)
        is distinct from (old.kind, old.custodian_id, old.unit_id, old.author_id)
        or (old.code is not null and (new.code, new.organisation_id)
            is distinct from (old.code, old.organisation_id))
    then
        raise exception 'whose a posting is stays';
    end if;
    return new;
end
$$;
create trigger stays_theirs before update on matching_posting
    for each row execute function matching_posting_stays_theirs();
"""
ANYBODYS = """
drop trigger stays_theirs on matching_posting;
drop function matching_posting_stays_theirs();
"""


class Migration(migrations.Migration):
    replaces = [("matching", "0003_posting_guards")]
    dependencies = [
        ("matching", "0001_tables"),
        ("provinces", "0004_review_guards"),
    ]

    operations = [
        migrations.RunSQL(ONCE, AGAIN),
        migrations.RunSQL(OFFERS, ANY),
        migrations.RunSQL(THEIRS, ANYBODYS),
    ]
