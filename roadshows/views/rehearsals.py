"""彩排: the timer, and what it measured."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from foundation.answers import wants_json
from foundation.refs import new_ref
from provinces.views.sending import carry_out
from roadshows.forms.coaching import RehearsalForm
from roadshows.queries.coaching import limits_of, rehearsals_of
from roadshows.rehearsing import note_rehearsal
from roadshows.views.coached import desk_for, find_coached, page_of

LATEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
@desk_of(Role.HOLDER)
def my_rehearsal(request: HttpRequest, ref: str) -> HttpResponse:
    return _rehearse(request, ref)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def unit_rehearsal(request: HttpRequest, ref: str) -> HttpResponse:
    return _rehearse(request, ref)


def _rehearse(request: HttpRequest, ref: str) -> HttpResponse:
    """POST notes how long it took; sent twice, it is noted once. A script is told where to go on,
    so that the page there says what was noted."""
    project, by = find_coached(request, ref), actor_on(request)
    limits = limits_of(project)

    def show(form: DeskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {
            "project": project,
            "at_desk": desk_for(by),
            "page_url": page_of(by, project),
            "limits": limits,
            "rehearsals": rehearsals_of(project)[:LATEST],
            "form": form,
        }
        return render(request, "roadshows/rehearsal.html", context, status=status)

    if request.method != "POST":
        return show(RehearsalForm(initial={"ref": new_ref()}))
    form = RehearsalForm(request.POST)

    def order() -> tuple[str, str]:
        run = form.run(limits.talk, limits.questions)
        noted = note_rehearsal(project, run, by=by, roadshow=limits.roadshow)
        told = "彩排已记下，没有超时" if noted.is_in_time else "彩排已记下，这次超时了"
        return told, request.path

    answer = carry_out(request, form, order, show)
    if wants_json(request) and isinstance(answer, HttpResponseRedirect):
        return HttpResponse(status=HTTPStatus.CREATED, headers={"Location": answer.url})
    return answer
