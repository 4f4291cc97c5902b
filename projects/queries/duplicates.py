"""Reads of pairs of projects that may be one."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from projects.models import DuplicateRuling, Likeness, LikePair
from projects.states import ProjectStatus, RulingStatus


def to_be_paired() -> QuerySet[Likeness, Any]:
    """Whose like nobody has looked for yet."""
    return Likeness.objects.filter(paired_at=None)


def duplicates() -> QuerySet[LikePair]:
    """Pairs on their way in two units, except those the centre has ruled different; the surest
    first."""
    both = Q(first__status__in=ProjectStatus.underway, second__status__in=ProjectStatus.underway)
    different = DuplicateRuling.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), status=RulingStatus.DIFFERENT
    )
    found = LikePair.objects.filter(both).exclude(first__unit=F("second__unit"))
    return found.filter(~Exists(different)).order_by(
        "-is_same_right", "-is_same_name", "-share", "-pk"
    )


def dismissed() -> QuerySet[DuplicateRuling]:
    """Pairs ruled different, the newest first."""
    found = DuplicateRuling.objects.filter(status=RulingStatus.DIFFERENT)
    return found.select_related("first__unit", "second__unit", "ruled_by").order_by("-ruled_at")


def asked_of(unit: str) -> QuerySet[DuplicateRuling]:
    """Pairs the centre has asked this unit and another to settle, both still on their way, and
    still in two units."""
    both = Q(first__status__in=ProjectStatus.underway, second__status__in=ProjectStatus.underway)
    here = Q(first__unit=unit) | Q(second__unit=unit)
    asked = DuplicateRuling.objects.filter(both, here, status=RulingStatus.ASKED)
    return asked.exclude(first__unit=F("second__unit"))


def with_rulings(pairs: QuerySet[LikePair]) -> QuerySet[LikePair]:
    """As the centre's list shows them: both projects, and when both units were last asked."""
    asked = DuplicateRuling.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), status=RulingStatus.ASKED
    )
    rows = pairs.annotate(asked_at=Subquery(asked.values("ruled_at")[:1]))
    return rows.select_related(
        "first__unit", "first__organisation", "second__unit", "second__organisation"
    )
