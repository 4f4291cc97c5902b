"""关注: what people follow from the pages that name it, and all there is of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, ask_again, wanted_after_login
from foundation.errors import Refused
from matching import following
from matching.queries.follows import followed_named, follows_of
from matching.queries.news import all_of, listed_from
from portal.forms import way_back

PAGE_SIZE = 20
_LIST = "account_searches"


@require_http_methods(["GET", "POST"])
@wanted_after_login
def follow(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A visitor who logs in for it finds the page again. What nobody may know of is not there."""
    wanted = followed_named(kind, key)
    if wanted is None:
        raise Http404
    if request.method == "POST":
        try:
            kept = following.follow(wanted, by=actor_on(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已关注{kept}。有新的，每天早上 7:30 发消息告诉你")
    else:
        ask_again(request, "关注")
    return redirect(way_back(request, request.GET.get("next", ""), default=_LIST))


@require_safe
@login_required
def followed(request: HttpRequest, ref: str) -> HttpResponse:
    """All there is of it, the newest first."""
    kept = get_object_or_404(follows_of(actor_on(request)), ref=ref.upper())
    page = Paginator(all_of(kept), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = listed_from(page.object_list)
    return render(request, "portal/followed.html", {"follow": kept, "page": page, "rows": rows})


@require_POST
@login_required
def unfollow(request: HttpRequest, ref: str) -> HttpResponse:
    kept = get_object_or_404(follows_of(actor_on(request)), ref=ref.upper())
    following.unfollow(kept)
    return redirect(f"{reverse(_LIST)}?unfollowed={kept.kind}&key={kept.key}")
