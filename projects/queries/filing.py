"""Reads of who files for whom, and of claims."""

from django.db.models import QuerySet

from accounts.models import Organisation, User
from accounts.states import Role
from projects.models import (
    Claim,
    Correction,
    Project,
)
from projects.states import (
    ClaimStatus,
    ProjectStatus,
    Source,
)
from records.actors import Actor
from records.models import Entry


def custody_of(by: Actor) -> tuple[Source, Organisation]:
    """As what, and in whose custody, a unit or an agency files for others."""
    if by.role == Role.AGENCY and by.organisation_id:
        return Source.AGENCY, Organisation.objects.get(pk=by.organisation_id)
    return Source.UNIT, Organisation.objects.get(unit=by.unit)


def drafts_of_unit(unit: str) -> QuerySet[Project]:
    """What the unit itself filed and nobody has claimed, open for editing."""
    own = Project.objects.filter(unit=unit, holder=None, status__in=ProjectStatus.editable)
    filed = own.exclude(source=Source.AGENCY).select_related("organisation")
    return filed.order_by("pk")


def last_return_of(record: Project | Correction) -> Entry | None:
    """The remarks with which it came back."""
    entries = Entry.objects.filter(table=record._meta.label_lower, object_id=record.pk)
    return entries.filter(verb="return").order_by("-id").first()


def claims_of(user_id: int | None) -> QuerySet[Claim]:
    """A person's open claims, the oldest first."""
    claims = Claim.objects.filter(claimant=user_id, status__in=ClaimStatus.open)
    return claims.select_related("project__organisation", "project__unit").order_by("pk")


def claimable_by(user: User) -> QuerySet[Project]:
    """Listed, held by nobody, of the organisation the person works for."""
    if not user.organisation_id:
        return Project.objects.none()
    free = Project.objects.filter(status=ProjectStatus.LISTED, holder=None)
    own = claims_of(user.pk).values("project")
    return free.filter(organisation=user.organisation_id).exclude(pk__in=own).order_by("-pk")
