"""What search engines may read, a section each: addresses and when they last changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse

from accounts.models import Cycle
from matching.queries.finding import shown_of
from matching.states import PostingKind, VersionStatus
from projects.queries import shown
from provinces.queries import host_calls
from records.actors import VISITOR
from roadshows.queries.roadshows import public_roadshows

# A page of a map is made in memory: 11 MB and 1.4 s at this length; 50,000 are allowed.
MOST = 10_000

_PAGES = (
    *("home", "showcase", "demands", "offers", "roadshows", "matching"),
    *("conditions", "host_calls", "privacy"),
)


class _Rows(Sitemap):  # type: ignore[type-arg]  # -- it takes none where it runs
    """Rows of a table that anybody may open: the name in the address, and when it changed."""

    limit = MOST
    url_name = ""

    def location(self, item: tuple[str, datetime | None]) -> str:
        return reverse(self.url_name, args=[item[0]])

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]

    def get_latest_lastmod(self) -> datetime | None:
        """The index names sections alone: Django would read all of their rows for it."""
        return None


class _Projects(_Rows):
    url_name = "showcase_project"

    def items(self) -> QuerySet[Any, Any]:
        changed = Greatest("listed_at", "version__frozen_at")
        return shown().order_by("pk").values_list("project__code", changed)


class _Roadshows(_Rows):
    url_name = "roadshow_page"

    def items(self) -> QuerySet[Any, Any]:
        return public_roadshows().order_by("pk").values_list("code", "changed_at")


class _Postings(_Rows):
    kind: PostingKind

    def items(self) -> QuerySet[Any, Any]:
        accepted = Q(versions__status=VersionStatus.ACCEPTED)
        changed = Max("versions__decided_at", filter=accepted)
        rows = shown_of(VISITOR, self.kind).annotate(changed=changed)
        return rows.order_by("pk").values_list("code", "changed")


class _Demands(_Postings):
    url_name = kind = PostingKind.DEMAND


class _Offers(_Postings):
    url_name = kind = PostingKind.OFFER


class _Pages(Sitemap):  # type: ignore[type-arg]  # -- as above
    """Pages there are one of, and notices: a few hundred in all."""

    def items(self) -> list[str]:
        return [*(reverse(name) for name in _PAGES), *_notices()]

    def location(self, item: str) -> str:
        return item


def _notices() -> Iterator[str]:
    """Calls and results, the newest year first; each unit's call for hosts."""
    cycles = Cycle.objects.order_by("-year").distinct()
    called = cycles.filter(closes_at__isnull=False).values_list("year", flat=True)
    shown_years = cycles.filter(displays__isnull=False).values_list("year", flat=True)
    yield from (reverse("call", args=[year]) for year in called)
    yield from (reverse("results", args=[year]) for year in shown_years)
    calls = host_calls().order_by("pk").values_list("ref", flat=True)
    yield from (reverse("host_call", args=[ref]) for ref in calls)


SECTIONS: dict[str, Any] = {
    "pages": _Pages,
    "projects": _Projects,
    "roadshows": _Roadshows,
    "demands": _Demands,
    "offers": _Offers,
}
