"""Registering an organisation: by its 统一社会信用代码 it exists once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import Organisation, Place
from accounts.queries import place_in, places_in
from accounts.states import OrganisationKind
from records.actors import Actor
from records.workflow import begin, begin_all, move


@dataclass(frozen=True, slots=True)
class Stated:
    """An organisation as somebody names it."""

    name: str
    code: str
    kind: OrganisationKind


@transaction.atomic
def register_organisation(
    name: str, code: str, kind: OrganisationKind, *, by: Actor
) -> Organisation:
    """The organisation with this code, made if it is new. The name on file stands: whoever knows
    a code cannot rename its owner."""
    with connection.cursor() as cursor:
        # Whoever registers the same code at the same time waits, and finds it known.
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"organisation:{code}"])
    known = Organisation.objects.filter(code=code).first() if code else None
    if known is not None:
        return known
    place = place_in(code) if code else None
    return begin(Organisation(name=name, code=code, kind=kind, place=place), "register", by=by)


@transaction.atomic
def register_all(stated: Sequence[Stated], *, by: Actor) -> list[Organisation]:
    """A set of new ones, in their order. IntegrityError where another registers the same code at
    this moment: the order is then given again."""
    places = places_in([one.code for one in stated])
    made = [
        Organisation(name=one.name, code=one.code, kind=one.kind, place=places.get(one.code))
        for one in stated
    ]
    begin_all(made, "register", by=by)
    return made


def correct_organisation(
    organisation: Organisation, *, name: str, kind: OrganisationKind, place: Place | None, by: Actor
) -> Organisation:
    """The centre's: a name on file stands for its code on every page."""

    def write(row: Organisation) -> None:
        row.name, row.kind, row.place = name, kind.value, place

    return move(organisation, "correct", by=by, write=write)
