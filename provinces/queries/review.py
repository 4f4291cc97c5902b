"""Reads of reviewing: who abstains from what, what an expert has to do."""

from collections.abc import Collection, Mapping

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Unit
from provinces.models import Assignment, Expert
from provinces.states import AssignmentStatus, Ground
from records.actors import Actor

_GROUNDS = """
select expert_id, unit_id, kind, reason from provinces_grounds(%s::bigint[])
order by expert_id, unit_id, array_position(%s::text[], kind)
"""


def assignments_of(by: Actor) -> QuerySet[Assignment]:
    """The set form of `rules.is_reviewer`; what was given up is no more to be seen."""
    own = Assignment.objects.filter(expert__user=by.user_id, status__in=AssignmentStatus.standing)
    found = own if by.is_person and by.role == "expert" else own.none()
    return found.select_related(
        "expert", "round_plan__round__cycle", "round_plan__plan__unit", "round_plan__submission"
    )


def grounds_for_abstaining(experts: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """By expert: the units whose plans they do not review, each with why, in words. One query,
    over `provinces_grounds` in the database, by which a trigger refuses the same: the area they
    work in; units they hold an office of, or held one of within three years, or whose plan they
    made; units that have delegated to their organisation, or picked it as host, in whatever year;
    what was declared."""
    grounds: dict[int, dict[str, str]] = {pk: {} for pk in experts}
    with connection.cursor() as cursor:
        cursor.execute(_GROUNDS, [list(experts), list(Ground.values)])
        for expert, unit, kind, reason in cursor.fetchall():
            grounds[expert].setdefault(unit, reason or str(Ground(kind).label))
    return grounds


def abstained(tasks: QuerySet[Assignment]) -> list[int]:
    """Keys of those in the set whose expert abstains by now. Two queries."""
    rows = list(tasks.order_by("pk").values_list("pk", "expert", "round_plan__plan__unit"))
    grounds = grounds_for_abstaining({expert for _, expert, _ in rows})
    return [pk for pk, expert, unit in rows if unit in grounds[expert]]


def grounds_of(expert: Expert) -> list[tuple[Unit, str]]:
    """All units an expert abstains from, in the order of the notice, each with why."""
    grounds = grounds_for_abstaining([expert.pk])[expert.pk]
    units = Unit.objects.filter(abbr__in=grounds).order_by("code")
    return [(unit, grounds[unit.pk]) for unit in units]
