"""What a person may take along of this room: `own_data` of every room makes their export."""

from collections.abc import Iterable
from typing import Any

from foundation.sql import rows_of
from provinces.models import Assignment, Expert, HostApplication, Submission, Tie


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: what the person filed in the name of an organisation, how to reach them as
    they said there, the plans they signed off; what they are known by as experts, whom they abstain
    from, and what they were asked to review."""
    own = HostApplication.objects.filter(applied_by=user_id).order_by("pk")
    columns = (
        *("ref", "call__title", "call__plan__unit__name", "organisation__name", "role"),
        *("statement", *HostApplication.CONTACT, "status", "reason", "applied_at", "decided_at"),
    )
    signed = Submission.objects.filter(filed_by=user_id).order_by("pk")
    of_receipt = ("ref", "plan__unit__name", "plan__cycle__year", "filed_at", "status", "digest")
    profile = Expert.objects.filter(user=user_id)
    of_profile = (
        *("ref", "employer", "home__name", "fields", "capacity", "status", "declared_at"),
        "entered_at",
    )
    ties = Tie.objects.filter(expert__user=user_id).order_by("pk")
    tasks = Assignment.objects.filter(expert__user=user_id).order_by("pk")
    of_task = (
        *("ref", "round_plan__round__cycle__year", "round_plan__round__number"),
        *("round_plan__plan__unit__name", "status", "reason", "assigned_at"),
    )
    return {
        "expert": rows_of(profile, *of_profile),
        "expert_ties": rows_of(ties, "unit__name", "reason", "status", "declared_at"),
        "review_tasks": rows_of(tasks, *of_task),
        "host_applications": rows_of(own, *columns),
        "submissions_signed": rows_of(signed, *of_receipt),
    }
