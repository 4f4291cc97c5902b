"""搜索订阅: what people subscribe to where they search, and the list of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, ask_again, wanted_after_login
from foundation.errors import Refused
from foundation.facets import words_of
from matching import subscribing
from matching.forms.postings import FindForm
from matching.queries.follows import followed_named, follows_of
from matching.queries.news import news_of
from matching.queries.searches import query_of, searches_of
from matching.states import FollowKind, SearchKind
from showcase.forms import SearchForm


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """With what was unsubscribed or unfollowed a moment ago, to be taken back."""
    by = actor_on(request)
    searches, follows = list(searches_of(by)), list(follows_of(by))
    counts = news_of([*searches, *follows]).counts
    context = {
        "rows": [(search, counts.get(search.reason, 0)) for search in searches],
        "follows": [(follow, counts.get(follow.reason, 0)) for follow in follows],
        "gone": _gone(request.GET) or _unfollowed(request.GET),
    }
    return render(request, "portal/searches.html", context)


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
    else:
        ask_again(request, "订阅此搜索")
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
    said = f"已退订“{title}”"
    return {"said": said, "url": f"{url}?{query_of(form.wanted)}", "undo": "恢复订阅"}


def _unfollowed(query: QueryDict) -> dict[str, str] | None:
    """As `_gone`, where `follows.unfollow` led; what nobody may know of any more is not named."""
    kind, key = query.get("unfollowed", ""), query.get("key", "")
    wanted = followed_named(kind, key)
    if wanted is None:
        return None
    url = reverse("account_follow_new", args=[kind, key])
    return {
        "said": f"已取消关注{FollowKind(kind).words_of(wanted)}",
        "url": url,
        "undo": "恢复关注",
    }


def _form_of(kind: SearchKind, query: QueryDict) -> SearchForm | FindForm:
    return SearchForm(query) if kind == SearchKind.PROJECT else FindForm(query, kind=kind)


def _kind_named(name: str) -> SearchKind:
    if name not in SearchKind.values:
        raise Http404
    return SearchKind(name)
