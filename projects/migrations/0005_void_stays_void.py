"""An opinion on what is void is not given again."""

from django.db import migrations

VOID = """
create function projects_opinion_of_void() returns trigger language plpgsql as $$
begin
    if new.status = 'taken' and old.status = 'filed' and exists (
        select from projects_evaluation e where e.id = new.evaluation_id and e.status = 'void'
    ) then
        raise exception 'an opinion on what is void stays as it was given';
    end if;
    return new;
end
$$;
create trigger of_void before update on projects_opinion
    for each row execute function projects_opinion_of_void();
"""
NOT_VOID = """
drop trigger of_void on projects_opinion;
drop function projects_opinion_of_void();
"""


class Migration(migrations.Migration):
    replaces = [("projects", "0019_void_stays_void")]
    dependencies = [
        ("projects", "0004_evaluation_guards"),
    ]
    operations = [
        migrations.RunSQL(VOID, NOT_VOID),
    ]
