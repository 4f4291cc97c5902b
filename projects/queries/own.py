"""What is a person's own: consents, projects not shown yet, their data."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Consent
from foundation.sql import rows_of
from projects.models import (
    Attachment,
    AttachmentGrant,
    BulkOrder,
    Correction,
    Draft,
    DuplicateRuling,
    FieldRemark,
    Opinion,
    OpinionDraft,
    Project,
    Proofreading,
    Reading,
    Saved,
    SavedView,
    Version,
)
from projects.models.sheet import COLUMNS
from projects.states import FieldRemarkStatus, ProjectStatus


def own_consents(user_id: int | None) -> QuerySet[Consent]:
    """The newest first, each with what rests on it: how many projects, the first one's title."""
    projects = Project.objects.filter(display_consent=OuterRef("pk")).order_by("pk")
    return (
        Consent.objects.filter(given_by=user_id)
        .annotate(
            project_count=Coalesce(Subquery(_count_of(projects)), 0),
            project_title=Subquery(projects.values("title")[:1]),
            project_ref=Subquery(projects.values("ref")[:1]),
        )
        .order_by("-given_at", "-pk")
    )


def _count_of(projects: QuerySet[Project]) -> QuerySet[Project, Any]:
    """For the consent outside: of a page alone, where joining would count for all of them."""
    grouped = projects.order_by().values("display_consent")
    return grouped.annotate(n=Count("*")).values("n")


def not_shown_of(user_id: int | None) -> QuerySet[Project]:
    """A person's submitted projects that nobody has agreed to show, the newest first."""
    standing = Q(display_consent__isnull=False, display_consent__withdrawn_at=None)
    filed = Project.objects.filter(holder=user_id, status__in=ProjectStatus.underway)
    return filed.exclude(standing).order_by("-submitted_at", "-pk")


def own_data(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """Section → rows: a person's projects and what hangs on them, what they typed and have not
    handed in, what they ordered and said of others' projects."""
    return {**_of_projects(user_id), **_typed_by(user_id), **_done_by(user_id)}


def _of_projects(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """As they stand, every version submitted, corrections, remarks, attachments and grants."""
    projects = Project.objects.filter(holder=user_id).order_by("pk")
    versions = Version.objects.filter(project__holder=user_id).order_by("project", "number")
    sent = FieldRemark.objects.filter(project__holder=user_id, status=FieldRemarkStatus.SENT)
    return {
        "projects": rows_of(
            projects,
            *("ref", "code", "status", "unit__name", "organisation__name", "source"),
            *("opened_at", "submitted_at", "listed_at", *COLUMNS),
        ),
        "versions": rows_of(
            versions, "project__ref", "number", "content", "sha256", "verdicts", "frozen_at"
        ),
        "corrections": rows_of(
            Correction.objects.filter(project__holder=user_id).order_by("pk"),
            *("project__ref", "ref", "status", "reason", "sheet", "began_at", "proposed_at"),
            *("due_on", "decided_at"),
        ),
        "field_remarks": rows_of(
            sent.order_by("pk"),
            *("project__ref", "version__number", "column", "text", "sent_at"),
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


def _typed_by(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """What was not handed in, how they came to it, what was read from files and waits."""
    drafts = Draft.objects.filter(Q(project__holder=user_id) | Q(author=user_id)).order_by("pk")
    saves = Saved.objects.filter(by=user_id).order_by("pk")
    opinions = OpinionDraft.objects.filter(opinion__evaluator=user_id).order_by("pk")
    return {
        "typed": rows_of(drafts, "project__ref", "typed", "saved_at"),
        "saves": rows_of(saves, "draft__project__ref", "began_at", "saved_at", "changes"),
        "readings": rows_of(
            Reading.objects.filter(reader=user_id).order_by("pk"),
            *("project__ref", "name", "sha256", "found", "read_at"),
        ),
        "opinion_drafts": rows_of(
            opinions, "opinion__evaluation__project__title", "typed", "saved_at"
        ),
    }


def _done_by(user_id: int) -> dict[str, Iterable[dict[str, Any]]]:
    """At the desks they worked at."""
    return {
        "field_remarks_written": rows_of(
            FieldRemark.objects.filter(said_by=user_id).order_by("pk"),
            *("project__ref", "version__number", "column", "text", "status"),
            *("noted_at", "sent_at"),
        ),
        "saved_views": rows_of(
            SavedView.objects.filter(owner=user_id).order_by("pk"),
            *("desk", "name", "query", "saved_at"),
        ),
        "orders": rows_of(
            BulkOrder.objects.filter(by=user_id).order_by("pk"),
            *("ref", "verb", "unit__name", "wishes", "total", "created_at"),
        ),
        "opinions": rows_of(
            Opinion.objects.filter(evaluator=user_id).order_by("pk"),
            *("evaluation__project__title", "evaluation__cycle__year", "organisation__name"),
            *("status", "scores", "comment", "total", "taken_at", "filed_at"),
        ),
        "proofreadings": rows_of(
            Proofreading.objects.filter(reader=user_id).order_by("pk"),
            *("version__project__ref", "version__number", "step", "status", "note", "read_at"),
        ),
        "duplicate_rulings": rows_of(
            DuplicateRuling.objects.filter(ruled_by=user_id).order_by("pk"),
            *("first__ref", "second__ref", "status", "note", "ruled_at"),
        ),
    }
