"""Reads of who files for whom, and of claims."""

from django.db.models import F, Q, QuerySet

from accounts.models import Organisation, User
from accounts.states import Role, Scope
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


def with_unit() -> Q:
    """Of projects without a holder: their unit looks after them, not the agency that brought them
    (`Project.is_with_agency`)."""
    return Q(collected_by=None) | ~Q(custodian=F("collected_by"))


def drafts_of_unit(unit: str) -> QuerySet[Project]:
    """What the unit itself filed and nobody has claimed, open for editing."""
    own = Project.objects.filter(unit=unit, holder=None, status__in=ProjectStatus.editable)
    return own.filter(with_unit()).select_related("organisation").order_by("pk")


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


def claims_waiting(projects: QuerySet[Project]) -> QuerySet[Claim]:
    """Open ones of these projects, who waits longest first."""
    waiting = Claim.objects.filter(project__in=projects, status__in=ClaimStatus.open)
    named = waiting.select_related("project__organisation", "claimant")
    return named.order_by("opened_at", "pk")


def in_custody_of(by: Actor) -> QuerySet[Project]:
    """The set form of `rules.is_in_custody_of`."""
    free = Project.objects.filter(holder=None, unit=by.unit)
    if by.is_person and by.role in Role.of_unit:
        return free.filter(with_unit())
    if by.is_person and by.role == Role.AGENCY and Scope.COLLECT in by.scopes:
        return free.filter(custodian=by.organisation_id, custodian__isnull=False)
    return Project.objects.none()


def invitable_by(by: Actor) -> QuerySet[Project]:
    """In their custody, with a contact other than themselves, whom nobody has asked yet."""
    own = by.user.email if by.user else ""
    named = in_custody_of(by).filter(claims=None).exclude(Q(contact_email="") | Q(contact_name=""))
    named = named.exclude(contact_email__iexact=own).exclude(status=ProjectStatus.WITHDRAWN)
    return named.select_related("organisation").order_by("-submitted_at", "-pk")
