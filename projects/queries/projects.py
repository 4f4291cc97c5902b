"""Reads of projects, each adding one fact or one limit."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from accounts.models import Cycle
from accounts.queries import withdrawn_consents
from accounts.states import Role
from foundation.clock import SHANGHAI, Now
from projects.models import (
    Attachment,
    Claim,
    Correction,
    Listing,
    Project,
    Recommendation,
    Service,
)
from projects.queries.filing import with_unit
from projects.states import (
    CORRECTION_TRANSITIONS,
    PROJECT_TRANSITIONS,
    AttachmentStatus,
    RecommendationStatus,
)
from records.actors import Actor
from records.models import Entry


def visible_to(by: Actor, projects: QuerySet[Project]) -> QuerySet[Project]:
    """The set form of `rules.may_see`; a test holds the two together."""
    filed = Q(submitted_at__isnull=False)
    if by.role in Role.of_centre:
        return projects.filter(filed)
    if by.role in Role.of_unit:
        in_custody = Q(holder=None) & with_unit()
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
        Prefetch("services", _with_houses(Service.objects.order_by("-enjoyed_on", "-pk"))),
        Prefetch("claims", Claim.objects.select_related("claimant").order_by("-pk")),
    )


def _with_houses(services: QuerySet[Service]) -> QuerySet[Service]:
    return services.select_related("organisation", "evidence")


def with_cycles(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """`is_current`: whether it is for the cycle that runs; `why_withdrawn`, None where it was not;
    the newest first."""
    withdrawals = Entry.objects.filter(
        table=Recommendation._meta.label_lower, object_id=OuterRef("pk"), verb="withdraw"
    )
    why = Subquery(withdrawals.order_by("-id").values("note")[:1])
    rows = recommendations.select_related("cycle", "unit", "evaluation")
    rows = rows.annotate(is_current=Q(cycle=cycle_now()), why_withdrawn=why)
    return rows.order_by("-recommended_at", "-pk")


def cycle_now() -> Coalesce:
    """The key of the newest that has begun; before the first, of the first."""
    newest = Cycle.objects.filter(year__lte=ExtractYear(Now(), tzinfo=SHANGHAI))
    first = Subquery(Cycle.objects.order_by("year").values("pk")[:1])
    return Coalesce(Subquery(newest.order_by("-year").values("pk")[:1]), first)


def is_recommended(project: Project) -> bool:
    """For the roadshows of the cycle that runs; of a project read `for_detail`."""
    given = RecommendationStatus.GIVEN
    return any(one.is_current and one.status == given for one in project.recommendations.all())  # type: ignore[attr-defined]  # -- annotated


# Of interest to nobody who reads what became of a project.
_UNTOLD = ("save", "adopt", "forget", "correct")
_TOLD = {
    Project._meta.label_lower: PROJECT_TRANSITIONS,
    Correction._meta.label_lower: CORRECTION_TRANSITIONS,
}


def history_of(project: Project) -> list[Entry]:
    """The entries of the project and of its corrections, oldest first, each with the public `label`
    of its move and, where it was returned, the day it is `due_on`."""
    corrections = Correction.objects.filter(project=project).values("pk")
    of_project = Q(table=Project._meta.label_lower, object_id=project.pk)
    of_corrections = Q(table=Correction._meta.label_lower, object_id__in=corrections)
    entries = Entry.objects.filter(of_project | of_corrections).exclude(verb__in=_UNTOLD)
    history = list(entries.order_by("id"))
    for entry in history:
        due_on = entry.changes.get("due_on") if entry.verb == "return" else None
        entry.label = _label_of(entry)  # type: ignore[attr-defined]  # -- added for the template
        entry.due_on = date.fromisoformat(due_on) if due_on else None  # type: ignore[attr-defined]  # -- as above
    return history


def _label_of(entry: Entry) -> str:
    """Of a verb from where the table does not know it any more, what it is called elsewhere."""
    table = _TOLD[entry.table]
    exact = (
        t.public_label for t in table if (t.verb, t.source or "") == (entry.verb, entry.source)
    )
    return next(exact, next(t.public_label for t in table if t.verb == entry.verb))


def shown() -> QuerySet[Listing]:
    """What the public may find. Consent (the person's, or a mandate) is asked for at every reading:
    withdrawn is gone."""
    return Listing.objects.exclude(consent=None).exclude(consent__in=withdrawn_consents())


def shown_by_name(name: str) -> QuerySet[Listing]:
    named = Q(project__ref=name.upper()) | Q(project__code=name.upper())
    return for_page(shown().filter(named))


def listings_named(names: Collection[str]) -> dict[str, Listing]:
    """By each ref and code, in capitals, of those that are shown."""
    named = Q(project__ref__in=names) | Q(project__code__in=names)
    rows = for_page(shown().filter(named))
    return {name: row for row in rows for name in (row.project.ref, row.project.code or "")}


def for_page(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return listings.select_related("project", "version", "field", "unit")


def standing_recommendation(project: Project) -> Recommendation | None:
    """The newest that has not been withdrawn."""
    given = project.recommendations.filter(status=RecommendationStatus.GIVEN)
    return given.select_related("unit", "cycle").order_by("-cycle__year").first()


def standing_recommendations(projects: Collection[int]) -> dict[int, Recommendation]:
    """The set form, by key of the project."""
    given = Recommendation.objects.filter(status=RecommendationStatus.GIVEN, project__in=projects)
    rows = given.select_related("unit", "cycle").order_by("cycle__year")
    return {row.project_id: row for row in rows}


def services_of(project: Project) -> QuerySet[Service]:
    """Those that count."""
    return project.services.noted().order_by("-enjoyed_on", "-pk")


def services_of_each(projects: Collection[int]) -> dict[int, list[Service]]:
    """The set form, by key of the project."""
    rows = Service.objects.noted().filter(project__in=projects).order_by("-enjoyed_on", "-pk")
    found: dict[int, list[Service]] = {key: [] for key in projects}
    for row in rows:
        found[row.project_id].append(row)
    return found
