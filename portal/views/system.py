"""The desk of the operator: how the work stands, which vocabularies are in force, the words of all
messages. Read-only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import desk_of
from accounts.states import Role
from accounts.terms import taxonomies
from matching.meaning import is_on
from portal.waiting import failed_among
from records.letters import sample_of, told_kinds
from records.models import Entry, Seal
from records.workflows import Workflow, all_workflows
from records.working import standing


@require_safe
@desk_of(Role.ADMIN)
def messages(request: HttpRequest) -> HttpResponse:
    """The words of every event, with the names of facts in place of them."""
    rows = [_words_of(kind) for kind in told_kinds()]
    return render(request, "portal/system_messages.html", {"rows": rows})


def _words_of(kind: str) -> dict[str, Any]:
    """A move is named by its table and label; what is told of beside them by its name alone."""
    app, model, verb = kind.split(".")
    workflow = next((one for one in all_workflows() if one.table == f"{app}.{model}"), None)
    return {
        "kind": kind,
        "table": workflow.model._meta.verbose_name if workflow else "",
        "verb": _label_of(workflow, verb),
        "is_urgent": bool(workflow and verb in workflow.urgent),
        "letter": sample_of(kind),
    }


def _label_of(workflow: Workflow | None, verb: str) -> str:
    moves = workflow.transitions if workflow else ()
    return next((move.staff_label for move in moves if move.verb == verb), "")


@require_safe
@desk_of(Role.ADMIN)
def system(request: HttpRequest) -> HttpResponse:
    works = standing()
    context = {
        "works": works,
        "failed": failed_among(works),
        "last_entry": Entry.objects.order_by("-pk").values("pk", "at").first(),
        "last_seal": Seal.objects.order_by("-pk").values("last_id", "at").first(),
        "matches_by_meaning": is_on(),
        "taxonomies_version": taxonomies()["version"],
    }
    return render(request, "portal/system.html", context)
