"""A release: what it would say to whom, before it is made; and those that were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision
from projects.models import Project
from provinces.views.sending import carry_out
from roadshows.differences import Change, Side, differences
from roadshows.forms.programme import ReleaseForm
from roadshows.models import Release, Roadshow
from roadshows.releasing import Preview, preview_of, release
from roadshows.rules import may_run
from roadshows.views.desks import Desk, find_roadshow, roadshow_desk
from roadshows.views.programme import frame_of, require_runner
from roadshows.views.programme_said import people_named, said_in


@dataclass(frozen=True)
class Reader:
    """Whom a change concerns; without an account nobody is told."""

    name: str
    note: str
    sentences: list[str]


@require_safe
@roadshow_desk
def preview(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    return _show(request, desk, roadshow)


@require_POST
@roadshow_desk
@decision
def release_now(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow, form = find_roadshow(request, ref), ReleaseForm(request.POST)
    require_runner(request, roadshow)

    def order() -> tuple[str, str]:
        made = release(
            roadshow,
            by=actor_on(request),
            seen=form.cleaned_data["seen"],
            note=form.cleaned_data["note"],
        )
        return f"议程第 {made.number} 版已发布", desk.url("roadshow_programme", roadshow)

    def show(form: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, desk, roadshow, form, status)

    return carry_out(request, form, order, show)


@require_safe
@roadshow_desk
def version(request: HttpRequest, desk: Desk, ref: str, number: int) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    found = get_object_or_404(Release, roadshow=roadshow, number=number)
    before = Release.objects.filter(roadshow=roadshow, number=number - 1).first()
    is_named = may_run(actor_on(request), roadshow)
    changes = differences(before.content, found.content) if before else {}
    read = [some for (side, _), some in changes.items() if is_named or side == Side.PROJECT]
    context = {
        **frame_of(desk, roadshow),
        "release": found,
        "before": before,
        "items": said_in(found.content, is_named=is_named),
        "is_named": is_named,
        "changes": list(dict.fromkeys(one.sentence for some in read for one in some)),
    }
    return render(request, "roadshows/programme_version.html", context)


def _show(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    form: DeskForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    found = preview_of(roadshow)
    context = {
        **frame_of(desk, roadshow),
        "preview": found,
        "may_release": found.is_changed and not found.problems,
        "readers": _readers(found),
        "items": said_in(found.content, is_named=True) if found.content else [],
        "is_named": True,
        "next": found.before.number + 1 if found.before else 1,
        "form": form or ReleaseForm(),
        "action": desk.url("roadshow_release_now", roadshow),
    }
    return render(request, "roadshows/programme_release.html", context, status=status)


def _readers(found: Preview) -> list[Reader]:
    """People first, then projects; each with what changes for them."""
    people = people_named([ref for side, ref in found.told if side == Side.PERSON])
    refs = [ref for side, ref in found.told if side == Side.PROJECT]
    projects = {one.ref: one for one in Project.objects.filter(ref__in=refs)}
    rows = []
    for (side, ref), changes in found.told.items():
        if side == Side.PROJECT:
            rows.append((1, Reader(str(projects[ref]), "项目方", _sentences(changes))))
        elif ref in people:
            note = "" if people[ref].user_id else "没有账号，请另行通知"
            rows.append((0, Reader(str(people[ref]), note, _sentences(changes))))
    return [reader for _, reader in sorted(rows, key=lambda row: row[0])]


def _sentences(changes: Sequence[Change]) -> list[str]:
    return [one.sentence for one in changes]
