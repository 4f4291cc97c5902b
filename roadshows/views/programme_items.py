"""One item of an agenda: what it is, how long, where, who stands in it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from provinces.views.sending import carry_out
from records.actors import Actor
from roadshows.casting import person_of_user
from roadshows.forms.programme import ItemForm
from roadshows.models import Item, Person, Roadshow
from roadshows.programme import add_item, change_item
from roadshows.queries.people import accounts_near
from roadshows.queries.programme import people_to_choose, title_of
from roadshows.states import ItemKind, Party
from roadshows.views.desks import Desk, find_roadshow, roadshow_desk
from roadshows.views.programme import find_item, frame_of, require_runner

_USUAL = {"kind": ItemKind.OPENING, "talk": 10, "questions": 0, "buffer": 0}


@require_http_methods(["GET", "HEAD", "POST"])
@roadshow_desk
def new(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    people = list(people_to_choose(roadshow))

    def show(form: DeskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {"form": form, "seen": roadshow.programme.revision, "title": "添加议程项"}
        return _page(request, desk, roadshow, context, status)

    def order() -> tuple[str, str]:
        seen = form.cleaned_data["seen"]
        made = add_item(roadshow, form.terms(), seen=seen, by=actor_on(request))
        return f"已添加“{made}”", desk.url("roadshow_programme", roadshow)

    if request.method != "POST":
        return show(ItemForm(initial=_USUAL, roadshow=roadshow, people=people))
    form = ItemForm(request.POST, roadshow=roadshow, people=people)
    return carry_out(request, form, order, show)


@require_http_methods(["GET", "HEAD", "POST"])
@roadshow_desk
def item(request: HttpRequest, desk: Desk, ref: str, item: str) -> HttpResponse:
    roadshow = find_roadshow(request, ref)
    require_runner(request, roadshow)
    row = find_item(roadshow, item)
    given: dict[str, Any] = {
        "roadshow": roadshow,
        "people": list(people_to_choose(roadshow)),
        "is_pitch": row.kind == ItemKind.PITCH,
        "holder": _unknown_holder(row),
    }

    is_sent = request.method == "POST"
    said = {"data": request.POST} if is_sent else {"initial": ItemForm.initial_of(row)}
    form = ItemForm(**said, **given)

    def show(_: DeskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        now = find_item(roadshow, row.ref)
        context = {
            "form": form,
            "seen": now.revision,
            "title": title_of(row),
            "differing": form.differing(now) if status == HTTPStatus.CONFLICT else [],
        }
        return _page(request, desk, roadshow, context, status)

    def order() -> tuple[str, str]:
        by = actor_on(request)
        holder = _note_holder(row, by) if form.wants_holder else None
        change_item(row, form.terms(holder), seen=form.cleaned_data["seen"], by=by)
        return f"“{title_of(row)}”已改好", desk.url("roadshow_programme", roadshow)

    return carry_out(request, form, order, show) if is_sent else show(form)


def _unknown_holder(row: Item) -> str:
    """The name of the project's holder, where the host may note them and has not yet."""
    holder, unit = row.project.holder if row.project else None, row.programme.roadshow.unit
    if holder is None or Person.objects.filter(unit=unit, user=holder).exists():
        return ""
    is_near = accounts_near(unit).filter(pk=holder.pk).exists()
    return str(holder.name) if is_near else ""


def _note_holder(row: Item, by: Actor) -> Person | None:
    holder = row.project.holder if row.project else None
    return person_of_user(row.programme.roadshow.unit, holder, by=by) if holder else None


def _page(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    context: dict[str, object],
    status: HTTPStatus,
) -> HttpResponse:
    is_host = desk.party == Party.HOST
    page = {
        **context,
        **frame_of(desk, roadshow),
        "people_url": reverse("unit_roadshow_people") if is_host else "",
        "action": request.path,
    }
    return render(request, "roadshows/programme_item.html", page, status=status)
