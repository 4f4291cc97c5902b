"""Reads of corrections: a sheet as one would have it, which version stands, what waits."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.states import Role
from projects.models import Attachment, Correction, Project, Version
from projects.models.sheet import COLUMNS
from projects.queries.projects import visible_to
from projects.rules import pending_correction
from projects.states import AttachmentStatus, CorrectionStatus
from records.actors import Actor

Sheet = dict[str, Any]


def sheet_of(project: Project) -> Sheet:
    """Every column of its sheet, and whose it is, as JSON holds them."""
    values = {name: getattr(project, "field_id" if name == "field" else name) for name in COLUMNS}
    plain = {name: _plain(name, value) for name, value in values.items()}
    return {**plain, "organisation": project.organisation_id}


def _plain(name: str, value: Any) -> Any:
    column: Any = Project._meta.get_field(name)
    is_decimal = column.get_internal_type() == "DecimalField" and value is not None
    return str(value) if is_decimal else value


def lay_over(project: Project, sheet: Sheet) -> Project:
    """The project as `sheet` has it; the row is left alone."""
    for name, value in sheet.items():
        column: Any = Project._meta.get_field(name)
        setattr(project, column.attname, column.to_python(value))
    return project


def as_edited(project: Project) -> Project:
    """As whoever fills in its sheet works on it: with what its pending correction says. Never to be
    written: the row says what is in force."""
    correction = pending_correction(project)
    return lay_over(project, correction.sheet) if correction else project


def files_of(project: Project) -> list[dict[str, Any]]:
    """Its attachments as they stand, in their order."""
    kept = Attachment.objects.filter(project=project, status=AttachmentStatus.KEPT)
    rows = kept.order_by("place").values("ref", "kind", "title", "visibility", "place")
    return [{**row} for row in rows]


def standing_version(project: Project) -> Version | None:
    """What is said of it: in force, last in force, or submitted last; never what is only proposed.
    None where it was never submitted."""
    return project.versions.standing().newest().first()


def version_before(version: Version) -> Version | None:
    """What stood when this one was proposed."""
    standing = Version.objects.standing().filter(project=version.project_id)
    return standing.filter(number__lt=version.number).newest().first()


def corrections_waiting(by: Actor) -> QuerySet[Correction]:
    """Those that `by` may decide: at a unit's lead, the oldest first."""
    if by.role != Role.UNIT_LEAD:
        return Correction.objects.none()
    waiting = Correction.objects.filter(status=CorrectionStatus.PROPOSED, project__unit=by.unit)
    own = Q(proposed_by=by.user_id) | Q(project__holder=by.user_id)
    return waiting.exclude(own).order_by("proposed_at", "pk")


def corrections_seen_by(by: Actor) -> QuerySet[Correction]:
    """Of projects that they see at a desk; those not proposed yet are told of as such."""
    return Correction.objects.filter(project__in=visible_to(by, Project.objects.all()))


def in_each_correction_state(corrections: QuerySet[Correction]) -> dict[str, int]:
    """Status → how many."""
    return dict(corrections.order_by().values_list("status").annotate(Count("pk")))
