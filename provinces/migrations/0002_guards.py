"""A frozen version never changes, and an event stands in a slot of its own plan."""

from django.db import migrations

FREEZE = """
create trigger written_once before update or delete on provinces_planversion
    for each row execute function ztc_refuse_change();
revoke update, delete, truncate on provinces_planversion from ztc_app;
"""
THAW = """
drop trigger written_once on provinces_planversion;
grant update, delete on provinces_planversion to ztc_app;
"""
# Django has no foreign key over two columns.
SEAT = """
alter table provinces_planevent add constraint event_in_a_slot_of_its_plan
    foreign key (plan_id, number) references provinces_slot (plan_id, number);
"""
UNSEAT = "alter table provinces_planevent drop constraint event_in_a_slot_of_its_plan"


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0001_tables"),
        ("records", "0002_nobody_bends_the_trail"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW), migrations.RunSQL(SEAT, UNSEAT)]
