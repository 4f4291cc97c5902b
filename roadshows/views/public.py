"""Roadshows for everybody: the list, and one on its page. No name of a person stands in either."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.guards import searching
from foundation import clock
from foundation.answers import is_htmx
from foundation.articles import Article
from foundation.caching import public_page
from foundation.clock import day_in_words
from foundation.facets import facets_of
from roadshows.forms.public import FindForm
from roadshows.models import Roadshow
from roadshows.queries.finding import found_by, roadshows_of, themes_of
from roadshows.queries.roadshows import public_roadshows, roadshow_named
from roadshows.queries.shown import agenda_of, path_of
from roadshows.states import ItemKind, When

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a released agenda."""

    item: dict[str, Any]
    starts: datetime
    ends: datetime

    @property
    def is_pitch(self) -> bool:
        return bool(self.item["kind"] == ItemKind.PITCH)


@require_safe
@searching("search")
@public_page
def roadshows(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET, themes=themes_of(public_roadshows()))
    wanted, when = form.wanted, form.when_asked
    found = found_by(wanted, when, clock.today())
    page: Page[Any] = Paginator(found.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = roadshows_of(list(page))
    context = {
        "form": form,
        "facets": facets_of(form, found),
        "page": page,
        "months": _months(page),
        "q": wanted["q"],
        "when": when,
        "tabs": When.choices,
        "found": found,
        "is_narrowed": any(wanted.values()),
    }
    name = "roadshows/roadshows.html"
    return render(request, f"{name}#found" if is_htmx(request) else name, context)


def _months(rows: Iterable[Roadshow]) -> list[tuple[str, list[Roadshow]]]:
    return [(month, list(group)) for month, group in groupby(rows, _month)]


def _month(roadshow: Roadshow) -> str:
    day = roadshow.day
    return f"{day.year}年{day.month}月" if day else "日期待定"


@require_safe
@public_page
def roadshow_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Once the calendar has published it."""
    roadshow = get_object_or_404(roadshow_named(ref, public_roadshows()))
    released = agenda_of(roadshow)
    agenda = _agenda(released.items) if released else []
    context = {
        "roadshow": roadshow,
        "release": released.release if released else None,
        "agenda": agenda,
        "ends": max((line.ends for line in agenda), default=None),
        "lineup": [line for line in agenda if line.is_pitch],
        "is_over": bool(roadshow.day and roadshow.day < clock.today()),
        "article": _article(roadshow),
    }
    return render(request, "roadshows/roadshow.html", context)


def _article(roadshow: Roadshow) -> Article:
    day = day_in_words(roadshow.day) if roadshow.day else "日期待定"
    place = roadshow.place or roadshow.unit.name
    return Article(
        title=roadshow.title,
        path=path_of(roadshow),
        text=f"{roadshow.title}，{day}，{place}，{roadshow.host}承办。",
        source=roadshow.unit.department,
        published_at=roadshow.changed_at,
        keywords=[roadshow.theme, *roadshow.fields],
    )


def _agenda(items: list[dict[str, Any]]) -> list[Line]:
    times = [[datetime.fromisoformat(item[name]) for name in ("starts", "ends")] for item in items]
    return [Line(item, *span) for item, span in zip(items, times, strict=True)]
