"""Carrying out what a desk decided; what is refused is told beside what was typed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.guards import actor_on
from foundation.answers import wants_json
from foundation.errors import Refused
from projects.models import Project
from projects.views.offering import Tried, form_of, require_right
from projects.views.reading import show_project
from projects.views.steps import Step
from projects.views.walking import back_to, next_step, tell_if_last


def carry_out(
    request: HttpRequest, step: Step, project: Project, about: Any = None, *, desk: str
) -> HttpResponse:
    """Right first: nobody fills in a form for nothing. `about` is what the step is about where
    that is not the project. Machines get a refusal as problems."""
    about, by = about or project, actor_on(request)
    require_right(step, about, by)
    form = form_of(step, project, about, request.POST)
    if not form.is_valid():
        return show_project(request, project.ref, desk=desk, tried=Tried(step, about, form))
    following = next_step(request, desk, project)  # from where it stands, before it moves
    try:
        done = step.order(about, by=by, **form.cleaned_data)
    except Refused as refusal:
        if wants_json(request):
            raise
        form.add_refusal(refusal)
        tried = Tried(step, about, form, refusal.status)
        return show_project(request, project.ref, desk=desk, tried=tried)
    messages.success(request, step.done(done))
    tell_if_last(request, desk, following)
    return redirect(following or back_to(request, desk, project, step.leads_to))
