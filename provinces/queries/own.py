"""What a person may take along of this room: `own_data` of every room makes their export."""

from collections.abc import Iterable
from typing import Any

from foundation.sql import rows_of
from provinces.models import (
    Assignment,
    Expert,
    HostApplication,
    Matter,
    Objection,
    Score,
    ScoreDraft,
    Submission,
    Tie,
)


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: what the person filed in the name of an organisation, how to reach them as
    they said there; the plans they signed off; the matters they raised; what they objected to; and
    what they are, were asked and gave as an expert."""
    own = HostApplication.objects.filter(applied_by=user_id).order_by("pk")
    columns = (
        *("ref", "call__title", "call__plan__unit__name", "organisation__name", "role"),
        *("statement", *HostApplication.CONTACT, "status", "reason", "applied_at", "decided_at"),
    )
    signed = Submission.objects.filter(filed_by=user_id).order_by("pk")
    of_receipt = ("ref", "plan__unit__name", "plan__cycle__year", "filed_at", "status", "digest")
    raised = Matter.objects.filter(raised_by=user_id).order_by("pk")
    of_matter = ("ref", "plan__unit__name", "plan__cycle__year", "title", "text", "raised_at")
    objected = Objection.objects.filter(filed_by=user_id).order_by("pk")
    of_objection = (
        *("ref", "display__cycle__year", "display__number", "decision__plan__unit__name"),
        *("text", "status", "filed_at", "answer", "answered_at"),
    )
    return {
        "host_applications": rows_of(own, *columns),
        "submissions_signed": rows_of(signed, *of_receipt),
        "matters_raised": rows_of(raised, *of_matter, "status", "answer", "answered_at"),
        "objections": rows_of(objected, *of_objection),
        **_as_expert(user_id),
    }


def _as_expert(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    profile = Expert.objects.filter(user=user_id)
    of_profile = ("ref", "employer", "home__name", "fields", "capacity", "status", "declared_at")
    ties = Tie.objects.filter(expert__user=user_id).order_by("pk")
    tasks = Assignment.objects.filter(expert__user=user_id).order_by("pk")
    of_task = (
        *("ref", "round_plan__round__cycle__year", "round_plan__round__number"),
        *("round_plan__plan__unit__name", "status", "reason", "assigned_at"),
    )
    about = ("assignment__ref", "assignment__round_plan__plan__unit__name")
    filed = ("points", "reasons", "familiarity", "comment", "total", "status", "filed_at")
    scores = Score.objects.filter(assignment__expert__user=user_id).order_by("pk")
    drafts = ScoreDraft.objects.filter(assignment__expert__user=user_id).order_by("pk")
    return {
        "expert": rows_of(profile, *of_profile, "entered_at"),
        "expert_ties": rows_of(ties, "unit__name", "reason", "status", "declared_at"),
        "review_tasks": rows_of(tasks, *of_task),
        "scores": rows_of(scores, *about, *filed),
        "score_drafts": rows_of(drafts, *about, "typed", "saved_at"),
    }
