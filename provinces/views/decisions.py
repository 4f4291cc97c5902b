"""The centre's two acts of a year on one page, in their order: 审定, 承办, 公示, objections,
letters; and what was corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, desk_of
from accounts.models import Cycle
from accounts.states import Role
from foundation import clock
from foundation.errors import Problem
from foundation.workdays import end_after_workdays, is_announced
from provinces.displaying import settling_problems, undisplayed
from provinces.forms.decisions import (
    JudgementForm,
    ProposalForm,
    RefusalForm,
    ReplyForm,
    ReversalForm,
)
from provinces.models import Approval, Display, HostDecision, Objection
from provinces.queries.decisions import (
    approvals_in,
    decisions_in,
    denied_untold,
    displays_of,
    events_to_propose,
    figures_in,
    letters_in,
    plans_to_approve,
    refusals_of,
    reversed_approvals,
    reversed_decisions,
    titles_of,
)
from provinces.states import (
    ApprovalStatus,
    DisplayStatus,
    HostDecisionStatus,
    ObjectionStatus,
)
from provinces.views.finding import cycle_asked
from records.actors import Actor
from records.workflow import available_moves


@dataclass(frozen=True)
class Sent:
    """A form as it came, and what it is about: it is shown again where it stood. `refs` are what
    was ticked."""

    verb: str = ""
    form: DeskForm = field(default_factory=DeskForm)
    refs: frozenset[str] = frozenset()

    def is_of(self, verb: str, ref: str) -> bool:
        return self.verb == verb and ref in self.refs


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is of, what it is called, whether it is ticked, what may be done
    with it, why what was proposed before was refused."""

    obj: Any
    title: str = ""
    figure: Any = None
    is_ticked: bool = False
    form: DeskForm | None = None
    is_open: bool = False
    verbs: frozenset[str] = frozenset()
    refusal: str = ""


@dataclass(frozen=True)
class Shown:
    """A 公示 as the centre works on it; `problems` keep it from being final."""

    display: Display
    is_over: bool
    problems: Sequence[Problem]
    objections: Sequence[Row]
    may_settle: bool


@require_safe
@desk_of(*Role.of_centre)
def acts(request: HttpRequest) -> HttpResponse:
    return show_acts(request, cycle_asked(request))


def show_acts(
    request: HttpRequest,
    cycle: Cycle,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    by, sent = actor_on(request), sent or Sent()
    context = {
        "cycle": cycle,
        "is_lead": by.role == Role.CENTRE_LEAD,
        **_judging(cycle, sent),
        **_proposing(cycle, by, sent),
        **_displaying(cycle, by, sent),
        **_telling(cycle),
        **_standing(cycle, by, sent),
    }
    context["stations"] = _stations(context)
    return render(request, "provinces/center_hosts.html", context, status=status)


def _stations(context: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Where on the page, what is done there, how much waits."""
    objected = [row for shown in context["displays"] for row in shown.objections]
    waiting = sum(row.obj.status == ObjectionStatus.FILED for row in objected)
    open_ = sum(shown.display.status == DisplayStatus.OPEN for shown in context["displays"])
    return [
        ("approving", "审定", len(context["plans"])),
        ("proposing", "拟定承办", len(context["events"])),
        ("deciding", "决定承办", len(context["proposals"])),
        ("showing", "公示", len(context["undisplayed"])),
        ("displays", "异议和生效", waiting or open_),
        ("letters", "结果函", len(context["denied"])),
    ]


def _judging(cycle: Cycle, sent: Sent) -> dict[str, Any]:
    figures = figures_in(cycle)
    rows = [
        Row(plan, figure=figures.get(plan.pk), is_ticked=plan.ref in sent.refs)
        for plan in plans_to_approve(cycle)
    ]
    # By rank, those without one last; the sort keeps the order of the notice's addresses.
    last = len(figures) + 1
    rows.sort(key=lambda row: (row.figure.rank if row.figure else None) or last)
    form = sent.form if sent.verb == "approve" else JudgementForm(auto_id="approve-%s")
    return {"plans": rows, "approve_form": form}


def _proposing(cycle: Cycle, by: Actor, sent: Sent) -> dict[str, Any]:
    events = list(events_to_propose(cycle))
    decisions = list(decisions_in(cycle).filter(status=HostDecisionStatus.PROPOSED))
    titles = titles_of({*(e.plan_id for e in events), *(d.plan_id for d in decisions)})
    refusals = refusals_of([event.pk for event in events])
    form = sent.form if sent.verb == "propose" else ProposalForm(auto_id="propose-%s")
    proposals = [_proposal(one, titles, by, sent) for one in decisions]
    return {
        "events": [
            Row(
                event,
                titles.get(event.ref, ""),
                is_ticked=event.ref in sent.refs,
                refusal=refusals.get(event.pk, ""),
            )
            for event in events
        ],
        "propose_form": form,
        "proposals": proposals,
        "may_withdraw": any("withdraw" in row.verbs for row in proposals),
    }


def _proposal(decision: HostDecision, titles: Any, by: Actor, sent: Sent) -> Row:
    is_open = sent.is_of("refuse", decision.ref)
    return Row(
        decision,
        titles.get(decision.event.ref, ""),
        form=sent.form if is_open else RefusalForm(auto_id=f"refuse-{decision.ref}-%s"),
        is_open=is_open,
        verbs=_verbs(decision, by),
        is_ticked=decision.ref in sent.refs,
    )


def _displaying(cycle: Cycle, by: Actor, sent: Sent) -> dict[str, Any]:
    now = clock.now()
    ends = end_after_workdays(now, cycle.display_days)
    waiting = list(undisplayed(cycle))
    titles = titles_of([one.plan_id for one in waiting])
    years = {clock.year_in_shanghai(now), clock.year_in_shanghai(ends)}
    return {
        "undisplayed": [Row(one, titles.get(one.event.ref, "")) for one in waiting],
        "ends": ends,
        "unannounced": [
            f"{year} 年的放假安排还没有公布" for year in sorted(years) if not is_announced(year)
        ],
        "displays": [_shown(display, by, now, sent) for display in displays_of(cycle)],
    }


def _shown(display: Display, by: Actor, now: datetime, sent: Sent) -> Shown:
    verbs = _verbs(display, by)
    is_open = display.status == DisplayStatus.OPEN
    return Shown(
        display,
        display.closes_at <= now,
        settling_problems(display, now) if is_open else (),
        [_objection(one, by, sent) for one in display.objections.all()],
        "settle" in verbs,
    )


def _objection(objection: Objection, by: Actor, sent: Sent) -> Row:
    is_open = sent.is_of("answer", objection.ref)
    form = sent.form if is_open else ReplyForm(auto_id=f"answer-{objection.ref}-%s")
    return Row(objection, form=form, is_open=is_open, verbs=_verbs(objection, by))


def _telling(cycle: Cycle) -> dict[str, Any]:
    return {"letters": list(letters_in(cycle)), "denied": list(denied_untold(cycle))}


def _standing(cycle: Cycle, by: Actor, sent: Sent) -> dict[str, Any]:
    """What may be corrected, and what was."""
    approvals = approvals_in(cycle).filter(status=ApprovalStatus.STANDING)
    decided = (HostDecisionStatus.DECIDED, HostDecisionStatus.FINAL)
    decisions = decisions_in(cycle).filter(status__in=decided)
    return {
        "approvals": [_reopenable(one, by, sent) for one in approvals],
        "decisions": [_reopenable(one, by, sent) for one in decisions],
        "reversed_approvals": reversed_approvals(cycle),
        "reversed_decisions": reversed_decisions(cycle),
    }


def _reopenable(obj: Approval | HostDecision, by: Actor, sent: Sent) -> Row:
    is_open = sent.is_of("reopen", obj.ref)
    form = sent.form if is_open else ReversalForm(auto_id=f"reopen-{obj.ref}-%s")
    return Row(obj, form=form, is_open=is_open, verbs=_verbs(obj, by))


def _verbs(obj: Any, by: Actor) -> frozenset[str]:
    return frozenset(move.verb for move in available_moves(obj, by))
