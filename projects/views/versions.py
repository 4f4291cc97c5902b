"""Every version of a project at a desk, and the difference of any two."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from projects.forms.remarks import VersionsForm
from projects.models import FieldRemark, Project, Version
from projects.queries import history_of_versions, sent_between
from projects.views.differing import changes_of, verdict_changes
from projects.views.reading import KNOW_PEOPLE, find_project
from records.actors import PORTAL, Actor

_ROLES = {**dict(Role.choices), PORTAL.role: "平台"}
_CHOSEN = ("one", "other")


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """`by_whom` is a role, "" where the reader may not know; `before_url` leads to its difference
    from the one before."""

    version: Version
    by_whom: str
    before_url: str


@require_safe
@desk_of(Role.HOLDER)
def my_history(request: HttpRequest, ref: str) -> HttpResponse:
    return _history(request, ref, desk="my")


@require_safe
@desk_of(Role.HOLDER)
def my_versions(request: HttpRequest, ref: str, one: int, other: int) -> HttpResponse:
    return _difference(request, ref, (one, other), desk="my")


@require_safe
@unit_desk
def unit_history(request: HttpRequest, ref: str) -> HttpResponse:
    return _history(request, ref, desk="unit")


@require_safe
@unit_desk
def unit_versions(request: HttpRequest, ref: str, one: int, other: int) -> HttpResponse:
    return _difference(request, ref, (one, other), desk="unit")


@require_safe
@desk_of(*Role.of_centre)
def center_history(request: HttpRequest, ref: str) -> HttpResponse:
    return _history(request, ref, desk="center")


@require_safe
@desk_of(*Role.of_centre)
def center_versions(request: HttpRequest, ref: str, one: int, other: int) -> HttpResponse:
    return _difference(request, ref, (one, other), desk="center")


def _history(request: HttpRequest, ref: str, *, desk: str) -> HttpResponse:
    """`?one=&other=` leads to their difference."""
    project = find_project(request, ref)
    numbers = _numbers(project)
    form = VersionsForm(request.GET, numbers=numbers)
    if form.is_valid():
        chosen = sorted((form.cleaned_data["one"], form.cleaned_data["other"]))
        return redirect(f"{desk}_project_versions", project.ref, *chosen)
    versions = history_of_versions(project).defer("content", "verdicts")
    rows = [_shown(version, desk, actor_on(request)) for version in versions]
    context = {**_frame(project, desk), "rows": rows, "form": form, "is_many": len(rows) > 1}
    return render(request, "projects/history.html", context)


def _difference(
    request: HttpRequest, ref: str, asked: tuple[int, int], *, desk: str
) -> HttpResponse:
    """The older one first, whichever was named first."""
    project, chosen = find_project(request, ref), sorted(asked)
    if tuple(chosen) != asked:
        return redirect(f"{desk}_project_versions", project.ref, *chosen)
    by_number = {one.number: one for one in history_of_versions(project).filter(number__in=chosen)}
    left, right = (by_number.get(number) for number in chosen)
    if left is None or right is None or left is right:
        raise Http404
    by = actor_on(request)
    context = {
        **_frame(project, desk),
        "left": _shown(left, desk, by),
        "right": _shown(right, desk, by),
        "form": VersionsForm(dict(zip(_CHOSEN, chosen, strict=True)), numbers=_numbers(project)),
        **_told(project, left, right),
    }
    return render(request, "projects/versions.html", context)


def _told(project: Project, left: Version, right: Version) -> dict[str, Any]:
    """What differs, first of what was asked for between the two."""
    said = _said_of(sent_between(project, left.number, right.number))
    changes = changes_of(left.content, right.content, also=said)
    verdicts = verdict_changes(left.verdicts, right.verdicts)
    return {
        "asked": [(one, said[one.name]) for one in changes if one.name in said],
        "changes": [one for one in changes if one.is_different and one.name not in said],
        "alike": [one for one in changes if not one.is_different and one.name not in said],
        "verdicts": verdicts,
        "verdicts_changed": sum(one.is_different for one in verdicts),
    }


def _said_of(remarks: list[FieldRemark]) -> dict[str, list[FieldRemark]]:
    """By column."""
    said: dict[str, list[FieldRemark]] = {}
    for remark in remarks:
        said.setdefault(remark.column, []).append(remark)
    return said


def _shown(version: Version, desk: str, by: Actor) -> ShownVersion:
    role = version.frozen_as  # type: ignore[attr-defined]  # -- annotated
    knows = by.role in KNOW_PEOPLE
    address = [version.project.ref, version.number - 1, version.number]
    before_url = reverse(f"{desk}_project_versions", args=address) if version.number > 1 else ""
    return ShownVersion(version, _ROLES.get(role, "") if knows else "", before_url)


def _numbers(project: Project) -> list[int]:
    """The newest first."""
    return list(project.versions.order_by("-number").values_list("number", flat=True))


def _frame(project: Project, desk: str) -> dict[str, Any]:
    return {
        "project": project,
        "at_desk": desk,
        "back_url": reverse(f"{desk}_project", args=[project.ref]),
        "history_url": reverse(f"{desk}_project_history", args=[project.ref]),
    }
