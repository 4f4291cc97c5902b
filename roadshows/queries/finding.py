"""How the public narrows roadshows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, QuerySet

from roadshows.models import Roadshow


def titled(roadshows: QuerySet[Roadshow], text: str) -> QuerySet[Roadshow]:
    """Those whose title holds every word."""
    for word in text.split():
        roadshows = roadshows.filter(title__icontains=word)
    return roadshows


def narrowed(
    roadshows: QuerySet[Roadshow], wanted: Mapping[str, Any], *, but: str = ""
) -> QuerySet[Roadshow]:
    """By every condition that was asked, except `but`: any value of each will do."""
    for name, condition in _CONDITIONS.items():
        values = wanted.get(name, ())
        if values and name != but:
            roadshows = roadshows.filter(condition(values))
    return roadshows


def counts_of(roadshows: QuerySet[Roadshow], name: str) -> dict[str, int]:
    """Value → how many hold it."""
    counted = roadshows.annotate(key=_KEYS[name]).order_by().values("key").annotate(n=Count("pk"))
    return dict(counted.values_list("key", "n"))


def themes_of(roadshows: QuerySet[Roadshow]) -> list[str]:
    return list(roadshows.order_by("theme").values_list("theme", flat=True).distinct())


_CONDITIONS: dict[str, Callable[[Sequence[str]], Q]] = {
    "unit": lambda units: Q(unit__in=units),
    "theme": lambda themes: Q(theme__in=themes),
    "field": lambda fields: Q(fields__overlap=list(fields)),
    "mode": lambda modes: Q(mode__in=modes),
}
_KEYS: dict[str, Any] = {
    "unit": F("unit"),
    "theme": F("theme"),
    "field": Func(F("fields"), function="unnest", output_field=CharField()),
    "mode": F("mode"),
}
