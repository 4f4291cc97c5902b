"""What must always be so of plans, beyond what each row's constraints hold."""

from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Cycle
from projects.content import sha256_of
from provinces.models import (
    Approval,
    Assignment,
    HostApplication,
    HostCall,
    HostDecision,
    NoticeText,
    Objection,
    PlanVersion,
    Submission,
    Tie,
    WorkPlan,
)
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    AssignmentStatus,
    DisplayStatus,
    HostDecisionStatus,
    NoticeKind,
    ObjectionStatus,
    PlanStatus,
    RoundStatus,
    SubmissionStatus,
    TieStatus,
)

_TOTALS = """
select count(*) from provinces_score s
join provinces_assignment a on a.id = s.assignment_id
join provinces_roundplan p on p.id = a.round_plan_id
join provinces_reviewround r on r.id = p.round_id
where s.status = 'standing' and s.total is distinct from (
    select round(sum((s.points ->> (c ->> 'key'))::int * (c ->> 'weight')::int) / 5.0, 2)
    from jsonb_array_elements(r.criteria) c
)
"""


def submitted_without_receipt() -> int:
    """A plan that is handed in has one that stands, and only such a plan has."""
    standing = Submission.objects.filter(plan=OuterRef("pk"), status=SubmissionStatus.STANDING)
    is_wrong = WorkPlan.objects.filter(status__in=PlanStatus.handed_in).exclude(Exists(standing))
    strange = WorkPlan.objects.exclude(status__in=PlanStatus.handed_in).filter(Exists(standing))
    return is_wrong.count() + strange.count()


def versions_untrue() -> int:
    """What was frozen is what its digest, which the trail guards, was taken over."""
    rows = PlanVersion.objects.iterator(chunk_size=100)
    return sum(sha256_of(row.content) != row.sha256 for row in rows)


def applications_for_events_of_others() -> int:
    with_event = HostApplication.objects.filter(event__isnull=False)
    return with_event.exclude(event__plan=F("call__plan")).count()


def late_applications() -> int:
    """The end of a call is only ever moved to what was still to come."""
    return HostApplication.objects.filter(applied_at__gte=F("call__closes_at")).count()


def applications_of_units() -> int:
    return HostApplication.objects.filter(organisation__unit__isnull=False).count()


def tasks_of_the_tied() -> int:
    """Of rounds that go on: what came of other grounds later is shown to the centre."""
    standing = Assignment.objects.filter(
        status__in=AssignmentStatus.standing, round_plan__round__status=RoundStatus.OPEN
    )
    unit = OuterRef("round_plan__plan__unit")
    tied = Tie.objects.filter(expert=OuterRef("expert"), unit=unit, status=TieStatus.STANDING)
    at_home = Q(expert__home=F("round_plan__plan__unit"))
    return standing.filter(at_home | Exists(tied)).count()


def totals_untrue() -> int:
    """The total of a score that stands is its points by the round's weights."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS)
        return int(cursor.fetchone()[0])


def decisions_without_approval() -> int:
    """A roadshow is decided on under the approval that stands, which approves."""
    current = HostDecision.objects.filter(status__in=HostDecisionStatus.current)
    return current.exclude(
        approval__status=ApprovalStatus.STANDING, approval__verdict=ApprovalVerdict.APPROVED
    ).count()


def final_without_display() -> int:
    """With the objections answered."""
    final = HostDecision.objects.filter(status=HostDecisionStatus.FINAL)
    waiting = Objection.objects.filter(
        display__status=DisplayStatus.FINAL, status=ObjectionStatus.FILED
    )
    return final.exclude(display__status=DisplayStatus.FINAL).count() + waiting.count()


def approvals_of_what_does_not_stand() -> int:
    """What was approved is what is handed in and in form."""
    standing = Approval.objects.filter(status=ApprovalStatus.STANDING)
    return standing.exclude(
        plan__status=PlanStatus.ACCEPTED, submission__status=SubmissionStatus.STANDING
    ).count()


def notices_unfound() -> int:
    """Nobody's search finds them."""
    named = Cycle.objects.annotate(name=Cast("year", CharField()))
    pages: dict[str, QuerySet[Any]] = {
        NoticeKind.CALL: named.filter(opens_at__isnull=False),
        NoticeKind.RESULTS: named.filter(displays__isnull=False).distinct(),
        NoticeKind.HOSTS: HostCall.objects.annotate(name=F("ref")),
    }
    found = NoticeText.objects.filter(name=OuterRef("name"))
    return sum(
        rows.exclude(Exists(found.filter(kind=kind))).count() for kind, rows in pages.items()
    )


INVARIANTS = {
    "已报送的方案有且只有一份有效回执": submitted_without_receipt,
    "方案定稿与它的校验值一致": versions_untrue,
    "申请承办的场次属于发起征集的方案": applications_for_events_of_others,
    "承办申请都在征集截止前提交": late_applications,
    "推荐单位自己不申请承办": applications_of_units,
    "进行中的评审没有专家评所在地区和申报回避的方案": tasks_of_the_tied,
    "有效评分的总分等于各项得分按权重相加": totals_untrue,
    "承办决定都在有效的审定通过之下": decisions_without_approval,
    "承办生效前都经过公示，异议都已答复": final_without_display,
    "审定的是有效报送、形式审查通过的方案": approvals_of_what_does_not_stand,
    "发布过的通知、征集和结果都能检索到": notices_unfound,
}
