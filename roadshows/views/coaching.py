"""A project's coaching on one page, at each desk; and a unit's projects with what they lack."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.cycles import current_cycle
from accounts.forms.people import DeskForm
from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from projects.models import Project
from provinces.views.sending import Sent
from records.actors import Actor
from records.queries import uploads_about
from records.states import Transition
from records.workflow import available_moves
from roadshows.decks import TARGET
from roadshows.forms.coaching import ACCEPTED, AnswerForm, KindForm, RemarkForm
from roadshows.models import Remark
from roadshows.queries.coaching import (
    Standing,
    answered_of,
    counts_of,
    decks_of,
    put_forward,
    readiness_of,
    rehearsals_of,
    sessions_of,
    slots_of,
    waiting_of,
)
from roadshows.rules import answers_for, may_coach
from roadshows.states import DeckKind
from roadshows.urging import urge
from roadshows.views.coached import coach_desk, desk_for, find_coached

PAGE_SIZE, LATEST, VERSIONS, MOST_REMARKS = 20, 8, 10, 50
_ANSWERING, _AT_ONCE = ("mend", "keep"), ("withdraw", "reopen")


@dataclass(frozen=True)
class Said:
    """A remark, what `by` may do about it; `form` where they may answer, or tried to."""

    remark: Remark
    moves: list[Transition]
    form: DeskForm | None
    is_sent: bool

    @property
    def answers(self) -> list[Transition]:
        return [move for move in self.moves if move.verb in _ANSWERING]

    @property
    def others(self) -> list[Transition]:
        return [move for move in self.moves if move.verb in _AT_ONCE]


@dataclass(frozen=True)
class Tab:
    kind: DeckKind
    versions: int
    open: int


@dataclass(frozen=True)
class Row:
    project: Project
    standing: Standing


@require_safe
@desk_of(Role.HOLDER)
def my_project(request: HttpRequest, ref: str) -> HttpResponse:
    return show_project(request, find_coached(request, ref))


@require_safe
@unit_desk
def unit_project(request: HttpRequest, ref: str) -> HttpResponse:
    return show_project(request, find_coached(request, ref))


@require_safe
@desk_of(*Role.of_centre)
def center_project(request: HttpRequest, ref: str) -> HttpResponse:
    """What was put forward, to read."""
    return show_project(request, find_coached(request, ref))


def show_project(
    request: HttpRequest,
    project: Project,
    *,
    kind: DeckKind | None = None,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """`sent` is a form that was refused, which is shown where it stood."""
    by, sent = actor_on(request), sent or Sent()
    kind = kind or KindForm(request.GET).chosen
    versions = decks_of(project, kind)
    page = Paginator(versions, VERSIONS).get_page(request.GET.get("page"))
    decks = list(page.object_list)
    waiting, answered = waiting_of(project, kind), answered_of(decks)
    counts = counts_of(project)
    context = {
        "project": project,
        "at_desk": desk_for(by),
        "kind": kind,
        "tabs": [Tab(one, *counts.get(one, (0, 0))) for one in DeckKind],
        "page": page,
        "newest": decks[0] if page.number == 1 and decks else versions.first(),
        "waiting": [_said(one, project, by, sent) for one in waiting[:MOST_REMARKS]],
        "answered": [_said(one, project, by, sent) for one in answered[:MOST_REMARKS]],
        "open": counts.get(kind, (0, 0))[1],
        "standing": readiness_of([project])[project.pk],
        "slot": slots_of([project]).get(project.pk),
        "sessions": sessions_of(project)[:LATEST],
        "rehearsals": rehearsals_of(project)[:LATEST],
        "may_coach": may_coach(by, project),
        "may_file": may_coach(by, project) or answers_for(by, project),
        "say": sent.form_of("say", project.ref, RemarkForm),
        "uploads": uploads_about(TARGET, project.ref, by.user_id),
        "accepted": ACCEPTED,
    }
    return render(request, "roadshows/project_coaching.html", context, status=status)


def _said(remark: Remark, project: Project, by: Actor, sent: Sent) -> Said:
    remark.deck.project = project
    moves = available_moves(remark, by)
    is_sent = sent.is_of("answer", remark.ref)
    may_answer = any(move.verb in _ANSWERING for move in moves)
    form = sent.form_of("answer", remark.ref, lambda: AnswerForm(auto_id=f"answer-{remark.ref}-%s"))
    return Said(remark, moves, form if may_answer or is_sent else None, is_sent)


@require_safe
@coach_desk
def unit_coaching(request: HttpRequest) -> HttpResponse:
    """Those put forward; `?show=missing` those that lack something."""
    rows = _rows(actor_on(request))
    is_narrowed = request.GET.get("show") == "missing"
    missing = [row for row in rows if row.standing.lacks]
    page = Paginator(missing if is_narrowed else rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "is_narrowed": is_narrowed,
        "all": len(rows),
        "missing": len(missing),
    }
    return render(request, "roadshows/unit_coaching.html", context)


@require_POST
@coach_desk
def unit_urge(request: HttpRequest) -> HttpResponse:
    """All that lack something hear of it, once a day."""
    rows = _rows(actor_on(request))
    lacks = {row.project.pk: row.standing.lacks for row in rows}
    urged = urge([row.project for row in rows], lacks, by=actor_on(request))
    if urged:
        messages.success(request, f"已催办 {len(urged)} 项成果，相关的人会收到消息")
    else:
        messages.info(request, "没有要催办的：都齐了，或者一天内已经催办过")
    return redirect("unit_coaching")


def _rows(by: Actor) -> list[Row]:
    projects = list(put_forward(by.unit, current_cycle()))
    standing = readiness_of(projects)
    return [Row(project, standing[project.pk]) for project in projects]
