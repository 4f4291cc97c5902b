"""以此为模板新建: a new draft like another project, at either desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.guards import actor_on
from projects.forms.taking import take_typed
from projects.intake import open_like
from projects.queries import as_edited
from projects.views.reading import find_project
from projects.views.sheets import is_open
from projects.views.standing import Desk


def copy_sheet(request: HttpRequest, ref: str, desk: Desk) -> HttpResponse:
    """What was typed into it and can be read is copied as well."""
    by, project = actor_on(request), as_edited(find_project(request, ref))
    if is_open(project, by):
        project = take_typed(project, by=by)
    copy = open_like(project, by=by)
    messages.success(request, "已新建一份。声明、路演意愿和展示授权没有带过来，请重新填")
    return redirect(desk.form, copy.ref)
