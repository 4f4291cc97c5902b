"""What people order on the page of an import."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import actor_on, decision
from foundation.answers import is_htmx
from foundation.errors import GeneralProblem, Problem, Refused
from projects.forms.importing import CellForm, MappingForm, TakeForm, WhereForm
from projects.importing.achievements.inviting import invite_holders
from projects.importing.ordering import (
    correct,
    drop,
    order_submitting,
    order_taking,
    order_undoing,
    read_as,
    read_tab,
    remap,
    take_header,
    try_again,
    wish,
)
from projects.importing.subjects import subject_of
from projects.models import ImportRow, ImportRun
from projects.views.import_page import Shower, context_of, find_run
from projects.views.imports import importers
from records.actors import Actor


@require_POST
@importers
def import_mapping(request: HttpRequest, ref: str) -> HttpResponse:
    run, by = find_run(request, ref), actor_on(request)
    form = MappingForm(run.mapping, subject_of(run).layout, request.POST)
    if not form.is_valid():
        return _refused(request, run, _unread())
    keep = form.cleaned_data["keep"]
    return _tried(request, run, lambda: remap(run, form.names, keep=keep, by=by))


@require_POST
@importers
def import_where(request: HttpRequest, ref: str) -> HttpResponse:
    """Rows of something else, another worksheet, or another row of labels."""
    run, by = find_run(request, ref), actor_on(request)
    form = WhereForm(request.POST)
    if not form.is_valid():
        return _refused(request, run, _unread())
    subject, tab, header = (form.cleaned_data[name] for name in ("subject", "tab", "header"))
    if subject and subject != run.subject:
        return _tried(request, run, lambda: read_as(run, subject, by=by))
    if tab and tab != run.tab:
        return _tried(request, run, lambda: read_tab(run, tab, by=by))
    if header is not None and header != run.header:
        return _tried(request, run, lambda: take_header(run, header, by=by))
    return redirect("unit_import", run.ref)


@require_POST
@importers
def import_row(request: HttpRequest, ref: str, line: int) -> HttpResponse:
    """One cell corrected, or a wish for the row; answers with the row as it now stands."""
    run, by = find_run(request, ref), actor_on(request)
    form = CellForm(subject_of(run).layout, request.POST)
    if not form.is_valid():
        return _refused(request, run, _unread())
    try:
        row = _carry_out(run, line, form, by)
    except Refused as refusal:
        return _refused(request, run, refusal)
    if not is_htmx(request):
        return redirect(f"{reverse('unit_import', args=[run.ref])}?{request.GET.urlencode()}#rows")
    run.refresh_from_db()
    return _row(request, run, row)


def _carry_out(run: ImportRun, line: int, form: CellForm, by: Actor) -> ImportRow:
    said = form.cleaned_data
    if said["name"]:
        return correct(run, line, said["name"], said["text"], by=by)
    return wish(run, line, said["wish"], by=by)


def _row(request: HttpRequest, run: ImportRun, row: ImportRow) -> HttpResponse:
    """With the counts beside it, which change with it."""
    context = context_of(request, run) | {
        "shown": Shower(run, [row]).shown(row),
        "is_answer": True,
    }
    return render(request, "projects/_import_row_answer.html", context)


@require_POST
@importers
def import_take(request: HttpRequest, ref: str) -> HttpResponse:
    run, by = find_run(request, ref), actor_on(request)
    form = TakeForm(request.POST, asks_mandate=subject_of(run).asks_mandate)
    if not form.is_valid():
        return render(request, "projects/import.html", context_of(request, run, form))
    whole, mandate = form.cleaned_data["only_whole"], form.cleaned_data.get("mandate", "")
    order = partial(order_taking, run, only_whole=whole, mandate=mandate, by=by)
    return _tried(request, run, order)


@require_POST
@importers
def import_undo(request: HttpRequest, ref: str) -> HttpResponse:
    run = find_run(request, ref)
    return _tried(request, run, lambda: order_undoing(run, by=actor_on(request)))


@require_POST
@importers
def import_submit(request: HttpRequest, ref: str) -> HttpResponse:
    run = find_run(request, ref)
    return _tried(request, run, lambda: order_submitting(run, by=actor_on(request)))


@require_POST
@importers
def import_again(request: HttpRequest, ref: str) -> HttpResponse:
    run = find_run(request, ref)
    return _tried(request, run, lambda: try_again(run, by=actor_on(request)))


@require_POST
@importers
def import_drop(request: HttpRequest, ref: str) -> HttpResponse:
    run = find_run(request, ref)
    try:
        drop(run, by=actor_on(request))
    except Refused as refusal:
        return _refused(request, run, refusal)
    messages.success(request, f"“{run}”已放弃，没有导入")
    return redirect("unit_imports")


@require_POST
@importers
@decision
def import_invite(request: HttpRequest, ref: str) -> HttpResponse:
    """Those whose e-mail the rows name are asked to claim what is theirs."""
    run = find_run(request, ref)
    try:
        count = invite_holders(run, by=actor_on(request))
    except Refused as refusal:
        return _refused(request, run, refusal)
    messages.success(request, f"已发出 {count} 份认领邀请")
    return redirect("unit_import", run.ref)


def _unread() -> Refused:
    return Refused([Problem(GeneralProblem.BAD_REQUEST)], status=HTTPStatus.BAD_REQUEST)


def _tried(request: HttpRequest, run: ImportRun, order: Callable[[], object]) -> HttpResponse:
    try:
        order()
    except Refused as refusal:
        return _refused(request, run, refusal)
    return redirect("unit_import", run.ref)


def _refused(request: HttpRequest, run: ImportRun, refusal: Refused) -> HttpResponse:
    """To a form the page again, with the reasons on top; to a part of the page, the reasons."""
    if is_htmx(request):
        raise refusal
    for problem in refusal.problems:
        messages.error(request, problem.sentence)
    return redirect("unit_import", run.ref)
