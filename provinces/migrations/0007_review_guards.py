"""What was judged is written once but for what the procedure may change of it; nobody reviews where
they abstain; each row hangs on its own plan."""

from django.db import migrations

# Columns that may still change are named where the trigger is made.
ONCE = """
create function provinces_stays_but() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or to_jsonb(new) - tg_argv <> to_jsonb(old) - tg_argv then
        raise exception '% is written once but for %', tg_table_name, tg_argv;
    end if;
    return new;
end
$$;
create trigger written_once before update or delete on provinces_score
    for each row execute function provinces_stays_but('status');
create trigger written_once before update or delete on provinces_roundplan
    for each row execute function provinces_stays_but('status');
create trigger written_once before update or delete on provinces_formalcheck
    for each row execute function provinces_stays_but('status', 'until');
create trigger written_once before update or delete on provinces_approval
    for each row execute function provinces_stays_but('status', 'reversal');
create trigger written_once before update or delete on provinces_display
    for each row execute function provinces_stays_but('status', 'final_at');
create trigger written_once before update or delete on provinces_hostdecision
    for each row execute function provinces_stays_but(
        'status', 'display_id', 'reversal', 'decided_at', 'decided_by_id');
create trigger written_once before update or delete on provinces_resultletter
    for each row execute function ztc_refuse_change();
revoke update, delete, truncate on provinces_resultletter from ztc_app;
"""
AGAIN = """
grant update, delete on provinces_resultletter to ztc_app;
drop trigger written_once on provinces_resultletter;
drop trigger written_once on provinces_hostdecision;
drop trigger written_once on provinces_display;
drop trigger written_once on provinces_approval;
drop trigger written_once on provinces_formalcheck;
drop trigger written_once on provinces_roundplan;
drop trigger written_once on provinces_score;
drop function provinces_stays_but();
"""
CRITERIA = """
create function provinces_criteria_stay() returns trigger language plpgsql as $$
begin
    if new.criteria <> old.criteria and exists (
        select from provinces_score s
        join provinces_assignment a on a.id = s.assignment_id
        join provinces_roundplan p on p.id = a.round_plan_id
        where p.round_id = new.id
    ) then
        raise exception 'criteria stay once anything was scored';
    end if;
    return new;
end
$$;
create trigger criteria_stay before update on provinces_reviewround
    for each row execute function provinces_criteria_stay();
"""
BEND = """
drop trigger criteria_stay on provinces_reviewround;
drop function provinces_criteria_stay();
"""
ABSTAIN = """
create function provinces_abstains() returns trigger language plpgsql as $$
begin
    if exists (
        select from provinces_roundplan r
        join provinces_workplan p on p.id = r.plan_id
        join provinces_expert e on e.id = new.expert_id
        where r.id = new.round_plan_id and (
            e.home_id = p.unit_id
            or exists (
                select from provinces_tie t
                where t.expert_id = e.id and t.unit_id = p.unit_id and t.status = 'standing'
            )
            or exists (
                select from accounts_membership m
                where m.user_id = e.user_id and m.unit_id = p.unit_id and m.status = 'granted'
            )
        )
    ) then
        raise exception 'an expert abstains from this plan';
    end if;
    return new;
end
$$;
create trigger abstains before insert on provinces_assignment
    for each row execute function provinces_abstains();
"""
JUDGE = """
drop trigger abstains on provinces_assignment;
drop function provinces_abstains();
"""
# Django has no foreign key over several columns.
TIE = """
alter table provinces_submission add constraint submission_of_plan unique (id, plan_id);
alter table provinces_planevent add constraint event_of_plan unique (id, plan_id);
alter table provinces_approval add constraint approval_of_plan unique (id, plan_id);
alter table provinces_formalcheck add constraint formal_check_of_its_plan
    foreign key (submission_id, plan_id) references provinces_submission (id, plan_id);
alter table provinces_roundplan add constraint round_plan_of_its_plan
    foreign key (submission_id, plan_id) references provinces_submission (id, plan_id);
alter table provinces_approval add constraint approval_of_its_plan
    foreign key (submission_id, plan_id) references provinces_submission (id, plan_id);
alter table provinces_hostdecision add constraint host_decision_of_an_event_of_its_plan
    foreign key (event_id, plan_id) references provinces_planevent (id, plan_id);
alter table provinces_hostdecision add constraint host_decision_under_its_approval
    foreign key (approval_id, plan_id) references provinces_approval (id, plan_id);
alter table provinces_matter add constraint matter_of_an_event_of_its_plan
    foreign key (event_id, plan_id) references provinces_planevent (id, plan_id);
"""
UNTIE = """
alter table provinces_matter drop constraint matter_of_an_event_of_its_plan;
alter table provinces_hostdecision drop constraint host_decision_under_its_approval;
alter table provinces_hostdecision drop constraint host_decision_of_an_event_of_its_plan;
alter table provinces_approval drop constraint approval_of_its_plan;
alter table provinces_roundplan drop constraint round_plan_of_its_plan;
alter table provinces_formalcheck drop constraint formal_check_of_its_plan;
alter table provinces_approval drop constraint approval_of_plan;
alter table provinces_planevent drop constraint event_of_plan;
alter table provinces_submission drop constraint submission_of_plan;
"""


class Migration(migrations.Migration):
    dependencies = [("provinces", "0006_review")]

    operations = [
        migrations.RunSQL(ONCE, AGAIN),
        migrations.RunSQL(CRITERIA, BEND),
        migrations.RunSQL(ABSTAIN, JUDGE),
        migrations.RunSQL(TIE, UNTIE),
    ]
