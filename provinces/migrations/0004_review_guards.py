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
    for each row execute function provinces_stays_but('status', 'reversal', 'reversed_at');
create trigger written_once before update or delete on provinces_display
    for each row execute function provinces_stays_but('status', 'final_at');
create trigger written_once before update or delete on provinces_hostdecision
    for each row execute function provinces_stays_but(
        'status', 'display_id', 'reversal', 'reversed_at', 'decided_at', 'decided_by_id');
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
# Where an expert abstains is asked of one function, by pages, orders and the trigger alike.
# Organisations of a person: the one of the account, those of roles held now, soon or within three
# years, and the one that is called as the employer is. Whoever made a plan is of its unit. `text` bodies hang on nothing: columns may still be altered.
ABSTAIN = """
create function provinces_grounds(experts bigint[])
returns table (expert_id bigint, unit_id varchar, kind text, reason text)
language sql stable as $$
    with asked as (
        select e.*, u.organisation_id from provinces_expert e
        join accounts_user u on u.id = e.user_id where e.id = any(experts)
    ), held as (
        select a.id as expert_id, m.unit_id, m.organisation_id from asked a
        join accounts_membership m on m.user_id = a.user_id
        where m.status in ('granted', 'ended')
        and (m.valid_to is null or m.valid_to > ztc_now() - interval '3 years')
    ), theirs as (
        select id as expert_id, organisation_id from asked where organisation_id is not null
        union select expert_id, organisation_id from held where organisation_id is not null
        union select a.id, o.id from asked a join accounts_organisation o on o.name = a.employer
    )
    select a.id, a.home_id, 'home', '' from asked a
    union select expert_id, unit_id, 'office', '' from held where unit_id is not null
    union select a.id, p.unit_id, 'office', '' from asked a
        join provinces_planversion v on v.frozen_by_id = a.user_id
        join provinces_workplan p on p.id = v.plan_id
    union select a.id, p.unit_id, 'office', '' from asked a
        join provinces_submission s on s.filed_by_id = a.user_id
        join provinces_workplan p on p.id = s.plan_id
    union select t.expert_id, u.abbr, 'office', '' from theirs t
        join accounts_unit u on u.organisation_id = t.organisation_id
    union select a.id, u.abbr, 'office', '' from asked a
        join accounts_unit u on u.department = a.employer
    union select t.expert_id, d.unit_id, 'agent', '' from theirs t
        join accounts_delegation d on d.organisation_id = t.organisation_id
        where d.revoked_at is null and d.valid_from <= ztc_now() and d.valid_to > ztc_now()
    union select t.expert_id, p.unit_id, 'host', '' from theirs t
        join provinces_hostapplication h on h.organisation_id = t.organisation_id
        join provinces_hostcall c on c.id = h.call_id
        join provinces_workplan p on p.id = c.plan_id
        where h.status = 'picked'
    union select t.expert_id, t.unit_id, 'tie', t.reason from provinces_tie t
        where t.expert_id = any(experts) and t.status = 'standing'
$$;
create function provinces_abstains() returns trigger language plpgsql as $$
begin
    if exists (
        select from provinces_roundplan r
        join provinces_workplan p on p.id = r.plan_id
        join provinces_grounds(array[new.expert_id]) g on g.unit_id = p.unit_id
        where r.id = new.round_plan_id
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
drop function provinces_grounds(bigint[]);
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
    replaces = [("provinces", "0007_review_guards")]
    dependencies = [
        ("provinces", "0003_receipts_stay"),
    ]

    operations = [
        migrations.RunSQL(ONCE, AGAIN),
        migrations.RunSQL(CRITERIA, BEND),
        migrations.RunSQL(ABSTAIN, JUDGE),
        migrations.RunSQL(TIE, UNTIE),
    ]
