"""The desk of the auditor: reads the trail and has it verified."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.security import TrailForm
from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.caching import polled
from records.auditing import ask_for_verification
from records.models import Entry, Verification
from records.queries import entries_found, seal_of
from records.workflows import Workflow, all_workflows

PAGE_SIZE = 30


@require_safe
@desk_of(Role.AUDITOR)
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first, page by page through `before`: the trail is too long to be counted."""
    form = TrailForm(request.GET)
    found = entries_found(**form.wanted)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:  # noqa: PLR2004 -- digits of a bigint
        found = found.filter(pk__lt=int(before))
    entries = list(found[: PAGE_SIZE + 1])
    query = request.GET.copy()
    query["before"] = str(entries[PAGE_SIZE - 1].pk) if len(entries) > PAGE_SIZE else ""
    context = {
        "form": form,
        "entries": [_named(entry) for entry in entries[:PAGE_SIZE]],
        "older": f"?{query.urlencode()}" if query["before"] else "",
        "verifications": Verification.objects.order_by("-pk")[:5],
    }
    return render(request, "accounts/audit/trail.html", context)


def _named(entry: Entry) -> dict[str, object]:
    """With the words for its table and verb."""
    workflow = _workflow(entry)
    return {
        "entry": entry,
        "table": str(workflow.model._meta.verbose_name) if workflow else entry.table,
        "verb": workflow.label_of(entry.verb) if workflow else entry.verb,
        "role": dict(Role.choices).get(entry.actor_role, ""),
        "personal": sorted(set(workflow.personal) & set(entry.changes)) if workflow else [],
    }


@require_safe
@desk_of(Role.AUDITOR)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Entry.objects.select_related("actor"), pk=pk)
    named = _named(found)
    context = {
        **named,
        "states": _states(found),
        "changes": _changes(found),
        "seal": seal_of(found),
    }
    return render(request, "accounts/audit/entry.html", context)


def _workflow(entry: Entry) -> Workflow | None:
    """None for a table that is no longer audited."""
    return next((w for w in all_workflows() if w.table == entry.table), None)


def _states(entry: Entry) -> list[str]:
    workflow = _workflow(entry)
    codes = [code for code in (entry.source, entry.target) if code]
    return [workflow.status_label(code) if workflow else code for code in codes]


def _changes(entry: Entry) -> list[tuple[str, object]]:
    """By the words of the columns, in the order of the table."""
    workflow = _workflow(entry)
    fields = workflow.model._meta.concrete_fields if workflow else ()
    named = [
        (str(f.verbose_name), _read(workflow, f.attname, entry.changes[f.attname]))
        for f in fields
        if f.attname in entry.changes
    ]
    known = {f.attname for f in fields}
    return named + [(name, value) for name, value in entry.changes.items() if name not in known]


def _read(workflow: Workflow | None, name: str, value: object) -> object:
    veil = workflow.veils.get(name) if workflow else None
    return veil(value) if veil else value


@require_POST
@desk_of(Role.AUDITOR)
def ask(request: HttpRequest) -> HttpResponse:
    return redirect("audit_verification", ask_for_verification(by=actor_on(request)).ref)


def _etag(request: HttpRequest, ref: str) -> str:
    row = Verification.objects.filter(ref=ref.upper()).values("state", "progress").first()
    return f'"{row["state"]}-{row["progress"]}-{is_htmx(request)}"' if row else ""


@require_safe
@desk_of(Role.AUDITOR)
def verification(request: HttpRequest, ref: str) -> HttpResponse:
    """Its progress, polled as a fragment while it runs; then what was found."""
    if is_htmx(request):
        return _progress(request, ref)
    return _page(request, ref, "accounts/audit/verification.html")


@polled(_etag)
def _progress(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, ref, "accounts/audit/verification.html#progress")


def _page(request: HttpRequest, ref: str, template: str) -> HttpResponse:
    row = get_object_or_404(Verification.objects.select_related("asked_by"), ref=ref.upper())
    return render(request, template, {"verification": row})
