"""The rooms of a unit: where its roadshows and its coaching take place."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, desk_of
from accounts.models import Unit
from accounts.states import Role
from foundation.errors import Refused
from provinces.views.sending import Sent, carry_out
from roadshows.arranging import add_room, change_room, remove_room
from roadshows.forms.events import RoomForm
from roadshows.models import Room


@dataclass(frozen=True)
class Row:
    room: Room
    form: DeskForm
    is_open: bool


@require_http_methods(["GET", "HEAD", "POST"])
@desk_of(*Role.of_unit)
def rooms(request: HttpRequest) -> HttpResponse:
    """All of them; POST adds one."""
    unit = _own_unit(request)
    if request.method != "POST":
        return _show(request, unit, Sent("add", RoomForm()))
    form = RoomForm(request.POST)

    def order() -> str:
        return f"“{add_room(unit, form.place, by=actor_on(request))}”已登记"

    def show(_: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, unit, Sent("add", form), status)

    return carry_out(request, form, lambda: (order(), reverse("unit_rooms")), show)


@require_POST
@desk_of(*Role.of_unit)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    unit = _own_unit(request)
    room = _find(unit, ref)
    form = RoomForm(request.POST, auto_id=_at(room))

    def order() -> str:
        seen = form.cleaned_data["seen"]
        return f"“{change_room(room, form.place, seen=seen, by=actor_on(request))}”已修改"

    def show(_: DeskForm, status: HTTPStatus) -> HttpResponse:
        if status == HTTPStatus.CONFLICT:
            now = RoomForm.initial_of(_find(unit, ref))
            form.take_over(now, now["seen"])
        return _show(request, unit, Sent("change", form, room.ref), status)

    return carry_out(request, form, lambda: (order(), reverse("unit_rooms")), show)


@require_POST
@desk_of(*Role.of_unit)
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    room = _find(_own_unit(request), ref)
    try:
        remove_room(room, by=actor_on(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{room}”已删除")
    return redirect("unit_rooms")


def _own_unit(request: HttpRequest) -> Unit:
    return get_object_or_404(Unit, abbr=actor_on(request).unit)


def _find(unit: Unit, ref: str) -> Room:
    return get_object_or_404(unit.rooms, ref=ref.upper())


def _show(
    request: HttpRequest, unit: Unit, sent: Sent, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    rows = [_row(room, sent) for room in unit.rooms.all()]
    context = {"rows": rows, "form": sent.form_of("add", "", RoomForm)}
    return render(request, "roadshows/rooms.html", context, status=status)


def _row(room: Room, sent: Sent) -> Row:
    def blank() -> DeskForm:
        return RoomForm(initial=RoomForm.initial_of(room), auto_id=_at(room))

    return Row(room, sent.form_of("change", room.ref, blank), sent.is_of("change", room.ref))


def _at(room: Room) -> str:
    """Several forms stand on one page."""
    return f"change-{room.ref}-%s"
