"""Calls for hosts and applications brought to a state through the door."""

from accounts.acting import actor_for
from accounts.cycles import current_cycle
from accounts.granting import grant_role
from accounts.models import Organisation, Unit
from accounts.registering import register_organisation
from accounts.states import OrganisationKind, Role
from foundation import clock
from provinces.applying import (
    HostTerms,
    Offer,
    apply_to_host,
    close_host_call,
    decline,
    open_host_call,
    pick,
    withdraw_application,
)
from provinces.states import PartyRole
from records.actors import PORTAL
from tests.factories import make_holder, make_lead, make_user
from tests.provinces import making
from tests.provinces.making import DAY, publish

PARK = ("成都芯谷园区运营公司", "91510100MA61RU9B1F")
REASON = "场地和团队都现成，去年办过两场"


def published(by=None):
    """The running cycle with its call for plans, published unless it is."""
    cycle = current_cycle()
    return cycle if cycle.closes_at else publish(by=by)


def plan_of(unit="SC"):
    published()
    return making.plan_of(unit)


def terms(ends_in=5 * DAY, **changes):
    said = {"title": "征集集成电路专场承办单位", "text": "在成都办一场。\n要有 200 人会场。"}
    return HostTerms(**{**said, "closes_at": clock.now() + ends_in, **changes})


def open_call(unit="SC", by=None, **changes):
    return open_host_call(plan_of(unit), terms(**changes), by=by or make_lead(unit))


def make_host(role="partner", name=PARK[0], code="", user=None):
    """A person who acts for an organisation of its own, or for the one with that code."""
    park = register_organisation(name, code, OrganisationKind.PARK, by=make_holder())
    return act_for(park, role, user)


def act_for(organisation: Organisation, role="partner", user=None):
    unit = Unit.objects.get(abbr="SC") if role == "agency" else None
    rest = {"by": PORTAL, "unit": unit, "organisation": organisation}
    return actor_for(grant_role(user or make_user(), Role(role), **rest))


def offer(**changes):
    said = {
        "role": PartyRole.HOST,
        "statement": "出会场和直播\n园区 300 人会场，专班 6 人，经费 20 万元。",
        "contact_name": "唐工",
        "contact_phone": "13698765432",
        "contact_email": "tang@park.example.cn",
    }
    return Offer(**{**said, **changes})


def apply(call, by=None, **changes):
    return apply_to_host(call, offer(**changes), by=by or make_host())


def application_in(status, by=None, lead=None, **changes):
    """Of SC's call, which is over where it has to be."""
    by, lead = by or make_host(), lead or make_lead()
    call = open_call(by=lead)
    application = apply(call, by, **changes)
    if status == "withdrawn":
        return withdraw_application(application, by=by)
    if status in ("picked", "declined"):
        close_host_call(call, by=lead)
    if status == "picked":
        return pick(application, by=lead, reason=REASON).application
    return decline(application, by=lead, reason=REASON) if status == "declined" else application


def parties_of(plan):
    plan.refresh_from_db()
    draft = getattr(plan, "draft", None)
    return draft.typed.get("parties", []) if draft else []
