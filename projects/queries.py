"""Reads of projects, each adding one fact or one limit."""

from django.db.models import Q, QuerySet

from accounts.states import Role
from projects.models import Project
from projects.states import PROJECT_TRANSITIONS, ProjectStatus
from records.actors import Actor
from records.models import Entry


def visible_to(by: Actor, projects: QuerySet[Project]) -> QuerySet[Project]:
    """The set form of `rules.may_see`; a test holds the two together."""
    filed = ~Q(status=ProjectStatus.DRAFT)
    if by.role in Role.of_centre:
        return projects.filter(filed)
    if by.role in Role.of_unit:
        return projects.filter(filed | Q(holder=None), unit=by.unit)
    if by.role == Role.AGENCY and by.unit and by.organisation_id:
        own = projects.filter(unit=by.unit, custodian=by.organisation_id)
        return own.filter(filed | Q(holder=None))
    if by.role == Role.HOLDER and by.is_person:
        return projects.filter(holder=by.user_id)
    return projects.none()


def by_name(name: str, projects: QuerySet[Project]) -> QuerySet[Project]:
    """By ref or by code, as addresses carry them."""
    return projects.filter(Q(ref=name.upper()) | Q(code=name.upper()))


def for_list(projects: QuerySet[Project]) -> QuerySet[Project]:
    return projects.select_related("unit", "organisation", "field", "custodian")


def awaiting_screening(projects: QuerySet[Project]) -> QuerySet[Project]:
    return projects.filter(status=ProjectStatus.SUBMITTED).order_by("submitted_at", "pk")


def awaiting_listing(projects: QuerySet[Project]) -> QuerySet[Project]:
    return projects.filter(status=ProjectStatus.ACCEPTED).order_by("submitted_at", "pk")


def history_of(project: Project) -> list[Entry]:
    """The project's entries, oldest first, each with the public `label` of its move; drafts are
    saved many times, only the last saving is of interest."""
    table = Project._meta.label_lower
    entries = Entry.objects.filter(table=table, object_id=project.pk).order_by("id")
    labels = {transition.verb: transition.public_label for transition in PROJECT_TRANSITIONS}
    history: list[Entry] = []
    for entry in entries:
        entry.label = labels[entry.verb]  # type: ignore[attr-defined]  # -- added for the template
        if history and history[-1].verb == entry.verb:
            history.pop()
        history.append(entry)
    return history
