"""搜索订阅: what people subscribe to where they search, and the list of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, wanted_after_login
from foundation.errors import Refused
from foundation.facets import words_of
from matching import subscribing
from matching.forms.postings import FindForm
from matching.queries.searches import new_counts, query_of, searches_of
from matching.states import SearchKind
from showcase.forms import SearchForm


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """With what was unsubscribed a moment ago, to be taken back."""
    searches = list(searches_of(actor_on(request)))
    counts = new_counts(searches)
    rows = [(search, counts.get(search.pk, 0)) for search in searches]
    return render(request, "portal/searches.html", {"rows": rows, "gone": _gone(request.GET)})


@require_http_methods(["GET", "POST"])
@wanted_after_login
def subscribe(request: HttpRequest, kind: str) -> HttpResponse:
    """A visitor who logs in for it finds the search again."""
    kind = _kind_named(kind)
    form = _form_of(kind, request.GET)
    if request.method == "POST":
        title = words_of(form) or f"全部{kind.label}"
        try:
            subscribing.subscribe(kind, form.wanted, title=title, by=actor_on(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已订阅。有新的，每天早上 7:30 发消息告诉你")
    return redirect(f"{reverse(kind.place)}?{query_of(form.wanted)}")


@require_POST
@login_required
def unsubscribe(request: HttpRequest, ref: str) -> HttpResponse:
    search = get_object_or_404(searches_of(actor_on(request)), ref=ref.upper())
    subscribing.unsubscribe(search)
    return redirect(f"{reverse('account_searches')}?gone={search.kind}&{search.query}")


def _gone(query: QueryDict) -> dict[str, str] | None:
    """Of an address `unsubscribe` led to."""
    name = query.get("gone", "")
    if name not in SearchKind.values:
        return None
    kind = SearchKind(name)
    form = _form_of(kind, query)
    url = reverse("account_search_subscribe", args=[kind])
    title = words_of(form) or f"全部{kind.label}"
    return {"title": title, "url": f"{url}?{query_of(form.wanted)}"}


def _form_of(kind: SearchKind, query: QueryDict) -> SearchForm | FindForm:
    return SearchForm(query) if kind == SearchKind.PROJECT else FindForm(query, kind=kind)


def _kind_named(name: str) -> SearchKind:
    if name not in SearchKind.values:
        raise Http404
    return SearchKind(name)
