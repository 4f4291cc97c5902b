"""What a plan's fields choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef

from accounts.models import Field
from accounts.terms import taxonomies
from projects.models import Listing, Recommendation
from projects.states import RecommendationStatus
from provinces.models import WorkPlan

Choices = list[tuple[str, str]]

_MOST_PROJECTS = 200  # offered to choose from


@dataclass(frozen=True)
class Facts:
    """Each list is asked of the database once, and only where a section needs it; `chosen` are
    codes of projects that stand in the plan already."""

    plan: WorkPlan
    chosen: frozenset[str] = frozenset()

    @cached_property
    def themes(self) -> Choices:
        return [(theme, theme) for theme in self.plan.cycle.themes]

    @cached_property
    def fields(self) -> Choices:
        """The nine industries."""
        rows = Field.objects.filter(parent=None).order_by("code")
        return list(rows.values_list("code", "name"))

    @cached_property
    def strategies(self) -> Choices:
        """Those of the unit first."""
        own = self.plan.unit.strategies
        known = [(str(one["code"]), str(one["name"])) for one in taxonomies()["strategies"]]
        return sorted(known, key=lambda pair: pair[0] not in own)

    @cached_property
    def projects(self) -> dict[str, dict[str, str]]:
        """Of the unit's library, by code: those recommended for the cycle first."""
        recommended = Recommendation.objects.filter(
            project=OuterRef("project"), cycle=self.plan.cycle_id, status=RecommendationStatus.GIVEN
        )
        listed = Listing.objects.filter(unit=self.plan.unit_id)
        rows = listed.annotate(is_recommended=Exists(recommended)).values(
            "title",
            "is_recommended",
            code=F("project__code"),
            trl_level=F("trl"),
            organisation=F("version__content__organisation"),
        )
        offered = rows.order_by("-is_recommended", "-listed_at", "pk")[:_MOST_PROJECTS]
        found = {row["code"]: _in_words(row) for row in offered}
        crowded_out = self.chosen - found.keys()
        also = rows.filter(code__in=list(crowded_out)) if crowded_out else ()
        return found | {row["code"]: _in_words(row) for row in also}


def _in_words(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "code": row["code"],
        "title": row["title"],
        "organisation": row["organisation"],
        "trl": str(row["trl_level"] or ""),
        "recommended": "是" if row["is_recommended"] else "",
    }
