"""The whole site searched: some of each kind, and the way to all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, searching
from foundation import clock
from foundation.answers import is_htmx
from foundation.caching import public_page
from matching.models import Posting
from matching.views.addresses import public_address
from portal.forms import SearchForm
from portal.queries import Section, sections_of
from portal.states import Shown
from projects.models import Listing
from provinces.models import NoticeText
from provinces.states import NoticeKind
from roadshows.models import Roadshow
from roadshows.states import RoadshowStatus

# The lists of each kind: what leads there, the address, what it is asked besides the text.
_LISTS: dict[Shown, tuple[tuple[str, str, dict[str, str]], ...]] = {
    Shown.ACHIEVEMENTS: (("在成果展示里筛选", "showcase", {}),),
    Shown.DEMANDS: (("在需求里筛选", "demands", {}),),
    Shown.OFFERS: (("在供给里筛选", "offers", {}),),
    Shown.ROADSHOWS: (
        ("即将举办的", "roadshows", {}),
        ("往期的", "roadshows", {"when": "past"}),
    ),
    Shown.NOTICES: (),
}
_PAGES = {NoticeKind.CALL: "call", NoticeKind.HOSTS: "host_call", NoticeKind.RESULTS: "results"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One that was found. `texts` are what an excerpt is taken from, `facts` short ones, blank
    where there is none."""

    title: str
    url: str
    texts: Sequence[str]
    facts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the page shows it; `links` are label and address."""

    section: Section
    hits: Sequence[Hit]
    links: Sequence[tuple[str, str]]


@require_safe
@searching("search")
@public_page
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.text
    parts = [_part(section, text) for section in sections_of(text, actor_on(request))]
    context = {
        "form": form,
        "q": text,
        "parts": parts,
        "is_found": any(part.hits for part in parts),
        "ways": _ways(),
    }
    template = "portal/search.html#found" if is_htmx(request) else "portal/search.html"
    return render(request, template, context)


def _part(section: Section, text: str) -> Part:
    hits = [_HITS[section.kind](row) for row in section.rows]
    return Part(section, hits, _links(section.kind, {"q": text}))


def _links(kind: Shown, asked: dict[str, str]) -> list[tuple[str, str]]:
    lists = _LISTS[kind]
    return [(label, f"{reverse(name)}?{urlencode(asked | also)}") for label, name, also in lists]


def _ways() -> list[tuple[str, str]]:
    """On, where nothing was asked or found."""
    names = {"成果": "showcase", "需求": "demands", "供给": "offers", "路演": "roadshows"}
    return [(label, reverse(name)) for label, name in {**names, "承办征集": "host_calls"}.items()]


def _of_listing(row: Listing) -> Hit:
    content = row.version.content
    ripe = f"成熟度 {row.trl} 级" if row.trl else ""
    facts = [content.get("organisation") or "", row.unit.name, ripe, row.project.code or ""]
    url = reverse("showcase_project", args=[row.project.name_in_address])
    return Hit(row.title, url, row.texts, facts)


def _of_posting(row: Posting) -> Hit:
    until = f"{clock.day_in_words(row.valid_until)}到期" if row.valid_until else ""
    facts = [row.shown_owner, row.unit.name, row.get_category_display(), until, row.code or ""]
    return Hit(row.title, public_address(row), row.texts, facts)


def _of_roadshow(row: Roadshow) -> Hit:
    day = clock.day_in_words(row.day) if row.day else "日期待定"
    gone = row.get_status_display() if row.status == RoadshowStatus.CANCELLED else ""
    facts = [gone, day, row.unit.name, row.host, row.place]
    url = reverse("roadshow_page", args=[row.code])
    return Hit(row.title, url, [row.theme, *row.fields, row.about], facts)


def _of_notice(row: NoticeText) -> Hit:
    url = reverse(_PAGES[NoticeKind(row.kind)], args=[row.name])
    day = clock.day_in_words(row.dated_at.astimezone(clock.SHANGHAI))
    return Hit(row.title, url, row.texts, [row.get_kind_display(), row.issuer, day])


_HITS: dict[Shown, Any] = {
    Shown.ACHIEVEMENTS: _of_listing,
    Shown.DEMANDS: _of_posting,
    Shown.OFFERS: _of_posting,
    Shown.ROADSHOWS: _of_roadshow,
    Shown.NOTICES: _of_notice,
}
