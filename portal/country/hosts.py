"""Units that ask for hosts in the demo: one still does, one has picked."""

from accounts.models import Cycle
from foundation import clock
from portal.country.people import People
from provinces.applying import (
    HostTerms,
    Offer,
    apply_to_host,
    close_host_call,
    open_host_call,
    pick,
)
from provinces.models import HostApplication, HostCall
from provinces.queries import deadline_of
from provinces.states import PartyRole

_ASKS, _HAS_PICKED = "SC", "SH"
_TEXT = (
    "办一场路演，约 30 家企业、20 家投资机构到场。\n"
    "要有 200 人以上的会场，能同步直播，有三人以上的专班。\n"
    "按场地、团队、办会经验择优选定，理由公开。"
)
_STATEMENT = "提供会场和直播\n自有 300 人会场，直播团队 4 人，去年办过两场路演，会务经费自筹。"
_REASON = "会场和直播都是自有的，去年办过两场，会务经费自筹。"


def call_for_hosts(cycle: Cycle, people: People) -> None:
    """Once, and while plans can be handed in."""
    if HostCall.objects.exists() or cycle.closes_at is None or clock.now() >= cycle.closes_at:
        return
    asking = _open(cycle, _ASKS, people)
    _apply(asking, PartyRole.HOST, "partner", people)
    _apply(asking, PartyRole.CO_HOST, "agency-sc", people)
    over, lead = _open(cycle, _HAS_PICKED, people), people.actor(_lead_of(_HAS_PICKED))
    application = _apply(over, PartyRole.CO_HOST, "enterprise", people)
    close_host_call(over, by=lead)
    pick(application, by=lead, reason=_REASON)


def _open(cycle: Cycle, abbr: str, people: People) -> HostCall:
    """Until half of the time is over that is left to hand plans in."""
    plan = cycle.plans.select_related("unit", "cycle").get(unit=abbr)
    now = clock.now()
    ends = now + ((deadline_of(plan) or now) - now) / 2
    terms = HostTerms(f"{plan.unit.name}专场路演征集承办、协办单位", _TEXT, ends)
    return open_host_call(plan, terms, by=people.actor(_lead_of(abbr)))


def _apply(call: HostCall, role: PartyRole, name: str, people: People) -> HostApplication:
    offer = Offer(role, _STATEMENT, "演示联系人", "010-88886668", people.email(name))
    return apply_to_host(call, offer, by=people.actor(name))


def _lead_of(abbr: str) -> str:
    return f"unit-{abbr.lower()}-lead"
