"""会商: the board of a round, for the centre's eyes alone; what is ticked on it goes to the two
acts."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from projects.forms.workbooks import CONTENT_TYPE
from provinces.forms.board import BoardForm, View
from provinces.forms.board_workbook import board_workbook
from provinces.forms.decisions import JudgementForm, ProposalForm
from provinces.models import ReviewRound
from provinces.queries.board import board_of, round_numbered
from provinces.rules import is_centre_lead
from provinces.views.finding import cycle_asked
from provinces.views.matrix import heads_of, rows_of


@require_safe
@desk_of(*Role.of_centre)
def newest_board(request: HttpRequest) -> HttpResponse:
    """Of the newest round; before the first one, what has to come first."""
    cycle = cycle_asked(request)
    found = round_numbered(cycle.rounds.all(), None)
    if found is None:
        return render(request, "provinces/no_board.html", {"cycle": cycle})
    return render(request, "provinces/board.html", _context(request, found))


@require_safe
@desk_of(*Role.of_centre)
def board(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "provinces/board.html", _context(request, _found(request, number)))


@require_safe
@desk_of(*Role.of_centre)
def board_file(request: HttpRequest, number: int) -> FileResponse:
    """All figures, all scores and who abstains, as a workbook."""
    found = _found(request, number)
    answer = FileResponse(
        board_workbook(board_of(found)),
        as_attachment=True,
        filename=f"{found}会商.xlsx",
        content_type=CONTENT_TYPE,
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _found(request: HttpRequest, number: int) -> ReviewRound:
    found = round_numbered(cycle_asked(request).rounds.all(), number)
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, found: ReviewRound) -> dict[str, Any]:
    form = BoardForm(request.GET)
    wanted, shown = form.wanted(), board_of(found)
    return {
        "board": shown,
        "round": found,
        "year": str(found.cycle.year),
        "form": BoardForm(initial=wanted),
        "rows": rows_of(shown, wanted, ticks=request.GET.get("tick") == "line"),
        "heads": heads_of(shown, wanted),
        "views": _views(request, wanted["view"]),
        "is_by_expert": wanted["view"] == View.EXPERTS,
        "may_approve": is_centre_lead(actor_on(request), found),
        "approve_form": JudgementForm(auto_id="approve-%s"),
        "propose_form": ProposalForm(auto_id="propose-%s"),
    }


def _views(request: HttpRequest, chosen: str) -> list[tuple[str, str, bool]]:
    """Label, address with all else as it is, and which is shown."""
    query = request.GET.copy()
    shown = []
    for value, label in View.choices:
        query["view"] = value
        shown.append((label, f"?{query.urlencode()}", value == chosen))
    return shown
