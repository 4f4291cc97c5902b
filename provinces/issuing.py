"""结果函: each unit is told in a letter what became of its plan and its roadshows."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.models import Approval, Display, HostDecision, ResultLetter, WorkPlan
from provinces.printing import print_results
from provinces.states import ApprovalStatus, ApprovalVerdict, HostDecisionStatus, HostVerdict
from records.actors import Actor
from records.workflow import begin_all

_STOPS = ("。", "！", "？", "；", "…", ".")


class IssuingProblem(TextChoices):
    NOT_DENIED = "issuing_not_denied", "{expected}的方案没有被不予审定；审定通过的，公示生效时发函"
    SENT = "issuing_sent", "{expected}的结果函已经发出"


@transaction.atomic
def issue_letters(
    plans: QuerySet[WorkPlan], display: Display | None, *, by: Actor
) -> Sequence[ResultLetter]:
    """With what stands now; workers print them. Raises Refused: not the centre's lead (403)."""
    rows = list(plans.select_related("unit", "cycle").order_by("unit__code"))
    contents = contents_of(rows)
    letters = [ResultLetter(plan=p, display=display, content=contents[p.pk]) for p in rows]
    begin_all(letters, "issue", by=by)
    print_results(letters)
    return letters


@transaction.atomic
def issue_denial(plan: WorkPlan, *, by: Actor) -> ResultLetter:
    """Of a plan that was not approved there is nothing to show first. Raises Refused: not the
    centre's lead (403); 422 not denied, told already."""
    row = WorkPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    approval = row.approvals.filter(status=ApprovalStatus.STANDING).first()
    if approval is None or approval.verdict != ApprovalVerdict.DENIED:
        refuse_if([Problem(IssuingProblem.NOT_DENIED, expected=row.unit.name)])
    elif row.letters.filter(issued_at__gt=approval.decided_at).exists():
        refuse_if([Problem(IssuingProblem.SENT, expected=row.unit.name)])
    (letter,) = issue_letters(WorkPlan.objects.filter(pk=row.pk), None, by=by)
    return letter


def contents_of(plans: Sequence[WorkPlan]) -> dict[int, dict[str, Any]]:
    """By plan, of which an approval stands: in words, so that nothing in it changes when a list
    does. `replaces` is the day of the letter before it, or ""."""
    standing = Approval.objects.filter(plan__in=plans, status=ApprovalStatus.STANDING)
    approvals = {one.plan_id: one for one in standing.select_related("submission__version")}
    final = HostDecision.objects.filter(plan__in=plans, status=HostDecisionStatus.FINAL)
    decisions = defaultdict(list)
    for one in final.select_related("event").order_by("event__number"):
        decisions[one.plan_id].append(one)
    before = ResultLetter.objects.filter(plan__in=plans).order_by("issued_at", "pk")
    days = dict(before.values_list("plan", "content__date"))
    return {
        plan.pk: {
            "issuer": plan.cycle.issuer,
            "year": plan.cycle.year,
            "unit": plan.unit.name,
            "department": plan.unit.department,
            "date": str(clock.today()),
            "replaces": days.get(plan.pk, ""),
            **_content(approvals[plan.pk], decisions[plan.pk]),
        }
        for plan in plans
    }


def _content(approval: Approval, decisions: Sequence[HostDecision]) -> dict[str, Any]:
    version = approval.submission.version.content
    titles = {event["ref"]: event["title"] for event in version["events"]}
    verdicts = {one.verdict for one in decisions}
    return {
        "letter": version["letter"]["number"],
        "verdict": approval.get_verdict_display(),
        "is_approved": approval.verdict == ApprovalVerdict.APPROVED,
        "has_host": HostVerdict.HOST in verdicts,
        "has_reserve": HostVerdict.RESERVE in verdicts,
        "reason": _sentence(approval.reason),
        "events": [
            {
                "event": str(one.event),
                "title": titles.get(one.event.ref, ""),
                "verdict": one.get_verdict_display(),
                "reason": _sentence(one.reason),
            }
            for one in decisions
        ],
    }


def _sentence(text: str) -> str:
    """As it stands in a letter: in one line, with its full stop."""
    line = " ".join(text.split())
    return line if line.endswith(_STOPS) else f"{line}。"
