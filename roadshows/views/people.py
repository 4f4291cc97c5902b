"""人员 at a unit's desk: whom it knows, who they are, and that they are forgotten."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Unit
from accounts.states import Role
from provinces.views.sending import carry_out
from roadshows.casting import change_person, forget_person, note_person
from roadshows.forms.people import PeopleFilter, PersonForm
from roadshows.models import Person
from roadshows.queries.people import people_found, people_noted

PAGE_SIZE = 40


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_unit)
def people(request: HttpRequest) -> HttpResponse:
    """Those it knows; posted, one more."""
    if request.method != "POST":
        return _show_all(request, PersonForm())
    by, form = actor_on(request), PersonForm(request.POST)
    unit = Unit.objects.get(abbr=by.unit)

    def order() -> tuple[str, str]:
        person = note_person(unit, form.who(unit), by=by)
        return f"已登记{person.name}", reverse("unit_roadshow_people")

    return carry_out(request, form, order, lambda sent, status: _show_all(request, sent, status))


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_unit)
def person(request: HttpRequest, ref: str) -> HttpResponse:
    one = _find(request, ref)
    if request.method != "POST":
        blank = PersonForm(person=one, initial=PersonForm.initial_of(one))
        return _show(request, one, blank)
    form = PersonForm(request.POST, person=one)

    def order() -> tuple[str, str]:
        seen = form.cleaned_data["seen"]
        changed = change_person(one, form.who(one.unit), seen=seen, by=actor_on(request))
        return f"{changed.name}的资料已保存", reverse("unit_roadshow_people")

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        if status == HTTPStatus.CONFLICT:
            now = PersonForm.initial_of(_find(request, ref))
            form.take_over(now, now["seen"])
        return _show(request, one, sent, status)

    return carry_out(request, form, order, show)


@require_POST
@desk_of(*Role.of_unit)
@decision
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    one = _find(request, ref)
    forget_person(one, by=actor_on(request))
    messages.success(request, f"已抹去{one.name}，议程里显示“{Person()}”")
    return redirect("unit_roadshow_people")


def _find(request: HttpRequest, ref: str) -> Person:
    """Another unit's does not exist, nor one that was forgotten."""
    known = people_found(people_noted(actor_on(request).unit), "")
    found: Person = get_object_or_404(known.select_related("unit", "user"), ref=ref.upper())
    return found


def _show_all(
    request: HttpRequest, form: DeskForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    narrowing, known = PeopleFilter(request.GET), people_noted(actor_on(request).unit)
    found = people_found(known, narrowing.wanted)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "filter": narrowing,
        "is_narrowed": bool(narrowing.wanted),
        "form": form,
    }
    return render(request, "roadshows/people.html", context, status=status)


def _show(
    request: HttpRequest, one: Person, form: DeskForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"person": one, "form": form}
    return render(request, "roadshows/person.html", context, status=status)
