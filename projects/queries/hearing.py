"""Who must hear of projects and of what hangs on them: ids of users. Whoever has left, or has lost
the role in which they filed something, hears of nothing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

from django.db.models import Q, prefetch_related_objects

from accounts.models import Delegation, Membership
from accounts.states import Role, Scope, UserStatus
from projects.models import Correction, Project
from projects.states import Source

_NOBODY: frozenset[int] = frozenset()


class Seats:
    """Of several projects, who holds a seat of their unit or of their agency now; each question is
    asked once for all of them, and only where one of them needs it."""

    def __init__(self, projects: Sequence[Project]) -> None:
        self._projects = projects

    def leads_of(self, project: Project) -> Collection[int]:
        return self._people[Role.UNIT_LEAD, project.unit_id]

    def keepers_of(self, project: Project) -> Collection[int]:
        """Of one without a holder, whoever may act for it: `rules.is_in_custody_of`, of people."""
        if not project.is_with_agency:
            return {one for role in Role.of_unit for one in self._people[role, project.unit_id]}
        is_delegated = (project.unit_id, project.custodian_id) in self._delegated
        return self._people[Role.AGENCY, project.custodian_id] if is_delegated else _NOBODY

    @cached_property
    def _agencies(self) -> set[int | None]:
        free = [project for project in self._projects if project.holder_id is None]
        return {project.custodian_id for project in free if project.is_with_agency}

    @cached_property
    def _people(self) -> dict[tuple[str, str | int | None], set[int]]:
        units = {project.unit_id for project in self._projects}
        at_unit = Q(role__in=Role.of_unit, unit__in=units)
        at_agency = Q(role=Role.AGENCY, organisation__in=self._agencies)
        seats = Membership.objects.valid_now().filter(at_unit | at_agency)
        found: dict[tuple[str, str | int | None], set[int]] = defaultdict(set)
        for role, unit, organisation, user in seats.values_list(
            "role", "unit", "organisation", "user"
        ):
            found[role, organisation if role == Role.AGENCY else unit].add(user)
        return found

    @cached_property
    def _delegated(self) -> set[tuple[str, int]]:
        running = Delegation.objects.valid_now().filter(scopes__contains=[Scope.COLLECT])
        known = running.filter(organisation__in=self._agencies)
        return set(known.values_list("unit", "organisation"))


def ask_together(projects: Sequence[Project]) -> None:
    """What the functions below ask of each of them is asked once for all."""
    prefetch_related_objects(projects, "holder")
    seats = Seats(projects)
    for project in projects:
        project.seats = seats


def answerers_of(project: Project) -> Collection[int]:
    """Who answers for it: its holder; before there is one, `filers_of`."""
    if project.holder_id:
        return {project.holder_id} if has_holder(project) else _NOBODY
    return filers_of(project)


def answerers_of_correction(correction: Correction) -> Collection[int]:
    """As for its project, with who proposed it in the place of who filed that."""
    project = correction.project
    return answerers_of(project) if project.holder_id else _kept(project, correction.proposed_by_id)


def filers_of(project: Project) -> Collection[int]:
    """Who filed it, as long as they act for those who have it in custody, which they do no more
    where it was taken over or handed over since; else the leads of its unit."""
    return _kept(project, project.submitted_by_id)


def _kept(project: Project, filer_id: int | None) -> Collection[int]:
    seats = _seats_of(project)
    keeping = [one for one in seats.keepers_of(project) if one == filer_id]
    return keeping or seats.leads_of(project)


def leads_of(project: Project) -> Collection[int]:
    return _seats_of(project).leads_of(project)


def _seats_of(project: Project) -> Seats:
    known: Seats | None = project.seats
    return known or Seats([project])


def has_holder(project: Project) -> bool:
    """One who has not left."""
    return project.holder is not None and project.holder.status != UserStatus.ERASED


def is_told_of(project: Project) -> bool:
    """Whether anybody hears of single moves: an import nobody has claimed is told of by its
    report."""
    return has_holder(project) if project.holder_id else project.source != Source.IMPORT
