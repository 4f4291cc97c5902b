"""重大问题: a unit raises one, the centre answers or says when it will."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from provinces.forms.matters import AnswerForm, DeferForm, MatterForm
from provinces.matters import answer_matter, defer_matter, raise_matter, withdraw_matter
from provinces.models import Matter, WorkPlan
from provinces.queries import events_of, visible_to
from provinces.queries.matters import matters, matters_of
from provinces.states import MatterStatus
from provinces.views.finding import own_plan
from provinces.views.sending import Sent, carry_out
from records.actors import Actor
from records.workflow import available_moves

PAGE_SIZE = 20
# By verb: the address, the form, the tone of its button.
_ANSWERING: dict[str, tuple[str, type[DeskForm], str]] = {
    "answer": ("center_matter_answer", AnswerForm, ""),
    "defer": ("center_matter_defer", DeferForm, "btn--line"),
}


@dataclass(frozen=True)
class Offer:
    """A button that opens its form."""

    title: str
    url: str
    tone: str
    form: DeskForm
    is_open: bool


@dataclass(frozen=True)
class Row:
    matter: Matter
    offers: list[Offer]
    may_withdraw: bool


@require_http_methods(["GET", "HEAD", "POST"])
@desk_of(*Role.of_unit)
def unit_matters(request: HttpRequest) -> HttpResponse:
    """All of the plan's; POST raises one."""
    plan = own_plan(request)
    if plan is None:
        return render(request, "provinces/no_call.html")
    events = events_of(plan)

    def show(form: DeskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        rows = [_row(matter, actor_on(request)) for matter in matters_of(plan)]
        context = {"plan": plan, "form": form, "rows": rows}
        return render(request, "provinces/unit_matters.html", context, status=status)

    if request.method != "POST":
        return show(MatterForm(events=events))
    form = MatterForm(request.POST, events=events)

    def order() -> tuple[str, str]:
        matter = raise_matter(plan, form.raised, by=actor_on(request))
        url = f"{reverse('unit_matters')}?year={plan.cycle.year}"
        return f"“{matter}”已提交给火炬中心", url

    return carry_out(request, form, order, show)


@require_POST
@desk_of(*Role.of_unit)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Of whatever year."""
    plans = visible_to(actor_on(request), WorkPlan.objects.all())
    matter = withdraw_matter(_named(ref, plans), by=actor_on(request))
    messages.success(request, f"“{matter}”已撤回")
    return redirect(f"{reverse('unit_matters')}?year={matter.plan.cycle.year}")


@require_safe
@desk_of(*Role.of_centre)
def center_matters(request: HttpRequest) -> HttpResponse:
    return _show(request)


@require_POST
@desk_of(*Role.of_centre)
@decision
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    matter, form = (
        _named(ref, WorkPlan.objects.all()),
        AnswerForm(request.POST, auto_id=_at("answer", ref)),
    )

    def order() -> str:
        answer_matter(matter, form.cleaned_data["answer"], by=actor_on(request))
        return f"“{matter}”已答复，单位会收到消息"

    return _carry_out(request, Sent("answer", form, matter.ref), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def defer(request: HttpRequest, ref: str) -> HttpResponse:
    matter, form = (
        _named(ref, WorkPlan.objects.all()),
        DeferForm(request.POST, auto_id=_at("defer", ref)),
    )

    def order() -> str:
        reason = form.cleaned_data["reason"]
        defer_matter(matter, form.due, by=actor_on(request), reason=reason)
        return f"“{matter}”的答复期限已改，单位会收到消息"

    return _carry_out(request, Sent("defer", form, matter.ref), order)


def _carry_out(request: HttpRequest, sent: Sent, order: Callable[[], str]) -> HttpResponse:
    def show(_: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, sent, status=status)

    return carry_out(request, sent.form, lambda: (order(), reverse("center_matters")), show)


def _show(
    request: HttpRequest, sent: Sent | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """A form that was refused comes on top of all, wherever its page is."""
    page = Paginator(matters(), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    if sent and all(matter.ref != sent.ref for matter in shown):
        shown[:0] = matters().filter(ref=sent.ref)
    rows = [_row(matter, actor_on(request), sent) for matter in shown]
    waiting = Matter.objects.filter(status=MatterStatus.RAISED).count()
    context = {"page": page, "rows": rows, "waiting": waiting}
    return render(request, "provinces/center_matters.html", context, status=status)


def _row(matter: Matter, by: Actor, sent: Sent | None = None) -> Row:
    labels = {move.verb: move.staff_label for move in available_moves(matter, by)}
    offers = [_offer(matter, verb, labels[verb], sent) for verb in _ANSWERING if verb in labels]
    if sent and sent.ref == matter.ref and not offers:
        # What was refused because somebody was quicker: the words that were typed stay.
        offers = [_offer(matter, sent.verb, "答复", sent)]
    return Row(matter, offers, "withdraw" in labels)


def _offer(matter: Matter, verb: str, title: str, sent: Sent | None) -> Offer:
    url_name, form_class, tone = _ANSWERING[verb]
    is_open = sent is not None and (sent.verb, sent.ref) == (verb, matter.ref)
    form = sent.form if sent and is_open else form_class(auto_id=_at(verb, matter.ref))
    return Offer(title, reverse(url_name, args=[matter.ref]), tone, form, is_open)


def _at(verb: str, ref: str) -> str:
    """Several forms stand on one page."""
    return f"{verb}-{ref.upper()}-%s"


def _named(ref: str, plans: QuerySet[WorkPlan]) -> Matter:
    found = Matter.objects.filter(ref=ref.upper(), plan__in=plans)
    return get_object_or_404(found.select_related("plan__unit", "plan__cycle"))
