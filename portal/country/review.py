"""Last year's call in the demo: handed in, reviewed, decided, shown and final; one plan is being
reconsidered."""

from datetime import timedelta
from zlib import crc32

from django.db import transaction

from accounts.cycles import current_cycle, open_cycle
from accounts.models import Cycle, Unit
from foundation import clock
from portal.country.people import People
from portal.country.plans import call_for_plans, hand_in
from provinces.approving import Judgement, approve
from provinces.assigning import assign, pair
from provinces.checking import Found, Mending, accept, return_plan
from provinces.displaying import open_display, settle
from provinces.experts import Profile, confirm_ties, keep_profile
from provinces.hosting import Proposal, decide, propose
from provinces.issuing import issue_denial
from provinces.models import Assignment, Expert, HostDecision, PlanEvent, ReviewRound, WorkPlan
from provinces.queries.review import grounds_for_abstaining
from provinces.reviewing import RoundTerms, close_round, open_round, release_comments
from provinces.scoring import Sheet, file_score
from provinces.states import ApprovalVerdict, HostVerdict
from records.actors import Actor

# Where each of the five experts works, and the field they know (codes of 战略性新兴产业).
_EXPERTS = (("BJ", "1"), ("SH", "4"), ("GD", "2"), ("SC", "1"), ("SN", "3"))
_HANDED_IN = ("ZJ", "JS", "HB", "SC", "GD", "SN", "LN", "AH", "SD", "FJ")
_RETURNED, _SPLIT, _DENIED = "LN", "FJ", "AH"  # one sent back, one the experts disagree on, one not
_MET = "与报送材料一致"
# Days after the call had opened.
_CLOSED, _CHECKED, _SCORED, _DECIDED, _FINAL = 20, 25, 45, 55, 75
_LASTS = timedelta(days=14)


@transaction.atomic
def bring_last_year(people: People) -> None:
    """Whole or not at all, and once; not where people came too lately to have lived through it."""
    year = current_cycle().year - 1
    opened = people.ago(timedelta(days=_FINAL + 180))
    if opened < timedelta(days=_FINAL) or Cycle.objects.filter(year=year).exists():
        return

    def on(day: int) -> timedelta:
        return timedelta(days=day) - opened

    lead, centre = people.actor("centre-lead"), people.actor("centre")
    with clock.shift(on(0)):
        cycle = open_cycle(year, issuer=current_cycle().issuer, by=lead)
        cycle = call_for_plans(cycle, lasts=timedelta(days=_CLOSED), by=lead)
        for plan in _plans(cycle, *_HANDED_IN):
            hand_in(plan, people)
    with clock.shift(on(_CHECKED)):
        _check(cycle, centre)
        experts = _invite(people)
        round_ = _open_round(cycle, experts, centre)
    with clock.shift(on(_SCORED)):
        _score(round_, people)
        close_round(round_, by=centre)
        release_comments(round_, by=lead)
    with clock.shift(on(_DECIDED)):
        _decide(cycle, centre, lead)
    with clock.shift(on(_FINAL)):
        settle(cycle.displays.get(), by=lead)
        issue_denial(_plans(cycle, _DENIED)[0], by=lead)
    _reconsider(cycle, experts, centre)


def _plans(cycle: Cycle, *units: str) -> list[WorkPlan]:
    rows = cycle.plans.filter(unit__in=units).select_related("unit", "cycle")
    return list(rows.order_by("unit__code"))


def _check(cycle: Cycle, centre: Actor) -> None:
    seen = [Found("letter", "正式函有文号", is_met=True, note=_MET)]
    for plan in _plans(cycle, *_HANDED_IN):
        if plan.unit_id == _RETURNED:
            until = clock.now() + _LASTS
            mending = Mending(["support"], "经费来源与合计对不上，请核对后重报", until)
            return_plan(plan, seen, mending, by=centre)
        else:
            accept(plan, seen, by=centre)


def _invite(people: People) -> list[Expert]:
    experts = []
    for number, (home, field) in enumerate(_EXPERTS, start=1):
        by = people.actor(f"expert{number}")
        profile = Profile(f"演示研究院第 {number} 所", Unit.objects.get(abbr=home), [field], 20)
        expert = keep_profile(people.user(f"expert{number}"), profile, by=by)
        experts.append(confirm_ties(expert, by=by))
    return experts


def _open_round(cycle: Cycle, experts: list[Expert], centre: Actor) -> ReviewRound:
    accepted = [plan for plan in _plans(cycle, *_HANDED_IN) if plan.unit_id != _RETURNED]
    terms = RoundTerms(clock.now() + timedelta(days=_SCORED), places=8)
    round_ = open_round(cycle, accepted, terms, by=centre)
    _assign(round_, experts, centre)
    return round_


def _assign(round_: ReviewRound, experts: list[Expert], centre: Actor) -> None:
    """Everybody to every plan they need not abstain from."""
    grounds = grounds_for_abstaining([expert.pk for expert in experts])
    for round_plan in round_.round_plans.select_related("plan__unit"):
        for expert in experts:
            if round_plan.plan.unit_id not in grounds[expert.pk]:
                pair(round_plan, expert)
    assign(round_, by=centre)


def _score(round_: ReviewRound, people: People) -> None:
    actors = {people.user(f"expert{n}").pk: people.actor(f"expert{n}") for n in range(1, 6)}
    tasks = Assignment.objects.filter(round_plan__round=round_)
    for task in tasks.select_related("expert", "round_plan__plan").order_by("pk"):
        sheet = _sheet(round_, task.round_plan.plan.unit_id, task.expert_id)
        file_score(task, sheet, by=actors[task.expert.user_id])


def _sheet(round_: ReviewRound, unit: str, expert: int) -> Sheet:
    """Steady: the same names give the same points."""
    keys = [one["key"] for one in round_.criteria]
    good = crc32(unit.encode()) % 2  # some plans are better than others
    points = {key: 2 + good + crc32(f"{unit}{expert}{key}".encode()) % 2 for key in keys}
    if unit == _SPLIT and expert % 2:
        points = dict.fromkeys(keys, 5)
    reasons = {key: "有数据、有分工，落得下去" for key in keys if points[key] in (1, 5)}
    return Sheet(points, 3 + expert % 3, reasons, "目标清楚，建议把项目清单再压实。")


def _decide(cycle: Cycle, centre: Actor, lead: Actor) -> None:
    good = cycle.plans.exclude(unit__in=(_RETURNED, _SPLIT, _DENIED)).filter(unit__in=_HANDED_IN)
    reason = "目标可考核，保障到位"
    approve(good, Judgement(ApprovalVerdict.APPROVED, reason), by=lead)
    denied = cycle.plans.filter(unit=_DENIED)
    why = "经费没有落实，专家认为难以按期举办"
    approve(denied, Judgement(ApprovalVerdict.DENIED, why), by=lead)
    events = PlanEvent.objects.filter(plan__in=good)
    hosts = events.exclude(plan__unit="SD")
    propose(hosts, Proposal(HostVerdict.HOST, "排名靠前，主题不重复"), by=centre)
    reserve = events.filter(plan__unit="SD")
    propose(reserve, Proposal(HostVerdict.RESERVE, "主题与前列单位相同，列为候补"), by=centre)
    decide(HostDecision.objects.filter(plan__cycle=cycle), by=lead)
    open_display(cycle, by=lead)


def _reconsider(cycle: Cycle, experts: list[Expert], centre: Actor) -> None:
    terms = RoundTerms(clock.now() + _LASTS, places=8)
    round_ = open_round(cycle, _plans(cycle, _SPLIT), terms, by=centre)
    _assign(round_, experts, centre)
