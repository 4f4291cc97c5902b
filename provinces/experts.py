"""评审专家: who they are, what they know, and where they abstain."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.models import Unit, User
from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.models import Assignment, Expert, Score, Tie
from provinces.states import AssignmentStatus, RoundStatus, ScoreStatus, TieStatus
from records.actors import Actor
from records.workflow import begin, move, move_all

ABSTAINS = "回避"  # what an assignment says that was taken away for a tie


class ExpertProblem(TextChoices):
    NO_FIELD = "expert_no_field", "请至少选一个熟悉领域"
    NO_REASON = "expert_no_reason", "请写明是什么关系"
    TWICE = "expert_tie_twice", "{expected}已在回避名单里"
    OWN = "expert_tie_own", "{expected}是所在地区，本来就回避，不用申报"


@dataclass(frozen=True)
class Profile:
    """`fields` are codes of 战略性新兴产业, first level; `capacity` plans in a round."""

    employer: str
    home: Unit
    fields: Sequence[str]
    capacity: int


@transaction.atomic
def keep_profile(user: User, profile: Profile, *, by: Actor) -> Expert:
    """Whose area it is now is not reviewed any more. Raises Refused: neither the expert nor the
    centre (403); 422."""
    refuse_if([] if profile.fields else [Problem(ExpertProblem.NO_FIELD, "fields")])
    expert = Expert.objects.filter(user=user).first()
    if expert is None:
        return begin(_filled(Expert(user=user), profile), "enter", by=by)

    def write(row: Expert) -> None:
        _filled(row, profile)

    kept = move(expert, "change", by=by, write=write)
    _withhold(kept, profile.home, by)
    return kept


@transaction.atomic
def declare_tie(expert: Expert, unit: Unit, *, by: Actor, reason: str) -> Tie:
    """From now on they abstain: what they were to review of it goes to others, and what they gave
    does not count any more. Raises Refused: 403; 422."""
    Expert.objects.select_for_update(no_key=True).get(pk=expert.pk)
    refuse_if(_tie_problems(expert, unit, reason))
    tie = begin(Tie(expert=expert, unit=unit, reason=reason), "declare", by=by)
    _withhold(expert, unit, by)
    return tie


def lift_tie(tie: Tie, *, by: Actor, reason: str) -> Tie:
    """Raises Refused: not the centre (403)."""
    return move(tie, "lift", by=by, note=reason)


def confirm_ties(expert: Expert, *, by: Actor) -> Expert:
    """The expert says that all are declared."""

    def write(row: Expert) -> None:
        row.declared_at = clock.now()

    return move(expert, "change", by=by, write=write)


def rest_expert(expert: Expert, *, by: Actor, reason: str) -> Expert:
    """Nothing new is given to them."""
    return move(expert, "rest", by=by, note=reason)


def return_expert(expert: Expert, *, by: Actor) -> Expert:
    return move(expert, "return", by=by)


def _filled(expert: Expert, profile: Profile) -> Expert:
    expert.employer, expert.home = profile.employer, profile.home
    expert.fields, expert.capacity = list(profile.fields), profile.capacity
    return expert


def _withhold(expert: Expert, unit: Unit, by: Actor) -> None:
    """In rounds that are still open."""

    def write(rows: Sequence[Assignment]) -> None:
        for row in rows:
            row.reason = ABSTAINS

    of_unit = expert.assignments.filter(
        round_plan__plan__unit=unit, round_plan__round__status=RoundStatus.OPEN
    )
    # Held before their scores are looked at: who files meanwhile files first, or not at all.
    held = list(of_unit.select_for_update(of=("self",), no_key=True).order_by("pk"))
    scores = Score.objects.filter(assignment__in=held, status=ScoreStatus.STANDING)
    move_all(_named(scores), "abstain", by=by)
    standing = of_unit.filter(status__in=AssignmentStatus.standing)
    move_all(standing.select_related("expert"), "abstain", by=by, write=write)


def _named(scores: QuerySet[Score]) -> QuerySet[Score]:
    return scores.select_related("assignment__expert")


def _tie_problems(expert: Expert, unit: Unit, reason: str) -> list[Problem]:
    problems = []
    if not reason.strip():
        problems.append(Problem(ExpertProblem.NO_REASON, "reason"))
    if unit.pk == expert.home_id:
        problems.append(Problem(ExpertProblem.OWN, "unit", expected=unit.name))
    if expert.ties.filter(unit=unit, status=TieStatus.STANDING).exists():
        problems.append(Problem(ExpertProblem.TWICE, "unit", expected=unit.name))
    return problems
