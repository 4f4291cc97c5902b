"""Where an expert abstains is asked of one function, by pages, orders and the trigger alike; who lags
with a review is reminded."""

from django.db import migrations, models

# Organisations of a person: the one of the account, those of roles held now or soon, and the one
# that is called as the employer is. `text` bodies hang on nothing: columns may still be altered.
GROUNDS = """
create function provinces_grounds(experts bigint[])
returns table (expert_id bigint, unit_id varchar, kind text, reason text)
language sql stable as $$
    with asked as (
        select e.*, u.organisation_id from provinces_expert e
        join accounts_user u on u.id = e.user_id where e.id = any(experts)
    ), held as (
        select a.id as expert_id, m.unit_id, m.organisation_id from asked a
        join accounts_membership m on m.user_id = a.user_id
        where m.status = 'granted' and (m.valid_to is null or m.valid_to > ztc_now())
    ), theirs as (
        select id as expert_id, organisation_id from asked where organisation_id is not null
        union select expert_id, organisation_id from held where organisation_id is not null
        union select a.id, o.id from asked a join accounts_organisation o on o.name = a.employer
    )
    select a.id, a.home_id, 'home', '' from asked a
    union select expert_id, unit_id, 'office', '' from held where unit_id is not null
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
create or replace function provinces_abstains() returns trigger language plpgsql as $$
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
"""
AS_BEFORE = """
create or replace function provinces_abstains() returns trigger language plpgsql as $$
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
drop function provinces_grounds(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("provinces", "0012_decisions")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="reminded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="催办时间"),
        ),
        migrations.RunSQL(GROUNDS, AS_BEFORE),
    ]
