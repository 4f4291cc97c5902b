"""The desk of the centre where people and organisations are looked after."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.people import OrganisationForm
from accounts.guards import actor_on, desk_of
from accounts.models import Organisation
from accounts.queries import organisations_called
from accounts.registering import correct_organisation
from accounts.states import OrganisationKind, Role
from accounts.views.people import PAGE_SIZE, show_people
from foundation.text import clean_line


@require_safe
@desk_of(*Role.of_centre)
def people_list(request: HttpRequest) -> HttpResponse:
    return show_people(request)


@require_safe
@desk_of(*Role.of_centre)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """With `?q=`: by a part of the name or the whole code."""
    query = clean_line(request.GET.get("q", "")[:200])
    page = Paginator(organisations_called(query), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query}
    return render(request, "accounts/people/organisations.html", context)


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_centre)
def organisation_page(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, ref=ref.upper())
    initial = OrganisationForm.initial_of(organisation)
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data = {**form.cleaned_data, "kind": OrganisationKind(form.cleaned_data["kind"])}
        correct_organisation(organisation, **data, by=actor_on(request))
        messages.success(request, "已更正，各处显示的名称随之更新")
        return redirect("center_organisation", organisation.ref)
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/people/organisation.html", context)
