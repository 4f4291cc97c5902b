"""Plans brought through the second half of their way, through the door."""

from datetime import timedelta

from accounts.models import Unit
from accounts.terms import taxonomies
from foundation import clock
from provinces.approving import Judgement, approve
from provinces.assigning import assign, pair
from provinces.checking import Found, Mending, accept, return_plan
from provinces.experts import Profile, confirm_ties, keep_profile
from provinces.hosting import Proposal, decide, propose
from provinces.models import Assignment, HostDecision, PlanEvent, WorkPlan
from provinces.planning import freeze
from provinces.reviewing import RoundTerms, open_round
from provinces.scoring import Sheet, file_score
from provinces.submission import submit
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.making import DAY, file_pdf, publish, submitted_plan, type_in

MET = [Found("letter", "正式函有文号", is_met=True)]


def close_call():
    """Nobody hands in any more."""
    return publish(opens_in=-10 * DAY, closes_in=timedelta(seconds=-1))


def handed_in(*units):
    """Submitted, and the call is over."""
    publish()
    plans = [submitted_plan(unit)[0] for unit in units]
    close_call()
    return [reread(plan) for plan in plans]


def accepted_plans(*units, by=None):
    plans, centre = handed_in(*units), by or make_staff("centre")
    for plan in plans:
        accept(plan, MET, by=centre)
    return [reread(plan) for plan in plans]


def returned_plan(plan, *sections, until=20 * DAY, by=None):
    """The check; until when is reckoned from now."""
    mending = Mending(sections or ("aims",), "目标与基础不一致，请改", clock.now() + until)
    return return_plan(plan, MET, mending, by=by or make_staff("centre"))


def mended(plan, **typed):
    """Typed, printed, scanned and handed in again."""
    clerk = make_clerk(plan.unit_id)
    type_in(reread(plan), typed, by=clerk)
    version = freeze(reread(plan), by=clerk)
    file_pdf(reread(plan), version, by=clerk)
    return submit(reread(plan), by=make_lead(plan.unit_id))


def reread(plan) -> WorkPlan:
    return WorkPlan.objects.select_related("cycle", "unit").get(pk=plan.pk)


def make_expert(home="BJ", fields=("1",), capacity=12, by=None):
    """A person who acts as expert, with their profile; returns both."""
    by = by or make_staff("expert")
    profile = Profile("某研究院", Unit.objects.get(abbr=home), fields, capacity)
    expert = keep_profile(by.user, profile, by=by)
    return by, confirm_ties(expert, by=by)


def make_round(plans, *, closes_in=10 * DAY, by=None, **terms):
    terms = RoundTerms(clock.now() + closes_in, **terms)
    return open_round(plans[0].cycle, plans, terms, by=by or make_staff("centre"))


def assigned(round_, experts, *, by=None):
    """Every expert to every plan of the round; the tasks in the order of the experts."""
    for round_plan in round_.round_plans.all():
        for expert in experts:
            pair(round_plan, expert)
    assign(round_, by=by or make_staff("centre"))
    tasks = Assignment.objects.filter(round_plan__round=round_)
    return list(tasks.select_related("expert", "round_plan__round").order_by("expert", "pk"))


def sheet(points=3, *, familiarity=4, comment="", **changes):
    """The same on each criterion but for `changes`, with a reason wherever one may be asked."""
    keys = ("theme", "basis", "organisation", "support", "novelty")
    given = {key: changes.get(key, points) for key in keys}
    return Sheet(given, familiarity, dict.fromkeys(keys, "有依据"), comment)


def score(assignment, points=3, *, by, **changes):
    return file_score(assignment, sheet(points, **changes), by=by)


def reviewed(plans, experts, points=(3, 3, 3)):
    """A round in which each expert (with their actor) has given the same points to each plan."""
    round_ = make_round(plans)
    tasks = assigned(round_, [expert for _, expert in experts])
    given = dict(zip([expert.pk for _, expert in experts], points, strict=True))
    actors = {expert.pk: by for by, expert in experts}
    for task in tasks:
        score(task, given[task.expert_id], by=actors[task.expert_id])
    return round_


def approved(plans, verdict="approved", by=None):
    rows = WorkPlan.objects.filter(pk__in=[plan.pk for plan in plans])
    return approve(rows, Judgement(verdict, "论证充分"), by=by or make_staff("centre_lead"))


def decided(plans, verdict="host", lead=None):
    """Proposed by one person of the centre for each roadshow, decided by another."""
    events = PlanEvent.objects.filter(plan__in=plans, status="planned")
    rows = propose(events, Proposal(verdict, "排名靠前"), by=make_staff("centre"))
    decide(
        HostDecision.objects.filter(pk__in=[r.pk for r in rows]),
        by=lead or make_staff("centre_lead"),
    )
    return list(HostDecision.objects.filter(pk__in=[r.pk for r in rows]))


def sei_codes():
    return [one["code"] for one in taxonomies()["sei"]]
