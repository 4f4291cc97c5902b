"""The agenda as it is being arranged: one table with computed times; what clashes stands beside."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on
from foundation.answers import is_htmx
from foundation.errors import Problem, Refused
from roadshows.clashing import clash_problems
from roadshows.forms.calendar import SeenForm
from roadshows.forms.programme import BeginsForm, MoveForm
from roadshows.models import Appearance, Item, Roadshow
from roadshows.programme import ProgrammeProblem, begin_at, move_item, put_back, take_out
from roadshows.queries.coaching import readiness_of
from roadshows.queries.programme import Draft, Line, draft_of, released_of, releases_of, title_of
from roadshows.rules import may_run
from roadshows.states import ItemKind, Readiness, RoadshowStatus
from roadshows.views.desks import Desk, find_roadshow, roadshow_desk
from roadshows.views.programme_said import said_in
from roadshows.views.tabs import tabs_of

Lacks = dict[int, list[Readiness]]  # by project

_RELEASES = 20  # a page


@dataclass(frozen=True)
class Row:
    """A line of the table; `lacks` is what its project still does before it. `up` and `down` are
    the places its buttons lead to, 0 at either end."""

    line: Line
    title: str
    note: str
    people: list[Appearance]
    problems: list[Problem]
    lacks: list[Readiness]
    up: int
    down: int
    url: str
    move_url: str
    out_url: str


@dataclass(frozen=True)
class Out:
    title: str
    back_url: str


@dataclass(frozen=True)
class Answer:
    """What the page says after an order."""

    told: str = ""
    problems: tuple[Problem, ...] = ()
    status: HTTPStatus = HTTPStatus.OK
    form: SeenForm | None = None


@require_safe
@roadshow_desk
def programme(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    if may_run(actor_on(request), roadshow):
        return show(request, desk, roadshow)
    return _show_released(request, desk, roadshow)


@require_POST
@roadshow_desk
def begins(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow, form = find_roadshow(request, ref), BeginsForm(request.POST)
    require_runner(request, roadshow)

    def order() -> str:
        row = begin_at(roadshow, **form.cleaned_data, by=actor_on(request))
        return f"改为 {row.begins:%H:%M} 开始"

    return _carry_out(request, desk, roadshow, form, order)


@require_POST
@roadshow_desk
def move(request: HttpRequest, desk: Desk, ref: str, item: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    row, form = find_item(roadshow, item), MoveForm(request.POST)

    def order() -> str:
        moved = move_item(row, **form.cleaned_data, by=actor_on(request))
        return f"“{title_of(row)}”移到第 {moved.place} 项"

    return _carry_out(request, desk, roadshow, form, order)


@require_POST
@roadshow_desk
def out(request: HttpRequest, desk: Desk, ref: str, item: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    row, form = find_item(roadshow, item), SeenForm(request.POST)

    def order() -> str:
        take_out(row, **form.cleaned_data, by=actor_on(request))
        return f"已撤出“{title_of(row)}”，在“已撤出”里可以放回原处"

    return _carry_out(request, desk, roadshow, form, order)


@require_POST
@roadshow_desk
def back(request: HttpRequest, desk: Desk, ref: str, item: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    row, form = find_item(roadshow, item), SeenForm(request.POST)

    def order() -> str:
        put = put_back(row, **form.cleaned_data, by=actor_on(request))
        return f"“{title_of(row)}”放回第 {put.place} 项"

    return _carry_out(request, desk, roadshow, form, order)


def find_item(roadshow: Roadshow, ref: str) -> Item:
    """Of this roadshow; another's does not exist."""
    rows = Item.objects.select_related(
        "programme__roadshow", "room", "project__listing", "project__holder"
    )
    found = rows.filter(programme=roadshow.pk, ref=ref.upper()).first()
    if found is None:
        raise Http404
    return found


def require_runner(request: HttpRequest, roadshow: Roadshow) -> None:
    """Who only reads has no business on a page that changes something."""
    if not may_run(actor_on(request), roadshow):
        raise PermissionDenied


def _carry_out(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    form: SeenForm,
    order: Callable[[], str],
) -> HttpResponse:
    if not form.is_valid():
        unseen = (Problem(ProgrammeProblem.UNSEEN),) if "seen" in form.errors else ()
        answer = Answer("", unseen, HTTPStatus.UNPROCESSABLE_ENTITY, form)
        return show(request, desk, roadshow, answer)
    try:
        told = order()
    except Refused as refusal:
        answer = Answer(problems=refusal.problems, status=refusal.status, form=form)
        return show(request, desk, roadshow, answer)
    if is_htmx(request):
        return show(request, desk, roadshow, Answer(told))
    messages.success(request, told)
    return redirect(desk.url("roadshow_programme", roadshow))


def _show_released(request: HttpRequest, desk: Desk, roadshow: Roadshow) -> HttpResponse:
    """For those who only read: nothing of the working copy, nobody's name."""
    released = released_of(roadshow)
    context = {
        **frame_of(desk, roadshow),
        "tabs": tabs_of(desk, roadshow, "roadshow_programme"),
        "released": released,
        "items": said_in(released.content, is_named=False) if released else [],
        "releases": _releases(request, desk, roadshow),
    }
    return render(request, "roadshows/programme_released.html", context)


def show(
    request: HttpRequest, desk: Desk, roadshow: Roadshow, answer: Answer | None = None
) -> HttpResponse:
    """The table alone for a script."""
    answer = answer or Answer()
    draft = draft_of(roadshow)
    may_arrange = may_run(actor_on(request), roadshow) and roadshow.status in RoadshowStatus.ahead
    clashes = clash_problems(draft)
    is_typed = isinstance(answer.form, BeginsForm)
    form = answer.form if is_typed else BeginsForm(initial={"begins": draft.programme.begins})
    urls = ("begins", "lineup", "item_new", "release")
    context = {
        **frame_of(desk, roadshow),
        "tabs": tabs_of(desk, roadshow, "roadshow_programme"),
        "programme": draft.programme,
        "rows": _rows(desk, draft, clashes, _lacks_in(draft) if may_arrange else {}),
        "out": [_out(desk, roadshow, item) for item in draft.out],
        "may_arrange": may_arrange,
        "form": form,
        "pitches": sum(line.item.kind == ItemKind.PITCH for line in draft.lines),
        "begins_at": min((line.starts for line in draft.lines), default=""),
        "ends_at": max(draft.lines, key=lambda line: line.end).ends if draft.lines else "",
        "clash_count": len({one.field for one in clashes}),
        "releases": _releases(request, desk, roadshow),
        "problems": answer.problems,
        "told": answer.told,
        **{f"{name}_url": desk.url(f"roadshow_{name}", roadshow) for name in urls},
    }
    name = "_programme" if is_htmx(request) else "programme"
    # htmx swaps nothing in for a 4xx; the problems are in what is swapped in.
    status = HTTPStatus.OK if is_htmx(request) else answer.status
    return render(request, f"roadshows/{name}.html", context, status=status)


def frame_of(desk: Desk, roadshow: Roadshow) -> dict[str, object]:
    """What every page of an agenda needs for its way back."""
    return {
        "desk": desk,
        "roadshow": roadshow,
        "roadshow_url": desk.url("roadshow", roadshow),
        "programme_url": desk.url("roadshow_programme", roadshow),
    }


def _lacks_in(draft: Draft) -> Lacks:
    projects = [line.item.project for line in draft.lines if line.item.project]
    standing = readiness_of(projects, draft.roadshow)
    return {pk: one.lacks for pk, one in standing.items()}


def _rows(desk: Desk, draft: Draft, clashes: list[Problem], lacks: Lacks) -> list[Row]:
    by_item = defaultdict(list)
    for problem in clashes:
        by_item[problem.field].append(problem)
    last = len(draft.lines)
    return [
        Row(
            line=line,
            title=title_of(line.item),
            note=_note(line.item),
            people=list(line.item.appearances.all()),
            problems=by_item[line.item.ref],
            lacks=lacks.get(line.item.project_id or 0, []),
            up=at - 1,
            down=at + 1 if at < last else 0,
            url=desk.url("roadshow_item", draft.roadshow, item=line.item.ref),
            move_url=desk.url("roadshow_item_move", draft.roadshow, item=line.item.ref),
            out_url=desk.url("roadshow_item_out", draft.roadshow, item=line.item.ref),
        )
        for at, line in enumerate(draft.lines, start=1)
    ]


def _note(item: Item) -> str:
    """What it is, where its title does not say so; whose."""
    kind = item.get_kind_display()
    holder = item.project.organisation if item.project else None
    return "，".join(str(one) for one in (kind if kind != item.title else "", holder) if one)


def _out(desk: Desk, roadshow: Roadshow, item: Item) -> Out:
    return Out(title_of(item), desk.url("roadshow_item_back", roadshow, item=item.ref))


def _releases(request: HttpRequest, desk: Desk, roadshow: Roadshow) -> "Page[Any]":
    """Each with its address."""
    page: Page[Any] = Paginator(releases_of(roadshow), _RELEASES).get_page(request.GET.get("page"))
    page.object_list = [
        (one, desk.url("roadshow_version", roadshow, number=one.number)) for one in page
    ]
    return page
