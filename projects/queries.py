"""Reads of projects, each adding one fact or one limit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from accounts.models import Consent, Cycle, Organisation, User
from accounts.states import Role
from foundation.clock import SHANGHAI, Now
from foundation.sql import rows_of
from projects.models import (
    Attachment,
    AttachmentGrant,
    Claim,
    Draft,
    Listing,
    Project,
    Reading,
    Recommendation,
    Saved,
    Service,
    Version,
)
from projects.models.sheet import COLUMNS
from projects.rules import is_open_to, may_be_granted, may_see
from projects.states import (
    PROJECT_TRANSITIONS,
    AttachmentKind,
    AttachmentStatus,
    ClaimStatus,
    GrantStatus,
    ProjectStatus,
    RecommendationStatus,
    Source,
)
from records.actors import Actor
from records.models import Entry


def visible_to(by: Actor, projects: QuerySet[Project]) -> QuerySet[Project]:
    """The set form of `rules.may_see`; a test holds the two together."""
    filed = Q(submitted_at__isnull=False)
    if by.role in Role.of_centre:
        return projects.filter(filed)
    if by.role in Role.of_unit:
        in_custody = Q(holder=None) & ~Q(source=Source.AGENCY)
        return projects.filter(filed | in_custody, unit=by.unit)
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
    return projects.select_related("unit", "organisation", "field", "custodian", "display_consent")


def for_sheet(projects: QuerySet[Project]) -> QuerySet[Project]:
    """With what its sheet shows and is judged by; of attachments, whether there are any."""
    kept = Attachment.objects.filter(project=OuterRef("pk"), status=AttachmentStatus.KEPT)
    rows = projects.select_related("organisation", "field", "display_consent")
    return rows.annotate(has_attachments=Exists(kept))


def for_detail(projects: QuerySet[Project]) -> QuerySet[Project]:
    """With all that its page tells, in one query for each kind of record."""
    rows = for_list(projects).select_related("organisation__place", "holder")
    return rows.prefetch_related(
        Prefetch("recommendations", with_cycles(Recommendation.objects.all())),
        Prefetch("services", Service.objects.order_by("-enjoyed_on", "-pk")),
        Prefetch("claims", Claim.objects.select_related("claimant").order_by("-pk")),
    )


def with_cycles(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """`is_current`: whether it is for the cycle that runs; the newest first."""
    newest = Cycle.objects.filter(year__lte=ExtractYear(Now(), tzinfo=SHANGHAI))
    first = Subquery(Cycle.objects.order_by("year").values("pk")[:1])
    current = Coalesce(Subquery(newest.order_by("-year").values("pk")[:1]), first)
    rows = recommendations.select_related("cycle", "unit").annotate(is_current=Q(cycle=current))
    return rows.order_by("-recommended_at", "-pk")


def is_recommended(project: Project) -> bool:
    """For the roadshows of the cycle that runs; of a project read `for_detail`."""
    given = RecommendationStatus.GIVEN
    return any(one.is_current and one.status == given for one in project.recommendations.all())  # type: ignore[attr-defined]  # -- annotated


# Of interest to nobody who reads what became of a project.
_UNTOLD = ("save", "adopt", "forget")


def history_of(project: Project) -> list[Entry]:
    """The project's entries, oldest first, each with the public `label` of its move and, where
    it was returned, the day it is `due_on`."""
    table = Project._meta.label_lower
    entries = Entry.objects.filter(table=table, object_id=project.pk).exclude(verb__in=_UNTOLD)
    labels = {(t.verb, t.source or ""): t.public_label for t in PROJECT_TRANSITIONS}
    of_verb = {transition.verb: transition.public_label for transition in PROJECT_TRANSITIONS}
    history = list(entries.order_by("id"))
    for entry in history:
        due_on = entry.changes.get("due_on") if entry.verb == "return" else None
        entry.label = labels.get((entry.verb, entry.source), of_verb[entry.verb])  # type: ignore[attr-defined]  # -- added for the template
        entry.due_on = date.fromisoformat(due_on) if due_on else None  # type: ignore[attr-defined]  # -- as above
    return history


def shown() -> QuerySet[Listing]:
    """What the public may find. Consent (the person's, or a mandate) is asked for at every reading:
    withdrawn is gone."""
    consented = Project.objects.filter(
        pk=OuterRef("pk"), display_consent__isnull=False, display_consent__withdrawn_at=None
    )
    return Listing.objects.filter(Exists(consented))


def shown_by_name(name: str) -> QuerySet[Listing]:
    named = Q(project__ref=name.upper()) | Q(project__code=name.upper())
    return for_page(shown().filter(named))


def for_page(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return listings.select_related("project", "version", "field", "unit")


def in_each_state(projects: QuerySet[Project]) -> dict[str, int]:
    """Status → how many."""
    counted = projects.order_by().values_list("status").annotate(Count("pk"))
    return dict(counted)


def own_consents(user_id: int | None) -> QuerySet[Consent]:
    """The newest first, each with what rests on it: how many projects, the first one's title."""
    projects = Project.objects.filter(display_consent=OuterRef("pk")).order_by("pk")
    return (
        Consent.objects.filter(given_by=user_id)
        .annotate(
            project_count=Count("project"),
            project_title=Subquery(projects.values("title")[:1]),
            project_ref=Subquery(projects.values("ref")[:1]),
        )
        .order_by("-given_at", "-pk")
    )


def not_shown_of(user_id: int | None) -> QuerySet[Project]:
    """A person's submitted projects that nobody has agreed to show, the newest first."""
    standing = Q(display_consent__isnull=False, display_consent__withdrawn_at=None)
    filed = Project.objects.filter(holder=user_id, status__in=ProjectStatus.underway)
    return filed.exclude(standing).order_by("-submitted_at", "-pk")


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: a person's projects as they stand, every version submitted, what they typed
    and have not submitted, how they came to it, and what was read from files and still waits."""
    projects = Project.objects.filter(holder=user_id).order_by("pk")
    drafts = Draft.objects.filter(Q(project__holder=user_id) | Q(author=user_id)).order_by("pk")
    saves = Saved.objects.filter(by=user_id).order_by("pk")
    versions = Version.objects.filter(project__holder=user_id).order_by("project", "number")
    return {
        "projects": rows_of(
            projects,
            *("ref", "code", "status", "unit__name", "organisation__name", "source"),
            *("opened_at", "submitted_at", "listed_at", *COLUMNS),
        ),
        "versions": rows_of(
            versions, "project__ref", "number", "content", "sha256", "verdicts", "frozen_at"
        ),
        "typed": rows_of(drafts, "project__ref", "typed", "saved_at"),
        "saves": rows_of(saves, "draft__project__ref", "began_at", "saved_at", "changes"),
        "readings": rows_of(
            Reading.objects.filter(reader=user_id).order_by("pk"),
            *("project__ref", "name", "sha256", "found", "read_at"),
        ),
        "attachments": rows_of(
            Attachment.objects.filter(project__holder=user_id).order_by("project", "added_at"),
            *("project__ref", "ref", "document__ref", "kind", "title", "visibility", "status"),
            *("added_at", "removed_at"),
        ),
        "attachment_grants": rows_of(
            AttachmentGrant.objects.filter(attachment__project__holder=user_id).order_by("pk"),
            *("attachment__ref", "organisation__name", "status", "granted_at", "until"),
        ),
    }


def standing_recommendation(project: Project) -> Recommendation | None:
    """The newest that has not been withdrawn."""
    given = project.recommendations.filter(status=RecommendationStatus.GIVEN)
    return given.select_related("unit", "cycle").order_by("-cycle__year").first()


def services_of(project: Project) -> QuerySet[Service]:
    return project.services.order_by("-enjoyed_on", "-pk")


# filling in, and claiming


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


def last_return_of(project: Project) -> Entry | None:
    """The remarks with which it came back."""
    entries = Entry.objects.filter(table=Project._meta.label_lower, object_id=project.pk)
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


# attachments


def kept_of(project: Project) -> QuerySet[Attachment]:
    """In their order, with their documents and pictures."""
    kept = Attachment.objects.filter(project=project, status=AttachmentStatus.KEPT)
    return kept.select_related("document__picture").order_by("place")


def removed_of(project: Project) -> QuerySet[Attachment]:
    """What can be taken back, the last removed first."""
    removed = Attachment.objects.filter(project=project, status=AttachmentStatus.REMOVED)
    return removed.select_related("document").order_by("-removed_at")


def with_attachments() -> "Prefetch[Any]":
    """For projects whose content is to be told: `kept_attachments`."""
    kept = Attachment.objects.filter(status=AttachmentStatus.KEPT).select_related("document")
    return Prefetch("attachments", kept.order_by("place"), to_attr="kept_attachments")


def last_frozen(project: Project) -> dict[str, str]:
    """Ref → visibility of the attachments in the newest version."""
    version = project.versions.order_by("-number").first()
    held = version.content.get("attachments", ()) if version else ()
    return {one["ref"]: one["visibility"] for one in held}


def for_reading(attachments: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """With all that `rules.may_read` asks, but the grants."""
    return attachments.select_related(
        "document__picture", "project__listing__version", "project__display_consent"
    )


def attachments_named(project: Project, content: dict[str, Any]) -> QuerySet[Attachment]:
    """Those a version holds, in its order."""
    refs = [one["ref"] for one in content.get("attachments", ())]
    rows = for_reading(Attachment.objects.filter(project=project, ref__in=refs))
    return rows.order_by("place", "pk")


def count_shareable(content: dict[str, Any]) -> int:
    """Of the attachments a version holds, those that others than who decides may come to see."""
    return sum(1 for one in content.get("attachments", ()) if one["kind"] != AttachmentKind.MANDATE)


def readable_among(by: Actor, attachments: Iterable[Attachment]) -> list[Attachment]:
    """The set form of `rules.may_read`, in one query for all of them."""
    rows = list(attachments)
    open_to_them = readable_beyond_desks(by, rows)
    return [row for row in rows if may_see(by, row.project) or row in open_to_them]


def readable_beyond_desks(by: Actor, attachments: Iterable[Attachment]) -> list[Attachment]:
    """What the public page shows them."""
    rows = list(attachments)
    granted = _granted_among(by, rows)
    return [
        row for row in rows if is_open_to(by, row) or (row.pk in granted and may_be_granted(row))
    ]


def _granted_among(by: Actor, rows: list[Attachment]) -> set[int]:
    if by.organisation_id is None:
        return set()
    valid = AttachmentGrant.objects.valid_now().filter(organisation=by.organisation_id)
    return set(valid.filter(attachment__in=rows).values_list("attachment", flat=True))


def grants_of(project: Project) -> QuerySet[AttachmentGrant]:
    """Those that hold or held until their term, newest first."""
    given = AttachmentGrant.objects.filter(attachment__project=project, status=GrantStatus.GIVEN)
    return given.select_related("organisation", "attachment").order_by("attachment__place", "-pk")


def readings_of(project: Project) -> QuerySet[Entry]:
    """Who read what on the strength of a grant, the last first."""
    own = Attachment.objects.filter(project=project).values("pk")
    entries = Entry.objects.filter(table=Attachment._meta.label_lower, verb="read")
    return entries.filter(object_id__in=own).order_by("-id")
