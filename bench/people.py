"""Who acts in a bench: one unit's clerk and lead, and the centre."""

from dataclasses import dataclass

from accounts.acting import actor_for
from accounts.granting import grant_role
from accounts.models import Unit, User
from accounts.people import open_account
from accounts.states import Role
from records.actors import PORTAL, Actor


@dataclass(frozen=True)
class Desk:
    """Two persons, for nobody screens what they filed."""

    unit: Unit
    clerk: Actor
    lead: Actor


def staffed(abbr: str, name: str = "") -> Desk:
    """`name` tells two desks of one unit apart."""
    unit = Unit.objects.get(abbr=abbr)
    name = name or abbr.lower()
    return Desk(
        unit,
        clerk=_person(f"{name}-clerk", Role.UNIT_CLERK, unit),
        lead=_person(f"{name}-lead", Role.UNIT_LEAD, unit),
    )


def centre(name: str = "centre") -> Actor:
    return _person(name, Role.CENTRE)


def _person(name: str, role: Role, unit: Unit | None = None) -> Actor:
    user = open_account(User(email=f"{name}@bench.invalid", name=name))
    return actor_for(grant_role(user, role, by=PORTAL, unit=unit))
