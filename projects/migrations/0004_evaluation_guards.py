"""What was filed and what it came to stay as they were, but for what a reopening changes; no house
judges what it has to do with; a recommendation rests on a finished evaluation of its own project
and year."""

from django.db import migrations

OPINIONS = """
create function projects_opinion_stays() returns trigger language plpgsql as $$
declare
    was jsonb := to_jsonb(old);
    fixed text[] := array['status', 'scores', 'comment', 'total', 'filed_at'];
begin
    if tg_op = 'DELETE' or to_jsonb(new) - fixed <> was - fixed then
        raise exception 'an opinion stays whose it is';
    end if;
    if old.status = 'given_up' and to_jsonb(new) <> was then
        raise exception 'an opinion given up stays so';
    end if;
    if old.status = 'filed' and (
        new.status not in ('filed', 'taken')
        or to_jsonb(new) - array['status', 'total', 'filed_at'] <> was - array['status', 'total', 'filed_at']
        or new.status = 'filed' and to_jsonb(new) <> was
        or new.status = 'taken' and (new.total is not null or new.filed_at is not null)
    ) then
        raise exception 'an opinion is filed once, and may only be reopened';
    end if;
    return new;
end
$$;
create trigger written_once before update or delete on projects_opinion
    for each row execute function projects_opinion_stays();
"""
OPINIONS_AGAIN = """
drop trigger written_once on projects_opinion;
drop function projects_opinion_stays();
"""
TIES = """
create function projects_opinion_abstains() returns trigger language plpgsql as $$
begin
    if new.status in ('taken', 'filed') and (tg_op = 'INSERT' or old.status = 'taken') and exists (
        select from projects_evaluation e join projects_project p on p.id = e.project_id
        where e.id = new.evaluation_id and (
            p.status <> 'listed' or e.status not in ('open', 'disputed')
            or new.organisation_id in (p.collected_by_id, p.custodian_id, p.organisation_id)
            or new.evaluator_id in (p.submitted_by_id, p.holder_id, p.accepted_by_id)
        )
    ) then
        raise exception 'who has to do with a project gives no opinion on it';
    end if;
    return new;
end
$$;
create trigger abstains before insert or update on projects_opinion
    for each row execute function projects_opinion_abstains();
"""
TIES_AGAIN = """
drop trigger abstains on projects_opinion;
drop function projects_opinion_abstains();
"""
EVALUATIONS = """
create function projects_evaluation_stays() returns trigger language plpgsql as $$
declare
    was jsonb := to_jsonb(old);
    moving text[] := array['status', 'needed', 'total', 'spread', 'done_at'];
    undone text[] := array['status', 'total', 'spread', 'done_at'];
begin
    if tg_op = 'DELETE' or to_jsonb(new) - moving <> was - moving then
        raise exception 'an evaluation stays what it is of';
    end if;
    if old.status = 'void' and to_jsonb(new) <> was
        or old.status = 'done' and (
            new.status not in ('done', 'open', 'void')
            or new.status = 'done' and to_jsonb(new) <> was
            or new.status = 'void' and to_jsonb(new) - 'status' <> was - 'status'
            or new.status = 'open' and (
                to_jsonb(new) - undone <> was - undone or new.total is not null
                or new.spread is not null or new.done_at is not null
            )
        )
    then
        raise exception 'what was evaluated may only be reopened or void';
    end if;
    if old.status = 'done' and new.status <> 'done' and exists (
        select from projects_recommendation r where r.evaluation_id = new.id and r.status = 'given'
    ) then
        raise exception 'a recommendation rests on it';
    end if;
    if new.status = 'done' and old.status <> 'done' and new.needed > (
        select count(*) from projects_opinion o where o.evaluation_id = new.id and o.status = 'filed'
    ) then
        raise exception 'opinions are still to come';
    end if;
    return new;
end
$$;
create trigger written_once before update or delete on projects_evaluation
    for each row execute function projects_evaluation_stays();
"""
EVALUATIONS_AGAIN = """
drop trigger written_once on projects_evaluation;
drop function projects_evaluation_stays();
"""
RESTING = """
create function projects_recommendation_rests() returns trigger language plpgsql as $$
begin
    if new.evaluation_id is null or not exists (
        select from projects_evaluation e where e.id = new.evaluation_id and e.status = 'done'
    ) then
        raise exception 'a recommendation rests on a finished evaluation';
    end if;
    return new;
end
$$;
create trigger rests before insert on projects_recommendation
    for each row execute function projects_recommendation_rests();
"""
RESTING_AGAIN = """
drop trigger rests on projects_recommendation;
drop function projects_recommendation_rests();
"""
# Django has no foreign key over several columns.
OWN = """
alter table projects_version add constraint version_of_project unique (id, project_id);
alter table projects_evaluation add constraint evaluation_of_project_and_year
    unique (id, project_id, cycle_id);
alter table projects_evaluation add constraint evaluation_of_its_version
    foreign key (version_id, project_id) references projects_version (id, project_id);
alter table projects_recommendation add constraint recommendation_of_its_evaluation
    foreign key (evaluation_id, project_id, cycle_id)
    references projects_evaluation (id, project_id, cycle_id);
"""
OWN_AGAIN = """
alter table projects_recommendation drop constraint recommendation_of_its_evaluation;
alter table projects_evaluation drop constraint evaluation_of_its_version;
alter table projects_evaluation drop constraint evaluation_of_project_and_year;
alter table projects_version drop constraint version_of_project;
"""


class Migration(migrations.Migration):
    replaces = [("projects", "0017_evaluation_guards")]
    dependencies = [
        ("projects", "0003_only_what_was_accepted"),
    ]

    operations = [
        migrations.RunSQL(OPINIONS, OPINIONS_AGAIN),
        migrations.RunSQL(TIES, TIES_AGAIN),
        migrations.RunSQL(EVALUATIONS, EVALUATIONS_AGAIN),
        migrations.RunSQL(RESTING, RESTING_AGAIN),
        migrations.RunSQL(OWN, OWN_AGAIN),
    ]
