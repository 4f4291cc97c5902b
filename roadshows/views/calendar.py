"""全国排期 at the centre: looked at, moved, pinned. A script gets the board alone."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.errors import Refused
from roadshows.dating import pin as pin_it, place
from roadshows.forms.calendar import MoveForm, PinForm, SeenForm, as_day
from roadshows.models import Placement
from roadshows.views.calendar_board import Board, context_of
from roadshows.views.calendar_chips import Chip, Tried
from roadshows.views.calendar_spots import Spot, find_placement, spot_of
from roadshows.views.calendar_words import day_in_words

WAIT, PINNED, LOOSE = "wait", "pinned", "loose"


@dataclass(frozen=True)
class Done:
    """What was done last with a roadshow, and what it was before: a day, "wait", "pinned" or
    "loose". What is undone is ordered as any other move."""

    chip: Chip
    was: str

    @property
    def is_pin(self) -> bool:
        return self.was in (PINNED, LOOSE)

    @property
    def was_pinned(self) -> bool:
        return self.was == PINNED

    @property
    def was_waiting(self) -> bool:
        return self.was == WAIT

    @property
    def words(self) -> str:
        chip = self.chip
        name = f"{chip.name}“{chip.roadshow.title}”"
        if self.was == PINNED:
            return f"{name}不再固定"
        if self.was == LOOSE:
            return f"{name}固定在 {chip.day}"
        if chip.placed is None:
            return f"{name}放回待排"
        before = as_day(self.was)
        if before is None:
            return f"{name}排在 {chip.day}"
        return f"{name}从 {day_in_words(before)} 改到 {chip.day}"


@require_safe
@desk_of(*Role.of_centre)
def show(request: HttpRequest) -> HttpResponse:
    board = Board(spot_of(request), opened=request.GET.get("open", "").upper())
    return _answer(request, board, _done(board, request.GET.get("did", "")))


@require_POST
@desk_of(*Role.of_centre)
def move(request: HttpRequest, ref: str) -> HttpResponse:
    form = MoveForm(request.POST)

    def order(row: Placement) -> tuple[Placement, str]:
        was = row.day.isoformat() if row.day else WAIT
        said = form.cleaned_data
        return place(row, said["day"], seen=said["seen"], by=actor_on(request)), was

    return _carry_out(request, ref, form, order)


@require_POST
@desk_of(*Role.of_centre)
def pin(request: HttpRequest, ref: str) -> HttpResponse:
    form = PinForm(request.POST)

    def order(row: Placement) -> tuple[Placement, str]:
        was = PINNED if row.is_pinned else LOOSE
        said = form.cleaned_data
        by = actor_on(request)
        return pin_it(row, is_pinned=said["pinned"], seen=said["seen"], by=by), was

    return _carry_out(request, ref, form, order)


def _carry_out(
    request: HttpRequest,
    ref: str,
    form: SeenForm,
    order: Callable[[Placement], tuple[Placement, str]],
) -> HttpResponse:
    row, spot = find_placement(ref), spot_of(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            moved, was = order(row)
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            there = spot.at(moved.day)
            did = f"{row.roadshow.ref}.{moved.revision}.{was}"
            if not is_htmx(request):
                return redirect(f"{there.url}&did={did}#show-{row.roadshow.ref}")
            board = Board(there)
            return _answer(request, board, _done(board, did))
    return _answer(request, _board_of(spot, row, form), None, status)


def _board_of(spot: Spot, row: Placement, form: SeenForm) -> Board:
    """As it is now, with what was typed and why it was not done."""
    told = [str(one) for errors in form.errors.values() for one in errors]
    tried = Tried(row.roadshow.ref, str(form.data.get("day", ""))[:10], tuple(told))
    return Board(spot, tried=tried)


def _done(board: Board, did: str) -> Done | None:
    """By ref, revision and what it was; None where somebody has moved it since."""
    ref, _, rest = did.partition(".")
    revision, _, was = rest.partition(".")
    chip = next((one for one in board.chips if one.roadshow.ref == ref), None)
    is_known = was in (WAIT, PINNED, LOOSE) or as_day(was) is not None
    if chip is None or str(chip.placement.revision) != revision or not is_known:
        return None
    return Done(chip, was)


def _answer(
    request: HttpRequest,
    board: Board,
    done: Done | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {**context_of(request, board), "done": done}
    context["tried"] = next((chip for chip in board.chips if chip.tried), None)
    if not is_htmx(request):
        return render(request, "roadshows/calendar.html", context, status=status)
    # htmx swaps nothing in for a 4xx; the problems are in what is swapped in.
    answer = render(request, "roadshows/_calendar.html", context)
    answer["HX-Replace-Url"] = board.spot.url
    return answer
