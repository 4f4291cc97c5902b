"""Roadshows as each desk and the public may see them."""

from django.db.models import QuerySet

from accounts.states import Role
from records.actors import Actor
from roadshows.models import Roadshow


def visible_to(by: Actor) -> QuerySet[Roadshow]:
    """At a desk. The row form is `rules.may_see`."""
    if by.is_person and by.role in (*Role.of_centre, Role.EXCHANGE):
        return Roadshow.objects.all()
    if by.is_person and by.role in Role.of_unit:
        return Roadshow.objects.filter(unit=by.unit)
    return Roadshow.objects.none()


def public_roadshows() -> QuerySet[Roadshow]:
    """What the calendar has published once: also what was cancelled after that, which says so."""
    return Roadshow.objects.filter(sequence__isnull=False)


def roadshow_named(name: str, roadshows: QuerySet[Roadshow]) -> QuerySet[Roadshow]:
    """By ref or code, in whatever case."""
    word = name.upper()
    field = "code" if "-" in word else "ref"
    named = roadshows.filter(**{field: word})
    return named.select_related("unit", "cycle", "room")
