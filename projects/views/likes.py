"""Other projects that may be the same one, for whoever decides: as much of each as they may read,
and the difference side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.guards import actor_on
from foundation.difference import Line, line_of
from projects.duplicates import Like, likes_of
from projects.models import Project, Version
from projects.queries import by_name, for_list, shown_by_name, standing_version
from projects.rules import may_see
from projects.views.sections import item_of, text_of
from records.actors import Actor

# What is set side by side, in the order it is read; all of it is on the public page too.
_COMPARED = (
    *("title", "tagline", "organisation", "summary", "problem", "innovation", "indicators"),
    *("level", "trl", "stage", "rights", "modes", "market", "benefit", "team"),
)

_LABELS = {"organisation": "持有单位"}  # in its section it is called 名称 alone


@dataclass(frozen=True, slots=True)
class ShownLike:
    """Another project as it is told of at a desk; `url` and `compare_url` are empty where its text
    is not for the reader, and `title` with them."""

    like: Like
    title: str = ""
    url: str = ""
    compare_url: str = ""


def likes_at(desk: str, project: Project, by: Actor) -> list[ShownLike]:
    """Of a project as its `desk` shows it; the holder's has none."""
    if desk == "my":
        return []
    return [_shown(like, desk, project, by) for like in likes_of(project)]


def show_difference(
    request: HttpRequest, project: Project, other: str, *, desk: str
) -> HttpResponse:
    """What may not be read at this desk does not exist."""
    name, by = other, actor_on(request)
    theirs = for_list(by_name(name, Project.objects.exclude(pk=project.pk))).first()
    if theirs is None:
        raise Http404
    left = standing_version(project)
    right = standing_version(theirs) if may_see(by, theirs) else _public_of(theirs)
    if left is None or right is None:
        raise Http404
    lines = list(_lines(left.content, right.content))
    context = {
        "project": project,
        "other": theirs,
        "at_desk": desk,
        "back_url": reverse(f"{desk}_project", args=[project.ref]),
        "different": [line for line in lines if line.is_different],
        "alike": [line.label for line in lines if not line.is_different],
    }
    return render(request, "projects/difference.html", context)


def _shown(like: Like, desk: str, project: Project, by: Actor) -> ShownLike:
    other = like.project
    compare_url = reverse(f"{desk}_project_like", args=[project.ref, other.ref])
    if may_see(by, other):
        url = reverse(f"{desk}_project", args=[other.ref])
        return ShownLike(like, other.title, url, compare_url)
    if like.is_public:
        url = reverse("showcase_project", args=[other.name_in_address])
        return ShownLike(like, other.title, url, compare_url)
    return ShownLike(like)


def _public_of(project: Project) -> Version | None:
    listing = shown_by_name(project.ref).first()
    return listing.version if listing else None


def _lines(left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[Line]:
    """Of the columns that say something on either side."""
    for name in _COMPARED:
        ours, theirs = text_of(left, name), text_of(right, name)
        if ours or theirs:
            yield line_of(_LABELS.get(name) or item_of(left, name).label, ours, theirs)
