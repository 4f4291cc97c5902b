"""批量办理 before it is given: what the order would touch and leave alone, then the order."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from foundation.answers import wants_json
from foundation.errors import Refused
from projects.bulk import MOST, SHOWN, order, preview
from projects.forms.bulk import ChosenForm, form_of_verb
from projects.forms.decisions import DecisionForm
from projects.models import Project
from projects.queries import visible_to
from projects.states import ProjectStatus
from projects.views.lists import asked_for, read_query

_LISTS = {"unit": "unit_projects", "center": "center_library"}


@require_safe
@desk_of(*Role.of_unit)
def unit_bulk(request: HttpRequest) -> HttpResponse:
    return _look(request, "unit")


@require_POST
@desk_of(*Role.of_unit)
@decision
def unit_give(request: HttpRequest) -> HttpResponse:
    return _give(request, "unit")


@require_safe
@desk_of(*Role.of_centre)
def center_bulk(request: HttpRequest) -> HttpResponse:
    return _look(request, "center")


@require_POST
@desk_of(*Role.of_centre)
@decision
def center_give(request: HttpRequest) -> HttpResponse:
    return _give(request, "center")


def _look(request: HttpRequest, desk: str) -> HttpResponse:
    chosen = _chosen(request.GET, desk)
    return _show(request, desk, chosen, form_of_verb(chosen.bulk_verb, actor_on(request)))


def _give(request: HttpRequest, desk: str) -> HttpResponse:
    chosen, by = _chosen(request.POST, desk), actor_on(request)
    form = form_of_verb(chosen.bulk_verb, by, request.POST)
    if form.is_valid():
        wishes, seen = form.cleaned_data, request.POST.get("seen", "")
        projects = _projects(request, chosen, desk)
        try:
            made = order(chosen.bulk_verb, projects, by=by, wishes=wishes, seen=seen)
        except Refused as refusal:
            if wants_json(request) or refusal.status == HTTPStatus.FORBIDDEN:
                raise
            form.add_refusal(refusal)
        else:
            return redirect(f"{desk}_bulk_order", made.ref)
    return _show(request, desk, chosen, form)


def _chosen(data: QueryDict, desk: str) -> ChosenForm:
    """Raises Http404 where there is no such verb at the desk."""
    chosen = ChosenForm(data, desk=desk)
    if not chosen.is_valid():
        raise Http404
    return chosen


def _projects(request: HttpRequest, chosen: ChosenForm, desk: str) -> QuerySet[Project]:
    by, said = actor_on(request), chosen.cleaned_data
    if said["all"]:
        asked = asked_for(by, desk, read_query(said["in"]) or QueryDict())
        return asked.visible.filter(asked.narrowing.all)
    return visible_to(by, Project.objects.filter(ref__in=said["ref"]))


def _show(request: HttpRequest, desk: str, chosen: ChosenForm, form: DecisionForm) -> HttpResponse:
    """Without anything to show, back to the list with the reason."""
    by, verb = actor_on(request), chosen.bulk_verb
    list_url = f"{reverse(_LISTS[desk])}?{chosen.cleaned_data['in']}"
    try:
        shown = preview(verb, _projects(request, chosen, desk), by=by)
    except Refused as refusal:
        if wants_json(request) or refusal.status == HTTPStatus.FORBIDDEN:
            raise
        for problem in refusal.problems:
            messages.error(request, problem.sentence)
        return redirect(list_url)
    states = [(ProjectStatus(one).label, count) for one, count in shown.by_status.most_common()]
    context = {
        "verb": verb,
        "form": form,
        "chosen": chosen,
        "shown": shown,
        "states": states,
        "reasons": shown.reasons.most_common(),
        "left_count": shown.total - shown.count,
        "most_shown": SHOWN,
        "most": MOST,
        "list_url": list_url,
        "give_url": reverse(f"{desk}_bulk_give"),
        "project_url": f"{desk}_project",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "projects/bulk.html", context, status=status)
