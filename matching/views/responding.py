"""我有这样的成果: who holds what a demand asks for says so, suggested or not."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.guards import actor_on, wanted_after_login
from foundation.errors import Refused
from matching import feedback
from matching.feedback import Pair, Said
from matching.forms.matches import RespondForm
from matching.queries.matches import askable_by
from matching.queries.postings import posting_named, shown_postings
from matching.states import PostingKind, Side, Verdict
from matching.views.addresses import OfProject, public_address


@require_http_methods(["GET", "POST"])
@wanted_after_login
def respond(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has to register first finds this form again behind it."""
    by = actor_on(request)
    demands = shown_postings(by).filter(kind=PostingKind.DEMAND)
    demand = get_object_or_404(posting_named(ref, demands))
    projects = askable_by(by)
    form = RespondForm(request.POST or None, projects=projects)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        project = form.cleaned_data["project"]
        try:
            feedback.give(Pair(demand, project, Side.PROJECT), Said(Verdict.ACCEPT), by=by)
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, "已告诉对方，对方也愿意谈会在消息里告诉你")
            page = OfProject("my" if project.holder_id else "unit", project).page
            return redirect(f"{page}?kind={PostingKind.DEMAND.value}#{demand.ref}")
    context = {
        "demand": demand,
        "form": form,
        "has_projects": projects.exists(),
        "demand_url": public_address(demand),
    }
    return render(request, "matching/respond.html", context, status=status)
