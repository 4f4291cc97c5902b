"""Nobody is introduced before ten minutes have passed since the agreement; the two who sit there
are those of the interest."""

from django.db import migrations

GUARDS = """
create function introductions_after_ten_minutes() returns trigger language plpgsql as $$
begin
    if not exists (
        select from matching_interest
        where id = new.interest_id and status in ('agreed', 'introduced')
            and agreed_at + interval '10 minutes' <= ztc_now()
    ) then
        raise exception 'introduced before ten minutes have passed since both agreed';
    end if;
    return new;
end
$$;
create trigger after_ten_minutes before insert on introductions_introduction
    for each row execute function introductions_after_ten_minutes();

create function introductions_of_the_two() returns trigger language plpgsql as $$
begin
    if not exists (
        select from introductions_introduction talk
            join matching_interest interest on interest.id = talk.interest_id
        where talk.id = new.introduction_id and new.person_id = case new.role
            when 'asker' then interest.person_id
            when 'answerer' then interest.answered_by_id
            else new.person_id end
    ) then
        raise exception 'not a party of this introduction';
    end if;
    return new;
end
$$;
create trigger of_the_two before insert or update of person_id, role, introduction_id
    on introductions_seat
    for each row execute function introductions_of_the_two();
"""
NONE = """
drop trigger of_the_two on introductions_seat;
drop function introductions_of_the_two();
drop trigger after_ten_minutes on introductions_introduction;
drop function introductions_after_ten_minutes();
"""


class Migration(migrations.Migration):
    dependencies = [("introductions", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, NONE)]
