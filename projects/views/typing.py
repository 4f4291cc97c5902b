"""Typing at a desk: kept at every pause, left, looked back at, and started over."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from accounts.guards import actor_on, asked_at
from foundation import clock
from foundation.errors import refuse_if
from foundation.typed import Page, page_of
from projects.columns.fields import label_of
from projects.columns.steps import FIRST, step_named
from projects.drafting import Kept, draft_of, drop_begun, keep_locked, keep_typed, own_saves
from projects.forms.sheet import names_at
from projects.forms.taking import take_typed
from projects.forms.typing import NAMES, shown_of
from projects.forms.wording import Wording
from projects.models import Project, Saved
from projects.rules import may_edit
from projects.views.clashing import clashes_of, texts_of
from projects.views.reading import PAGE_SIZE, lock_project
from projects.views.standing import Desk, Sheet, standing_of


def keep(request: HttpRequest, ref: str, desk: Desk) -> HttpResponse:
    """What the page keeps at every pause: of the names it says have changed; "" for a sheet that
    is no project yet. Answers with what the page must know, as JSON; with nothing when it is left
    (then it is taken as well)."""
    by, step = actor_on(request), step_named(request.GET.get("step", "")) if ref else FIRST
    with transaction.atomic():
        project = lock_project(request, ref) if ref else None
        names = names_at(step, project, on_behalf=desk.on_behalf)
        changed = [name for name in request.POST.getlist("changed") if name in names]
        typed = NAMES.read(changed, request.POST)
        refuse_if(NAMES.too_long(typed))
        if typed or "leave" not in request.POST:
            kept = keep_locked(project, typed, show=shown_of, page=page_of(request.POST), by=by)
    if "leave" in request.POST:
        if project is not None:
            take_typed(project, by=by, only_own=True)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    sheet = Sheet(desk, project, kept.draft.typed, asked_at(request))
    context = {"step": step, "project": project, **standing_of(sheet, step)}
    clashes = clashes_of(kept, typed, by)
    return JsonResponse(
        {
            "revision": kept.draft.revision,
            "saved": _saved_at(kept),
            "newer": texts_of(kept, [name for name in kept.newer if name in names]),
            "clashes": {clash.name: clash.kept for clash in clashes},
            "clashing": render_to_string("projects/_form_clashes.html", {"clashes": clashes}),
            "side": render_to_string("projects/_form_side.html", context),
        }
    )


def start_over(request: HttpRequest, desk: Desk) -> HttpResponse:
    drop_begun(by=actor_on(request))
    messages.success(request, "已清空，可以重新填")
    return redirect(desk.new)


def look_back(request: HttpRequest, project: Project, desk: Desk) -> HttpResponse:
    """One's own saves, the newest first; a text of before can be had back."""
    by = actor_on(request)
    if not may_edit(by, project):
        raise PermissionDenied
    draft = draft_of(project, by)
    saves = own_saves(draft, by) if draft else Saved.objects.none()
    if request.method == "POST":
        save = saves.filter(pk=_number(request, "save")).first()
        return _fetch_text(request, project, desk, save)
    wording = Wording()
    page = Paginator(saves, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "page": page,
        "saves": [(save, _changes_of(save, wording)) for save in page],
        "form_desk": desk,
        "form_url": desk.form_of(project).at_step(FIRST),
        "saves_url": desk.address_of("saves", project),
    }
    return render(request, "projects/saves.html", context)


def _fetch_text(
    request: HttpRequest, project: Project, desk: Desk, save: Saved | None
) -> HttpResponse:
    name, side = request.POST.get("name", ""), int("after" in request.POST)
    if save is None or name not in save.changes:
        return redirect(desk.address_of("saves", project))
    typed = {name: save.changes[name][side]}
    keep_typed(project, typed, show=shown_of, page=Page(), by=actor_on(request))
    messages.success(request, f"已恢复“{label_of(name)}”")
    return redirect(desk.form_of(project).at_field(name))


def _changes_of(save: Saved, wording: Wording) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": label_of(name),
            "before": wording.of(name, before),
            "after": wording.of(name, after),
        }
        for name, (before, after) in save.changes.items()
    ]


def _saved_at(kept: Kept) -> str:
    saved = kept.draft.saved_at
    return saved.astimezone(clock.SHANGHAI).strftime("%H:%M:%S") if saved else ""


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0  # noqa: PLR2004 -- a bigint
