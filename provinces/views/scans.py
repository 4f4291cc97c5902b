"""The sealed scan on its way in: piece by piece with a script, whole without one."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import answer_problems
from foundation.errors import GeneralProblem, Problem, refuse_if
from foundation.uploads import Purpose
from projects.forms.attachments import SentForm
from projects.views.uploading import answer_opened
from provinces.forms.files import ScanForm
from provinces.models import WorkPlan
from provinces.scanning import TARGET, refuse_unscannable
from provinces.views.finding import require_plan
from records.actors import Actor
from records.models import Upload
from records.receiving import Destination, begin_upload, receive_whole


@require_POST
@desk_of(*Role.of_unit)
def begin(request: HttpRequest) -> HttpResponse:
    """Room for a file of a declared size; says where its pieces go."""
    plan, form = require_plan(request), SentForm(request.POST)
    if not form.is_valid():
        problem = Problem(GeneralProblem.BAD_REQUEST)
        return answer_problems(request, [problem], HTTPStatus.BAD_REQUEST)
    name, size = form.cleaned_data["name"], form.cleaned_data["size"]
    return answer_opened(_open(plan, name, size, actor_on(request)))


@require_POST
@desk_of(*Role.of_unit)
def send(request: HttpRequest) -> HttpResponse:
    """A file that a plain form has sent whole."""
    plan, form = require_plan(request), ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        refuse_if([Problem(GeneralProblem.BAD_REQUEST)])
    file = form.cleaned_data["file"]
    receive_whole(_open(plan, file.name, file.size, actor_on(request)), file.file)
    messages.success(request, f"“{file.name}”已传完，正在检查")
    return redirect("unit_plan")


def _open(plan: WorkPlan, name: str, size: int, by: Actor) -> Upload:
    version = refuse_unscannable(plan, by=by)
    to = Destination(TARGET, plan.ref, {"version": version.number})
    return begin_upload(name, size, purpose=Purpose.SCAN, to=to, by=by)
