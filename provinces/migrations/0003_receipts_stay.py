"""A submission is of a scan of its version of its plan, and what its receipt says never changes."""

from django.db import migrations

# Django has no foreign key over several columns.
TIE = """
alter table provinces_planversion add constraint version_of_plan unique (id, plan_id);
alter table provinces_scan add constraint scan_of_version unique (id, version_id, plan_id);
alter table provinces_scan add constraint scan_of_a_version_of_its_plan
    foreign key (version_id, plan_id) references provinces_planversion (id, plan_id);
alter table provinces_submission add constraint submission_of_a_scan_of_its_version
    foreign key (scan_id, version_id, plan_id)
    references provinces_scan (id, version_id, plan_id);
"""
UNTIE = """
alter table provinces_submission drop constraint submission_of_a_scan_of_its_version;
alter table provinces_scan drop constraint scan_of_a_version_of_its_plan;
alter table provinces_scan drop constraint scan_of_version;
alter table provinces_planversion drop constraint version_of_plan;
"""
STAY = """
create function provinces_receipt_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or to_jsonb(new) - 'status' <> to_jsonb(old) - 'status' then
        raise exception '% is written once but for its status', tg_table_name;
    end if;
    return new;
end
$$;
create trigger written_once before update or delete on provinces_submission
    for each row execute function provinces_receipt_stays();
"""
GO = """
drop trigger written_once on provinces_submission;
drop function provinces_receipt_stays();
"""


class Migration(migrations.Migration):
    replaces = [("provinces", "0005_receipts_stay")]
    dependencies = [
        ("provinces", "0002_guards"),
    ]

    operations = [migrations.RunSQL(TIE, UNTIE), migrations.RunSQL(STAY, GO)]
