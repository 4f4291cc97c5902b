"""Nor does who proposed or accepted a correction of a project give an opinion on it."""

from django.db import migrations

CORRECTORS = """
create function projects_opinion_of_another() returns trigger language plpgsql as $$
begin
    if new.status in ('taken', 'filed') and (tg_op = 'INSERT' or old.status = 'taken') and exists (
        select from projects_evaluation e join projects_correction c using (project_id)
        where e.id = new.evaluation_id and c.status = 'accepted'
            and new.evaluator_id in (c.proposed_by_id, c.decided_by_id)
    ) then
        raise exception 'who has corrected a project gives no opinion on it';
    end if;
    return new;
end
$$;
create trigger of_another before insert or update on projects_opinion
    for each row execute function projects_opinion_of_another();
"""
NO_CORRECTORS = """
drop trigger of_another on projects_opinion;
drop function projects_opinion_of_another();
"""


class Migration(migrations.Migration):
    replaces = [("projects", "0020_correctors_abstain")]
    dependencies = [
        ("projects", "0005_void_stays_void"),
    ]
    operations = [migrations.RunSQL(CORRECTORS, NO_CORRECTORS)]
