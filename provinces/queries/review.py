"""Reads of reviewing: who abstains from what, what an expert has to do."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from accounts.models import Membership
from provinces.models import Assignment, Expert, Tie
from provinces.states import AssignmentStatus, TieStatus
from records.actors import Actor


def assignments_of(by: Actor) -> QuerySet[Assignment]:
    """The set form of `rules.is_reviewer`; what was given up is no more to be seen."""
    own = Assignment.objects.filter(expert__user=by.user_id, status__in=AssignmentStatus.standing)
    found = own if by.is_person and by.role == "expert" else own.none()
    return found.select_related(
        "expert", "round_plan__round__cycle", "round_plan__plan__unit", "round_plan__submission"
    )


def grounds_for_abstaining(experts: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """By expert: the units whose plans they do not review, each with why. A trigger refuses the
    same."""
    grounds: dict[int, dict[str, str]] = defaultdict(dict)
    for expert, user, home in Expert.objects.filter(pk__in=experts).values_list(
        "pk", "user", "home"
    ):
        grounds[expert][home] = "所在地区"
        held = Membership.objects.filter(user=user, unit__isnull=False).valid_now()
        for unit in held.values_list("unit", flat=True):
            grounds[expert].setdefault(str(unit), "任职")
    ties = Tie.objects.filter(expert__in=experts, status=TieStatus.STANDING)
    for expert, unit, reason in ties.values_list("expert", "unit", "reason"):
        grounds[expert].setdefault(unit, reason)
    return grounds
