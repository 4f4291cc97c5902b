"""专业评价 as lists: what an agency's people may take up, what they have; all of a unit's."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.cycles import current_cycle
from accounts.guards import actor_on, asked_at, unit_desk
from accounts.models import Cycle
from accounts.states import Role
from foundation.text import in_wan
from projects.evaluation import needed_for
from projects.forms.evaluating import FindForm, OpinionSheet
from projects.models import Evaluation, Opinion, Project
from projects.queries import evaluations_at, for_telling, opinions_by, to_take_up
from projects.rules import is_evaluator_of_unit
from projects.states import EvaluationStatus, OpinionStatus, ProjectStatus
from records.actors import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Tab:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A project nobody has taken up, or too few; `days` since it was listed, `asked` in 万元."""

    project: Project
    content: dict[str, Any]
    days: int
    asked: str
    needed: int


@dataclass(frozen=True, slots=True)
class Own:
    """`given` on so many criteria, of `of`, where it is not filed yet."""

    opinion: Opinion
    given: int
    of: int


@require_safe
@unit_desk
def evaluation_list(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    if by.role in Role.of_unit:
        return _of_unit(request, by)
    if not is_evaluator_of_unit(by):
        raise PermissionDenied
    return _of_agency(request, by)


def _of_agency(request: HttpRequest, by: Actor) -> HttpResponse:
    cycle, form = current_cycle(), FindForm(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    waiting, own = to_take_up(by, cycle), opinions_by(by)
    rows: dict[str, Any] = {
        "waiting": _named(waiting, q, ""),
        "mine": _named(own.filter(status=OpinionStatus.TAKEN), q, "evaluation__project__"),
        "done": _named(own.filter(status=OpinionStatus.FILED), q, "evaluation__project__"),
    }
    labels = {"waiting": "待评价", "mine": "我的评价", "done": "已提交"}
    tabs = [Tab(value, label, rows[value].count()) for value, label in labels.items()]
    tab = _asked(request, tabs)
    page = _page(request, _ordered(rows[tab.value], tab.value), tab.count)
    now = asked_at(request)
    shown = [_waiting(p, cycle, now) if tab.value == "waiting" else _own(p) for p in page]
    context = {"tabs": tabs, "tab": tab, "page": page, "rows": shown, "form": form, "q": q}
    return render(request, "projects/evaluations.html", context)


def _asked(request: HttpRequest, tabs: list[Tab]) -> Tab:
    """The one asked for; the first unless one was."""
    return next((tab for tab in tabs if tab.value == request.GET.get("show")), tabs[0])


def _named(rows: QuerySet[Any], q: str, path: str) -> QuerySet[Any]:
    if not q:
        return rows
    return rows.filter(
        Q(**{f"{path}listing__title__icontains": q}) | Q(**{f"{path}code": q.upper()})
    )


def _ordered(rows: QuerySet[Any], tab: str) -> QuerySet[Any]:
    if tab == "waiting":
        return rows.select_related("listing__version")
    return rows.order_by("taken_at" if tab == "mine" else "-filed_at", "pk")


def _page(request: HttpRequest, rows: QuerySet[Any], count: int) -> Any:
    paginator = Paginator(rows, PAGE_SIZE)
    paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def _waiting(project: Any, cycle: Cycle, now: datetime) -> Waiting:
    content = project.listing.version.content
    needed = project.needed or needed_for(content, cycle.second_opinion_from)
    left = needed - project.taken
    return Waiting(project, content, (now - project.listed_at).days, asked_in_words(content), left)


def asked_in_words(content: dict[str, Any]) -> str:
    """The price or the funding, whichever is more; "" where neither is said."""
    said = [Decimal(content[name]) for name in ("price", "funding") if content.get(name)]
    if said:
        return in_wan(max(said))
    return "面议" if content.get("price_open") else ""


def _own(opinion: Opinion) -> Own:
    rubric = opinion.evaluation.rubric
    draft = getattr(opinion, "draft", None)
    sheet = OpinionSheet(rubric, draft.typed if draft else {})
    return Own(opinion, sheet.given, len(rubric))


_STATES = (
    ("current", "全部", EvaluationStatus.current),
    ("open", "评价中", (EvaluationStatus.OPEN,)),
    ("disputed", "待复议", (EvaluationStatus.DISPUTED,)),
    ("done", "已完成", (EvaluationStatus.DONE,)),
    ("void", "已作废", (EvaluationStatus.VOID,)),
)


def _of_unit(request: HttpRequest, by: Actor) -> HttpResponse:
    visible, cycle = evaluations_at(by), current_cycle()
    counts = dict(visible.order_by().values_list("status").annotate(Count("pk")))
    tabs = [
        Tab(value, label, sum(counts.get(status, 0) for status in statuses))
        for value, label, statuses in _STATES
    ]
    tab = _asked(request, tabs)
    statuses = next(statuses for value, _, statuses in _STATES if value == tab.value)
    rows = for_telling(visible.filter(status__in=statuses)).order_by("-pk")
    context = {
        "tabs": tabs,
        "tab": tab,
        "page": _page(request, rows, tab.count),
        "cycle": cycle,
        "unjudged": _unjudged(by, cycle),
    }
    return render(request, "projects/unit_evaluations.html", context)


def _unjudged(by: Actor, cycle: Cycle) -> int:
    """Listed ones of the unit that nobody evaluates this year."""
    current = Evaluation.objects.filter(cycle=cycle, status__in=EvaluationStatus.current)
    listed = Project.objects.filter(unit=by.unit, status=ProjectStatus.LISTED)
    return listed.exclude(pk__in=current.values("project")).count()
