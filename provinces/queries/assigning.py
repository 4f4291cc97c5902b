"""Reads of assigning: the case as the solver takes it, the table as the centre looks at it, and how
far each expert is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from accounts.models import Membership
from accounts.states import Role
from foundation.clock import Now
from provinces.assignment import Asked, Case, Offered, Pair
from provinces.models import Assignment, Expert, Pairing, ReviewRound, RoundPlan
from provinces.queries.review import abstained, grounds_for_abstaining
from provinces.states import AssignmentStatus, ExpertStatus, RoundPlanStatus

PAUSE = timedelta(hours=12)  # nobody is reminded again sooner


def free_experts() -> QuerySet[Expert]:
    """Who may be asked now: does not rest, and was given the role, which has not ended."""
    given = Membership.objects.filter(user=OuterRef("user"), role=Role.EXPERT)
    standing = Expert.objects.filter(Exists(given.valid_now()), status=ExpertStatus.STANDING)
    return standing.select_related("user", "home").order_by("pk")


def plans_in(round_: ReviewRound) -> QuerySet[RoundPlan]:
    entered = round_.round_plans.filter(status=RoundPlanStatus.ENTERED)
    return entered.select_related("plan__unit", "submission__version").order_by("plan__unit__code")


def fields_of(round_plan: RoundPlan) -> frozenset[str]:
    """Codes of the industries its roadshows are about, first level."""
    typed = round_plan.submission.version.typed
    chosen = (text for name, text in typed.items() if name.endswith("_fields"))
    return frozenset(str(code).split(".")[0] for codes in chosen for code in codes)


def case_of(round_: ReviewRound) -> Case:
    """A fixed number of queries. Given up in whatever way, a plan does not come back to the same
    expert by itself; taken back by the centre, it does where the centre pinned it anew."""
    tables = Table(round_)
    fixed = _pairs(one for one in tables.pairings if one.is_pinned)
    declined, replaced = (
        _pairs(one for one in tables.assignments if one.status == status)
        for status in (AssignmentStatus.DECLINED, AssignmentStatus.REPLACED)
    )
    return Case(
        [Asked(str(one.pk), one.plan.unit_id, fields_of(one)) for one in tables.plans],
        [
            Offered(
                str(one.pk),
                one.capacity,
                frozenset(one.fields),
                frozenset(tables.grounds[one.pk]),
            )
            for one in tables.experts
            if one.pk in tables.free
        ],
        round_.per_plan,
        given=_pairs(one for one in tables.assignments if one.status in AssignmentStatus.standing),
        fixed=fixed,
        never=declined | (replaced - fixed),
    )


def _pairs(rows: Iterable[Assignment | Pairing]) -> frozenset[Pair]:
    return frozenset((str(one.round_plan_id), str(one.expert_id)) for one in rows)


class Table:
    """Plans × experts of a round, each list asked of the database once. Experts are those who are
    free, and those who have something of it."""

    def __init__(self, round_: ReviewRound) -> None:
        self.round = round_

    @cached_property
    def plans(self) -> Sequence[RoundPlan]:
        return list(plans_in(self.round))

    @cached_property
    def assignments(self) -> Sequence[Assignment]:
        of_round = Assignment.objects.filter(
            round_plan__round=self.round, round_plan__status=RoundPlanStatus.ENTERED
        )
        return list(of_round.order_by("pk"))

    @cached_property
    def pairings(self) -> Sequence[Pairing]:
        return list(Pairing.objects.filter(round_plan__in=[one.pk for one in self.plans]))

    @cached_property
    def free(self) -> frozenset[int]:
        return frozenset(free_experts().values_list("pk", flat=True))

    @cached_property
    def experts(self) -> Sequence[Expert]:
        wanted = {*self.free, *self.loads}
        rows = Expert.objects.filter(pk__in=wanted).select_related("user", "home")
        return list(rows.order_by("home__code", "pk"))

    @cached_property
    def grounds(self) -> Mapping[int, Mapping[str, str]]:
        return grounds_for_abstaining([one.pk for one in self.experts])

    @cached_property
    def loads(self) -> Counter[int]:
        """By expert: what stands and what is thought of."""
        standing = (one for one in self.assignments if one.status in AssignmentStatus.standing)
        loads = Counter(one.expert_id for one in standing)
        return loads + Counter(one.expert_id for one in self.pairings)

    @cached_property
    def by_place(self) -> Mapping[Pair, Assignment | Pairing]:
        """By keys of plan and expert: the newest task, or else the pairing."""
        places: dict[Pair, Assignment | Pairing] = {}
        things: list[Assignment | Pairing] = [*self.pairings, *self.assignments]
        for one in things:
            here = (str(one.round_plan_id), str(one.expert_id))
            given_up = isinstance(one, Assignment) and one.status in AssignmentStatus.given_up
            if not (given_up and here in places):
                places[here] = one
        return places


@dataclass(frozen=True)
class Progress:
    """One expert in a round: `done` of `total`; `waiting` are the tasks that may still be given to
    others, each with why its expert should abstain now, if they should."""

    expert: Expert
    total: int
    done: int
    reminded_at: datetime | None
    waiting: Sequence[tuple[Assignment, str]]

    @property
    def left(self) -> int:
        return self.total - self.done


def progress_of(round_: ReviewRound) -> list[Progress]:
    """Who has most left comes first; four queries."""
    rows = Assignment.objects.filter(
        round_plan__round=round_, status__in=AssignmentStatus.standing
    ).select_related("expert__user", "expert__home", "round_plan__plan__unit")
    of_expert: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("round_plan__plan__unit__code"):
        of_expert[row.expert_id].append(row)
    grounds = grounds_for_abstaining(of_expert)
    progress = [_progress(tasks, grounds[pk]) for pk, tasks in of_expert.items()]
    return sorted(progress, key=lambda one: (-one.left, one.expert.pk))


def _progress(tasks: Sequence[Assignment], grounds: Mapping[str, str]) -> Progress:
    waiting = [one for one in tasks if one.status == AssignmentStatus.ASSIGNED]
    reminded = [one.reminded_at for one in waiting if one.reminded_at]
    return Progress(
        tasks[0].expert,
        len(tasks),
        len(tasks) - len(waiting),
        max(reminded, default=None),
        [(one, grounds.get(one.round_plan.plan.unit_id, "")) for one in waiting],
    )


def to_urge(round_: ReviewRound) -> QuerySet[Assignment]:
    """Not filed, whose expert was not reminded lately, and does not abstain by now."""
    waiting = Assignment.objects.filter(
        round_plan__round=round_, status=AssignmentStatus.ASSIGNED
    ).select_related("expert", "round_plan__round__cycle", "round_plan__plan__unit")
    lately = waiting.order_by().filter(expert=OuterRef("expert"), reminded_at__gt=Now() - PAUSE)
    return waiting.exclude(Exists(lately)).exclude(pk__in=abstained(waiting))


def with_figures(rounds: QuerySet[ReviewRound]) -> QuerySet[ReviewRound]:
    """`plans`, `tasks` and `filed` of each."""
    plans = Q(round_plans__status=RoundPlanStatus.ENTERED)
    tasks = plans & Q(round_plans__assignments__status__in=AssignmentStatus.standing)
    filed = plans & Q(round_plans__assignments__status=AssignmentStatus.FILED)
    return rounds.select_related("cycle").annotate(
        plans=Count("round_plans", filter=plans, distinct=True),
        tasks=Count("round_plans__assignments", filter=tasks, distinct=True),
        filed=Count("round_plans__assignments", filter=filed, distinct=True),
        newest=Max("round_plans__assignments__assigned_at"),
    )
