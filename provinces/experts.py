"""评审专家: who they are, what they know, and where they abstain."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.inviting import Invitation, send_invitation
from accounts.models import Membership, Unit, User
from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.models import Assignment, Expert, Pairing, Tie
from provinces.queries.review import grounds_for_abstaining
from provinces.states import AssignmentStatus, RoundStatus, TieStatus
from provinces.withholding import because, hold_experts, in_words, withhold, withhold_tied
from records.actors import Actor
from records.workflow import begin, move, move_all

FORMER_HOME = "原所在地区"  # what a tie says that stays of a move
LEFT = "专家已注销账号"  # what an assignment says whose expert has left


class ExpertProblem(TextChoices):
    NO_FIELD = "expert_no_field", "请至少选一个熟悉领域"
    NO_REASON = "expert_no_reason", "请写明是什么关系"
    NO_NOTE = "expert_no_note", "请写明原因"
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
def invite_expert(invitation: Invitation, profile: Profile | None, *, by: Actor) -> Membership:
    """Without a profile the expert fills it in; one that stands stays. Raises Refused as
    `send_invitation` does."""
    membership = send_invitation(invitation, by=by)
    if profile is not None and not Expert.objects.filter(user=membership.user_id).exists():
        keep_profile(membership.user, profile, by=by)
    return membership


@transaction.atomic
def keep_profile(user: User, profile: Profile, *, by: Actor) -> Expert:
    """What they abstain from by now is not reviewed any more. Whoever moves stays tied to where
    they were until the centre lifts it, and confirms their ties anew; so does whoever changes
    employers. Raises Refused: neither the expert nor the centre (403); 422."""
    refuse_if([] if profile.fields else [Problem(ExpertProblem.NO_FIELD, "fields")])
    # Pressed twice, it is one profile.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    expert = Expert.objects.filter(user=user).first()
    if expert is None:
        return begin(_filled(Expert(user=user), profile), "enter", by=by)

    left: list[Unit] = []

    def write(row: Expert) -> None:
        if row.home_id != profile.home.pk:
            left.append(row.home)
        if left or row.employer != profile.employer:
            row.declared_at = None
        _filled(row, profile)

    kept = move(expert, "change", by=by, write=write)
    for unit in left:
        _stay_tied(kept, unit, by)
    _withhold_all(kept, by)
    return kept


@transaction.atomic
def declare_tie(expert: Expert, unit: Unit, *, by: Actor, reason: str) -> Tie:
    """From now on they abstain: what they were to review of it goes to others, and what they gave
    does not count any more. Raises Refused: 403; 422."""
    hold_experts({expert.pk})
    refuse_if(_tie_problems(expert, unit, reason))
    tie = begin(Tie(expert=expert, unit=unit, reason=reason), "declare", by=by)
    _withhold(expert, unit, by)
    return tie


def lift_tie(tie: Tie, *, by: Actor, reason: str) -> Tie:
    """Raises Refused: not the centre (403); 409; 422 no reason."""
    _require_note(reason)
    return move(tie, "lift", by=by, note=reason)


def confirm_ties(expert: Expert, *, by: Actor) -> Expert:
    """The expert says that all are declared. Raises Refused: somebody else (403)."""

    def write(row: Expert) -> None:
        row.declared_at = clock.now()

    return move(expert, "declare", by=by, write=write)


@transaction.atomic
def rest_expert(expert: Expert, *, by: Actor, reason: str) -> Expert:
    """Nothing new is given to them. Raises Refused: not the centre (403); 409; 422 no reason."""
    _require_note(reason)
    hold_experts({expert.pk})
    Pairing.objects.filter(expert=expert).delete()
    return move(expert, "rest", by=by, note=reason)


def return_expert(expert: Expert, *, by: Actor) -> Expert:
    return move(expert, "return", by=by)


@transaction.atomic
def forget_expert(*, by: Actor) -> None:
    """A person leaves: where they work, what they know and how they are tied is forgotten; with
    whom they were tied, what they were asked and what they gave stays, why they declined does not.
    What they have not filed goes to others."""
    expert = Expert.objects.filter(user=by.user_id).first()
    if expert is None:
        return
    hold_experts({expert.pk})  # else they are asked meanwhile
    Pairing.objects.filter(expert=expert).delete()
    waiting = expert.assignments.filter(status=AssignmentStatus.ASSIGNED)
    declined = expert.assignments.filter(status=AssignmentStatus.DECLINED)
    move_all(declined.select_related("expert"), "forget", by=by, write=because(LEFT))
    move_all(in_words(waiting), "leave", by=by, write=because(LEFT))
    move_all(expert.ties.select_related("expert"), "forget", by=by, write=_untold)

    def write(row: Expert) -> None:
        row.employer, row.fields = "", []

    move(expert, "forget", by=by, write=write)


def _untold(ties: Sequence[Tie]) -> None:
    for tie in ties:
        tie.reason = ""


def _filled(expert: Expert, profile: Profile) -> Expert:
    expert.employer, expert.home = profile.employer, profile.home
    expert.fields, expert.capacity = list(profile.fields), profile.capacity
    return expert


def _withhold(expert: Expert, unit: Unit, by: Actor) -> None:
    """In rounds that are still open."""
    Pairing.objects.filter(expert=expert, round_plan__plan__unit=unit).delete()
    withhold(_running(expert).filter(round_plan__plan__unit=unit), by=by)


def _withhold_all(expert: Expert, by: Actor) -> None:
    """On whatever ground, in rounds that are still open."""
    units = list(grounds_for_abstaining({expert.pk})[expert.pk])
    Pairing.objects.filter(expert=expert, round_plan__plan__unit__in=units).delete()
    withhold_tied(_running(expert), by=by)


def _running(expert: Expert) -> QuerySet[Assignment]:
    return Assignment.objects.filter(expert=expert, round_plan__round__status=RoundStatus.OPEN)


def _stay_tied(expert: Expert, unit: Unit, by: Actor) -> None:
    """Nobody drops their strongest ground by themselves."""
    if not expert.ties.filter(unit=unit, status=TieStatus.STANDING).exists():
        begin(Tie(expert=expert, unit=unit, reason=FORMER_HOME), "declare", by=by)


def _require_note(reason: str) -> None:
    refuse_if([] if reason.strip() else [Problem(ExpertProblem.NO_NOTE, "reason")])


def _tie_problems(expert: Expert, unit: Unit, reason: str) -> list[Problem]:
    problems = []
    if not reason.strip():
        problems.append(Problem(ExpertProblem.NO_REASON, "reason"))
    if unit.pk == expert.home_id:
        problems.append(Problem(ExpertProblem.OWN, "unit", expected=unit.name))
    if expert.ties.filter(unit=unit, status=TieStatus.STANDING).exists():
        problems.append(Problem(ExpertProblem.TWICE, "unit", expected=unit.name))
    return problems
