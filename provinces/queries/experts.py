"""Reads of experts: the centre's list with what each has to do, and one's own."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Cycle, Field, Membership
from accounts.states import MembershipStatus, Role
from provinces.models import Approval, Expert, ReviewRound, RoundPlan, WorkPlan
from provinces.queries.plans import call_cycle
from provinces.states import (
    ApprovalStatus,
    AssignmentStatus,
    ExpertStatus,
    PlanStatus,
    RoundPlanStatus,
    RoundStatus,
    TieStatus,
)

# What the list is narrowed to: value, label.
SHOWN = (
    ("", "全部"),
    ("undeclared", "没有确认回避"),
    ("resting", "暂不分派"),
)


def fields_by_code() -> dict[str, str]:
    """The nine industries, in the order of their codes."""
    return dict(Field.objects.filter(parent=None).order_by("code").values_list("code", "name"))


def undeclared_for(cycle: Cycle) -> Q:
    """The set form of `Expert.has_declared_for`."""
    since = cycle.opens_at
    return Q(declared_at=None) | (Q(declared_at__lt=since) if since else Q())


def experts_found(*, q: str = "", field: str = "", show: str = "") -> QuerySet[Expert]:
    """By any piece of name, employer or area; with `load` (tasks in rounds that are open), `filed`
    of them, `tied` (declared ties that stand), whether they hold the role now (`is_held`). Who has
    not confirmed their ties is asked of the call at work."""
    rows = Expert.objects.select_related("user", "home")
    if q:
        rows = rows.filter(
            Q(user__name__icontains=q) | Q(employer__icontains=q) | Q(home__name__icontains=q)
        )
    if field:
        rows = rows.filter(fields__contains=[field])
    if show == "undeclared":
        rows = rows.filter(undeclared_for(call_cycle()))
    if show == "resting":
        rows = rows.filter(status=ExpertStatus.RESTING)
    in_round = Q(assignments__round_plan__round__status=RoundStatus.OPEN)
    standing = in_round & Q(assignments__status__in=AssignmentStatus.standing)
    filed = in_round & Q(assignments__status=AssignmentStatus.FILED)
    held = Membership.objects.filter(user=OuterRef("user"), role=Role.EXPERT).valid_now()
    return rows.annotate(
        load=Count("assignments", filter=standing, distinct=True),
        filed=Count("assignments", filter=filed, distinct=True),
        tied=Count("ties", filter=Q(ties__status=TieStatus.STANDING), distinct=True),
        is_held=Exists(held),
    ).order_by("home__code", "pk")


def without_profile() -> QuerySet[Membership]:
    """Invited or in the role, and nobody knows yet what they know."""
    profile = Expert.objects.filter(user=OuterRef("user"))
    open_now = (MembershipStatus.INVITED, MembershipStatus.GRANTED)
    rows = Membership.objects.filter(~Exists(profile), role=Role.EXPERT, status__in=open_now)
    return rows.select_related("user").order_by("pk")


def plans_to_review(cycle: Cycle) -> QuerySet[WorkPlan]:
    """Those that passed the check and are not decided; `was_reviewed` where they are or were in a
    round."""
    decided = Approval.objects.filter(plan=OuterRef("pk"), status=ApprovalStatus.STANDING)
    entered = RoundPlan.objects.filter(plan=OuterRef("pk"), status=RoundPlanStatus.ENTERED)
    rows = WorkPlan.objects.filter(cycle=cycle, status=PlanStatus.ACCEPTED)
    named = (
        rows.exclude(Exists(decided))
        .select_related("unit", "cycle")
        .annotate(was_reviewed=Exists(entered))
    )
    return named.order_by("unit__code")


def plans_not_reviewed(cycle: Cycle) -> QuerySet[WorkPlan]:
    return plans_to_review(cycle).filter(was_reviewed=False)  # type: ignore[misc]  # -- annotated


def plans_to_enter(round_: ReviewRound) -> QuerySet[WorkPlan]:
    """Of no round yet, and not taken out of this one on purpose."""
    left = RoundPlan.objects.filter(plan=OuterRef("pk"), round=round_)
    return plans_not_reviewed(round_.cycle).exclude(Exists(left))
