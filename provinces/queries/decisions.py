"""Reads of what was decided: what waits for whom at the centre, what all may read, and what a unit
may know by now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Cycle
from provinces.models import (
    Approval,
    Display,
    HostDecision,
    Objection,
    PlanEvent,
    ResultLetter,
    WorkPlan,
)
from provinces.queries.board import board_of, round_numbered
from provinces.ranking import Figures
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    EventStatus,
    HostDecisionStatus,
    ObjectionStatus,
    PlanStatus,
)
from records.actors import Actor
from records.models import Entry


@dataclass(frozen=True)
class Results:
    """What a unit may know of its plan: nothing before it is shown or written to it."""

    approval: Approval | None
    decisions: Sequence[HostDecision]
    letters: Sequence[ResultLetter]

    def __bool__(self) -> bool:
        return bool(self.approval or self.decisions or self.letters)


def plans_to_approve(cycle: Cycle) -> QuerySet[WorkPlan]:
    """In form, and nothing of them stands decided."""
    standing = Approval.objects.filter(plan=OuterRef("pk"), status=ApprovalStatus.STANDING)
    accepted = WorkPlan.objects.filter(cycle=cycle, status=PlanStatus.ACCEPTED)
    events = PlanEvent.objects.filter(status=EventStatus.PLANNED).order_by("number")
    named = accepted.exclude(Exists(standing)).select_related("unit", "cycle")
    return named.prefetch_related(Prefetch("events", events, to_attr="planned")).order_by(
        "unit__code"
    )


def events_to_propose(cycle: Cycle) -> QuerySet[PlanEvent]:
    """Of approved plans, without a decision or a proposal."""
    current = HostDecision.objects.filter(
        event=OuterRef("pk"), status__in=HostDecisionStatus.current
    )
    events = PlanEvent.objects.filter(
        plan__cycle=cycle,
        plan__approvals__status=ApprovalStatus.STANDING,
        plan__approvals__verdict=ApprovalVerdict.APPROVED,
        status=EventStatus.PLANNED,
    )
    named = events.exclude(Exists(current)).select_related("plan__unit", "plan__cycle")
    return named.order_by("plan__unit__code", "number")


def titles_of(plans: Iterable[int]) -> Mapping[str, str]:
    """By the ref of a roadshow, what it is called in what was approved."""
    standing = Approval.objects.filter(plan__in=list(plans), status=ApprovalStatus.STANDING)
    contents = standing.values_list("submission__version__content__events", flat=True)
    return {event["ref"]: event["title"] for events in contents for event in events}


def decisions_in(cycle: Cycle) -> QuerySet[HostDecision]:
    rows = HostDecision.objects.filter(plan__cycle=cycle).select_related(
        "plan__unit", "plan__cycle", "event", "display__cycle", "proposed_by", "decided_by"
    )
    return rows.order_by("plan__unit__code", "event__number", "pk")


def approvals_in(cycle: Cycle) -> QuerySet[Approval]:
    rows = Approval.objects.filter(plan__cycle=cycle)
    return rows.select_related("plan__unit", "plan__cycle", "decided_by").order_by(
        "plan__unit__code", "pk"
    )


def denied_untold(cycle: Cycle) -> QuerySet[Approval]:
    """Not approved, and no letter says so yet."""
    told = ResultLetter.objects.filter(plan=OuterRef("plan"), issued_at__gt=OuterRef("decided_at"))
    denied = approvals_in(cycle).filter(
        status=ApprovalStatus.STANDING, verdict=ApprovalVerdict.DENIED
    )
    return denied.exclude(Exists(told))


def letters_in(cycle: Cycle) -> QuerySet[ResultLetter]:
    rows = ResultLetter.objects.filter(plan__cycle=cycle)
    return rows.select_related("plan__unit", "plan__cycle", "printing").order_by(
        "-issued_at", "plan__unit__code"
    )


def displays_of(cycle: Cycle) -> QuerySet[Display]:
    """Newest first, each with its decisions and what was objected, but for what was
    taken back."""
    decisions = HostDecision.objects.select_related("plan__unit", "event")
    objections = Objection.objects.exclude(status=ObjectionStatus.WITHDRAWN).select_related(
        "decision__plan__unit", "decision__event", "filed_by"
    )
    return cycle.displays.select_related("cycle").prefetch_related(
        Prefetch("decisions", decisions),
        Prefetch("objections", objections),
    )


def reversed_approvals(cycle: Cycle) -> QuerySet[Approval]:
    """With the reason and the day. For the centre: `known_approvals` of them are for all to
    read."""
    return approvals_in(cycle).filter(status=ApprovalStatus.REVERSED).order_by("-reversed_at")


def reversed_decisions(cycle: Cycle) -> QuerySet[HostDecision]:
    """A proposal that fell with its approval never was a decision. For the centre: those that were
    shown are for all to read."""
    rows = decisions_in(cycle).filter(status=HostDecisionStatus.REVERSED, decided_by__isnull=False)
    return rows.order_by("-reversed_at", "plan__unit__code", "event__number")


def refusals_of(events: Iterable[int]) -> Mapping[int, str]:
    """By roadshow, why the newest proposal that was refused was: what is proposed next answers it.
    At most two queries."""
    refused = HostDecision.objects.filter(
        event__in=list(events),
        status=HostDecisionStatus.REFUSED,
        approval__status=ApprovalStatus.STANDING,
    )
    event_of = dict(refused.values_list("pk", "event"))
    entries = Entry.objects.filter(
        table=HostDecision._meta.label_lower, object_id__in=list(event_of), verb="refuse"
    )
    notes = entries.order_by("id").values_list("object_id", "note")
    return {event_of[pk]: note for pk, note in notes}


def results_of(plan: WorkPlan) -> Results:
    """Four queries."""
    letters = list(plan.letters.select_related("printing"))
    shown = HostDecision.objects.filter(plan=plan, display__isnull=False)
    decisions = list(shown.select_related("event", "display").order_by("event__number", "-pk"))
    approval = known_approvals(plan.approvals.filter(status=ApprovalStatus.STANDING)).first()
    return Results(approval, decisions, letters)


def known_approvals(approvals: QuerySet[Approval]) -> QuerySet[Approval]:
    """Those that were ever told: by what was shown of their roadshows, or by a letter. A letter
    tells of the approval that stands on its day."""
    shown = HostDecision.objects.filter(approval=OuterRef("pk"), display__isnull=False)
    letters = ResultLetter.objects.filter(plan=OuterRef("plan"))
    since = letters.filter(issued_at__gt=OuterRef("decided_at"))
    meanwhile = since.filter(issued_at__lt=OuterRef("reversed_at"))
    told = Q(Exists(since), reversed_at=None) | Q(Exists(meanwhile))
    return approvals.filter(Q(Exists(shown)) | told)


def objections_of(by: Actor) -> QuerySet[Objection]:
    """One's own, in whatever role."""
    own = Objection.objects.filter(filed_by=by.user_id)
    found = own if by.is_person else own.none()
    return found.select_related(
        "display__cycle", "decision__plan__unit", "decision__event"
    ).order_by("-filed_at", "-pk")


def figures_in(cycle: Cycle) -> Mapping[int, Figures]:
    """By plan, as the board of the newest round has them."""
    newest = round_numbered(cycle.rounds.all(), None)
    lines = board_of(newest).lines if newest else ()
    return {line.plan.pk: line.figures for line in lines if line.figures}
