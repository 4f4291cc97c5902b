"""Reads of interests: one's own, and those in what one answers for."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Delegation, Membership
from accounts.states import Role
from matching.models import Interest
from matching.states import InterestStatus
from projects.models import Project
from projects.queries import shown
from records.actors import Actor


def sent_by(user_id: int | None) -> QuerySet[Interest]:
    """Each with `is_shown`: whether its project's page is there to be read."""
    own = Interest.objects.filter(person=user_id)
    own = own.annotate(is_shown=Exists(shown().filter(project=OuterRef("project"))))
    return own.select_related("project", "project__unit").order_by("-sent_at", "-pk")


def received_by(by: Actor) -> QuerySet[Interest]:
    """In one's own projects; for a unit and an agency, in those in their custody. What was taken
    back is not shown."""
    standing = Interest.objects.filter(status=InterestStatus.SENT)
    found = standing.filter(_answered_by(by)) if by.is_person else standing.none()
    named = found.select_related("project", "person", "person__organisation")
    return named.order_by("-sent_at", "-pk")


def _answered_by(by: Actor) -> Q:
    free = Q(project__holder=None, project__unit=by.unit)
    if by.role in Role.of_unit:
        by_agency = Q(Exists(_running_delegations()), project__custodian=F("project__collected_by"))
        return free & ~by_agency
    if by.role == Role.AGENCY:
        return free & Q(project__custodian=by.organisation_id)
    return Q(project__holder=by.user_id)


def _running_delegations() -> QuerySet[Delegation]:
    """Of an interest's project: by its unit, to the agency that has it in custody."""
    running = Delegation.objects.valid_now().filter(organisation=OuterRef("project__custodian"))
    return running.filter(unit=OuterRef("project__unit"))


def answerers_of(interest: Interest) -> Iterable[int]:
    return answerers_of_project(interest.project)


def answerers_of_project(project: Project) -> Iterable[int]:
    """Its holder; before there is one, the people of its custodian: those of the agency as long as
    the unit's delegation to it runs, else those of the unit."""
    if project.holder_id:
        return [project.holder_id]
    valid = Membership.objects.valid_now()
    running = Delegation.objects.valid_now().filter(
        unit=project.unit_id, organisation=project.custodian_id
    )
    if project.is_with_agency and running.exists():
        people = valid.filter(role=Role.AGENCY, organisation=project.custodian_id)
    else:
        people = valid.filter(role__in=Role.of_unit, unit=project.unit_id)
    return people.values_list("user_id", flat=True)


def interest_counts() -> dict[str, int]:
    """How many stand, and in how many achievements."""
    standing = Interest.objects.filter(status=InterestStatus.SENT)
    return standing.aggregate(interests=Count("pk"), interested_in=Count("project", distinct=True))
