"""Who may keep an answer: nobody, unless its view says so.
`middleware.CachingMiddleware` judges what it says."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

PRIVATE = "private, no-store"
# Asked for again each time, for what is shown may have been taken back a moment ago.
PUBLIC = "public, max-age=0, must-revalidate"
# A browser keeps what its page polls, to be told that nothing has changed.
POLLED = "private, no-cache"
VARY = ("Cookie", "HX-Request")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# For views whose answer is the same for all who have not logged in.
public_page = cache_control(public=True, max_age=0, must_revalidate=True)


def polled(etag_of: Callable[..., str | None]) -> Callable[[View], View]:
    """For views that a page asks every few seconds: 304 while the ETag, quoted, that `etag_of`
    gives for the view's own arguments is the one the browser has."""

    def decorate(view: View) -> View:
        return cache_control(private=True, no_cache=True)(condition(etag_func=etag_of)(view))

    return decorate


def directives_of(answer: HttpResponseBase) -> set[str]:
    """What the view said of keeping its answer, such as {"private", "no-cache"}."""
    return {one.strip() for one in answer.get("Cache-Control", "").split(",")}


def is_for_anybody(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Asked by nobody in particular, and leaving nothing with them."""
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    is_read = request.method in {"GET", "HEAD"}
    return is_read and own.isdisjoint(request.COOKIES) and not answer.cookies
