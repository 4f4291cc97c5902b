"""When something was corrected is said beside why."""

from django.db import migrations, models

CLOSED = """
create or replace trigger written_once before update or delete on provinces_approval
    for each row execute function provinces_stays_but('status', 'reversal', 'reversed_at');
create or replace trigger written_once before update or delete on provinces_hostdecision
    for each row execute function provinces_stays_but(
        'status', 'display_id', 'reversal', 'reversed_at', 'decided_at', 'decided_by_id');
"""
OPEN = """
create or replace trigger written_once before update or delete on provinces_approval
    for each row execute function provinces_stays_but('status', 'reversal');
create or replace trigger written_once before update or delete on provinces_hostdecision
    for each row execute function provinces_stays_but(
        'status', 'display_id', 'reversal', 'decided_at', 'decided_by_id');
"""


class Migration(migrations.Migration):
    dependencies = [("provinces", "0007_review_guards")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="reversed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="更正时间"),
        )
        for name in ("approval", "hostdecision")
    ] + [
        migrations.RemoveConstraint("approval", "approval_reversed_with_a_reason"),
        migrations.RemoveConstraint("hostdecision", "host_decision_reversed_with_a_reason"),
        migrations.AddConstraint(
            "approval",
            models.CheckConstraint(
                condition=models.Q(status="standing", reversal="", reversed_at=None)
                | models.Q(~models.Q(reversal=""), status="reversed", reversed_at__isnull=False),
                name="approval_reversed_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            "hostdecision",
            models.CheckConstraint(
                condition=models.Q(
                    ~models.Q(reversal=""), status="reversed", reversed_at__isnull=False
                )
                | models.Q(~models.Q(status="reversed"), reversal="", reversed_at=None),
                name="host_decision_reversed_with_a_reason",
            ),
        ),
        migrations.RunSQL(CLOSED, OPEN),
    ]
