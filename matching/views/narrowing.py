"""A list of matches as somebody asked for it: narrowed, ordered, a page of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from matching.forms.matches import ShowForm
from matching.queries.matches import Match, groups_among
from matching.states import ORDER_COOKIE, MatchOrder, Show
from matching.views.addresses import with_query
from projects.vocabulary import Band

PAGE_SIZE = 20
_KEPT = timedelta(days=365)
_LAST = -1.0  # of what is no longer among the first


@dataclass(frozen=True, slots=True)
class Segment:
    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    form: ShowForm
    order: MatchOrder
    segments: Sequence[Segment]
    page: Page[Match]
    total: int

    @property
    def is_plain(self) -> bool:
        return self.order == MatchOrder.PLAIN


def narrowed(
    request: HttpRequest, matches: Sequence[Match], *, drop: Sequence[str], is_personal: bool
) -> Narrowed:
    """`drop` are conditions that this side's list does not have. One that is not personal is
    ordered by no feedback, whatever was chosen."""
    order = order_of(request)
    if is_personal:
        matches = [match for match in matches if _is_listed(match, order)]
    elif order == MatchOrder.PLAIN:
        order = MatchOrder.SCORE
    query = request.GET.copy()
    query["sort"] = order.value
    form = ShowForm(query, groups=groups_among(matches), drop=drop, is_personal=is_personal)
    wanted = form.wanted
    within = [match for match in matches if _is_within(match, wanted)]
    show = Show(wanted["show"] or Show.ALL)
    key = _KEYS[order] if is_personal or order == MatchOrder.NEWEST else _by_plain
    found = sorted((one for one in within if _is_among(one, show)), key=key, reverse=True)
    return Narrowed(
        form=form,
        order=order,
        segments=_segments(request, within, show),
        page=Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        total=len(matches),
    )


def order_of(request: HttpRequest) -> MatchOrder:
    """The one asked for now, else the one chosen last."""
    asked = (request.GET.get("sort"), request.COOKIES.get(ORDER_COOKIE))
    return MatchOrder(next((one for one in asked if one in MatchOrder.values), MatchOrder.SCORE))


def remember_order(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """For a year, where an order was chosen."""
    chosen = request.GET.get("sort")
    if chosen in MatchOrder.values:
        answer.set_cookie(
            ORDER_COOKIE,
            chosen,
            max_age=_KEPT,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


def _is_listed(match: Match, order: MatchOrder) -> bool:
    """Each order has its own first; what somebody spoke to stays in both."""
    found = match.suggestion
    if found is None or match.own or match.is_wanted:
        return True
    return (found.plain_place if order == MatchOrder.PLAIN else found.place) is not None


def _is_within(match: Match, wanted: dict[str, str]) -> bool:
    if wanted["field"] and match.group != wanted["field"]:
        return False
    if wanted["category"] and match.category != wanted["category"]:
        return False
    return not wanted["trl"] or _is_in_band(match.trl, Band(wanted["trl"]))


def _is_in_band(trl: int | None, band: Band) -> bool:
    lowest, highest = band.levels
    return trl is not None and lowest <= trl <= highest


def _segments(request: HttpRequest, matches: Sequence[Match], show: Show) -> list[Segment]:
    """What nobody has been sorted into is left out, but for the first two."""
    counts = {one: sum(1 for match in matches if _is_among(match, one)) for one in Show}
    return [
        Segment(
            str(one.label),
            counts[one],
            with_query(request.GET, show="" if one == Show.ALL else one.value),
            one == show,
        )
        for one in Show
        if counts[one] or one in (Show.ALL, Show.OPEN, show)
    ]


def _is_among(match: Match, show: Show) -> bool:
    if show == Show.ALL:
        return True
    if show == Show.WANTED:
        return match.is_wanted
    return match.verdict == ("" if show == Show.OPEN else show.value)


def _by_score(match: Match) -> Any:
    found = match.suggestion
    return (found.score if found else _LAST, -match.other)


def _by_plain(match: Match) -> Any:
    found = match.suggestion
    return (found.plain if found else _LAST, -match.other)


def _by_day(match: Match) -> Any:
    return (match.since is not None, match.since, *_by_score(match))


_KEYS = {
    MatchOrder.SCORE: _by_score,
    MatchOrder.PLAIN: _by_plain,
    MatchOrder.NEWEST: _by_day,
}
