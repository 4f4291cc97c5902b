"""收藏: what people keep from the pages of what they found, and the list of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, ask_again, wanted_after_login
from foundation.errors import Refused
from foundation.text import clean_line
from matching import favouring
from matching.forms.favourites import FolderForm, NoteForm
from matching.models import Favourite, Folder, Posting
from matching.queries.favourites import Kept, Shelf, as_shown, folders_of, own_favourites
from matching.queries.finding import shown_by_name as posting_by_name
from matching.states import SearchKind
from matching.views.addresses import address_of
from projects.models import Project
from projects.queries import shown_by_name as listing_by_name
from records.actors import Actor

PAGE_SIZE = 20


@require_http_methods(["GET", "POST"])
@wanted_after_login
def favour(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """A visitor who logs in for it finds the page again."""
    by = actor_on(request)
    thing = _thing_named(kind, name, by)
    if request.method == "POST":
        try:
            favouring.favour(thing, by=by)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已收藏。在“收藏”里可以写备注、分收藏夹")
    else:
        ask_again(request, "收藏")
    return redirect(address_of(thing))


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """With what was removed a moment ago, to be taken back."""
    return _show(request)


@require_POST
@login_required
def change(request: HttpRequest, ref: str) -> HttpResponse:
    by, favourite = actor_on(request), _own(request, ref)
    form = _note_form(favourite, list(folders_of(by)), request.POST)
    if not form.is_valid():
        return _show(request, (favourite, form))
    favouring.change(favourite, **form.cleaned_data, by=by)
    messages.success(request, "已保存")
    return redirect(_list_address(request))


@require_POST
@login_required
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    favourite = _own(request, ref)
    favouring.unfavour(favourite, by=actor_on(request))
    return redirect(_list_address(request, gone=favourite.ref))


@require_POST
@login_required
def restore(request: HttpRequest, ref: str) -> HttpResponse:
    try:
        favouring.restore(_own(request, ref), by=actor_on(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已恢复")
    return redirect(_list_address(request))


@require_POST
@login_required
def add_folder(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    return _with_name(request, lambda name: favouring.add_folder(name, by=by), "已新建收藏夹")


@require_POST
@login_required
def rename_folder(request: HttpRequest, ref: str) -> HttpResponse:
    by, folder = actor_on(request), _own_folder(request, ref)
    return _with_name(
        request, lambda name: favouring.rename_folder(folder, name=name, by=by), "已改名为"
    )


@require_POST
@login_required
def delete_folder(request: HttpRequest, ref: str) -> HttpResponse:
    folder = _own_folder(request, ref)
    favouring.delete_folder(folder, by=actor_on(request))
    messages.success(request, f"已删除收藏夹“{folder}”，里面的收藏都还在")
    return redirect("favourites")


def _show(request: HttpRequest, tried: tuple[Favourite, NoteForm] | None = None) -> HttpResponse:
    """`tried` is what was refused, and the form that says why."""
    shelf = Shelf(actor_on(request), request.GET.get("folder", ""))
    page = Paginator(shelf.favourites, PAGE_SIZE).get_page(request.GET.get("page"))
    listed = list(page)
    gone = _removed(clean_line(request.GET.get("gone", "")), shelf.by)
    kept = as_shown([*listed, *gone], shelf.by)
    context = {
        "shelf": shelf,
        "page": page,
        "rows": _rows_of(kept[: len(listed)], shelf, tried),
        "gone": next(iter(kept[len(listed) :]), None),
        "here": _here(request),
        "adding": FolderForm(auto_id="folder-new-%s"),
        "renaming": FolderForm(initial={"name": shelf.chosen}, auto_id="folder-%s"),
    }
    return render(request, "matching/favourites.html", context, status=422 if tried else 200)


def _rows_of(
    shown: Sequence[Kept], shelf: Shelf, tried: tuple[Favourite, NoteForm] | None
) -> list[tuple[Kept, NoteForm]]:
    refused = dict([tried] if tried else [])
    return [
        (kept, refused.get(kept.favourite) or _note_form(kept.favourite, shelf.folders))
        for kept in shown
    ]


def _removed(ref: str, by: Actor) -> Iterable[Favourite]:
    """Of an address `remove` led to."""
    return own_favourites(by).exclude(removed_at=None).filter(ref=ref) if ref else []


def _note_form(favourite: Favourite, folders: list[Folder], said: Any = None) -> NoteForm:
    place = favourite.folder.ref if favourite.folder else ""
    return NoteForm(
        said,
        folders=folders,
        initial={"note": favourite.note, "folder": place},
        auto_id=f"favourite-{favourite.ref}-%s",
    )


def _with_name(request: HttpRequest, order: Callable[[str], Any], done: str) -> HttpResponse:
    """Orders something of a folder; what is wrong with the name is told on the list."""
    form = FolderForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["name"])))
        return redirect(_list_address(request))
    name = form.cleaned_data["name"]
    try:
        order(name)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{done}“{name}”")
    return redirect(_list_address(request))


def _here(request: HttpRequest, **more: str) -> str:
    """Which part of the list was read, as a query."""
    given = {name: request.GET.get(name, "") for name in ("folder", "page")} | more
    return urlencode({name: value for name, value in given.items() if value})


def _list_address(request: HttpRequest, **more: str) -> str:
    return f"{reverse('favourites')}?{_here(request, **more)}".removesuffix("?")


def _own(request: HttpRequest, ref: str) -> Favourite:
    rows = own_favourites(actor_on(request)).select_related("folder")
    return get_object_or_404(rows, ref=ref.upper())


def _own_folder(request: HttpRequest, ref: str) -> Folder:
    return get_object_or_404(folders_of(actor_on(request)), ref=ref.upper())


def _thing_named(kind: str, name: str, by: Actor) -> Project | Posting:
    """What is not shown to them is not there."""
    if kind == SearchKind.PROJECT:
        return get_object_or_404(listing_by_name(name)).project
    if kind not in SearchKind.values:
        raise Http404
    return get_object_or_404(posting_by_name(by, kind, name))
