"""What is asked of every request before its view: from where, since when, as whom, how sure."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from allauth.core.internal.httpkit import get_client_ip
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.acting import Choice, choices_of, chosen_of
from accounts.guards import LoginProblem, asked_at, choices_on, end_of, is_staff_address
from accounts.queries import lacks_second_factor
from foundation.answers import answer_problems, is_htmx, wants_json
from foundation.errors import Problem
from records.actors import VISITOR, Actor

SESSION_KEY = "acting_as"
STAFF_DESKS = ("/center/", "/exchange/", "/audit/", "/security/", "/system/")
# Views that need no second factor: machines' own, and the clock of the session.
_FREE = {"healthz", "readyz", "session"}
_WRITTEN_EVERY = 60  # seconds between two notes of when a session was last used


class AddressMiddleware(MiddlewareMixin):
    """Tells the logs from which address a request came."""

    def process_request(self, request: HttpRequest) -> None:
        structlog.contextvars.bind_contextvars(ip=get_client_ip(request))


class WholePageMiddleware(MiddlewareMixin):
    """htmx would put the page for logging in, or for confirming, into a part of another page:
    it is told to leave for it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not (is_htmx(request) and isinstance(response, HttpResponseRedirect)):
            return response
        path = urlsplit(response.url).path
        if path == reverse("account_login"):
            whole = redirect_to_login(_page_of(request))
            return HttpResponseClientRedirect(whole.url)
        is_entrance = path in {reverse("account_reauthenticate"), reverse("mfa_reauthenticate")}
        return HttpResponseClientRedirect(response.url) if is_entrance else response


def _page_of(request: HttpRequest) -> str:
    """The page somebody is on: to it they come back when they have logged in."""
    htmx_page = request.htmx.current_url_abs_path if is_htmx(request) else None  # type: ignore[attr-defined]  # -- put there by HtmxMiddleware
    if htmx_page or request.method in {"GET", "HEAD"}:
        return htmx_page or request.get_full_path()
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return urlunsplit(("", "", *urlsplit(page)[2:4], "")) if is_ours else reverse("account_landing")


class SessionLimitMiddleware(MiddlewareMixin):
    """A session ends when nobody has used it for a while, and after a working day in any case.

    Requests with `X-Poll: 1` are the page's own and do not count as use.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        now = asked_at(request).timestamp()
        if now >= end_of(request, now):
            return self._end(request)
        is_due = now - request.session["seen"] >= _WRITTEN_EVERY
        if is_due and request.headers.get("X-Poll") != "1":
            request.session["seen"] = now
        request.session_ends = int(end_of(request, now))  # type: ignore[attr-defined]  # -- this is where it is put
        return None

    def _end(self, request: HttpRequest) -> HttpResponse | None:
        """Public pages are read on as a visitor; others send to the login page, which says why."""
        page = _page_of(request)
        logout(request)
        if wants_json(request):
            problems = [Problem(LoginProblem.SESSION_OVER)]
            return answer_problems(request, problems, HTTPStatus.UNAUTHORIZED)
        messages.info(request, LoginProblem.SESSION_OVER.label)
        is_reading = request.method in {"GET", "HEAD"} and not is_htmx(request)
        return None if is_reading else redirect_to_login(page)


class ActorMiddleware(MiddlewareMixin):
    """`actor` is in whose name the request comes; `acting_choices` all they may act as, asked of
    the database once a request."""

    def process_request(self, request: HttpRequest) -> None:
        request.acting_choices = SimpleLazyObject(lambda: _choices_on(request))  # type: ignore[attr-defined]  # -- this is where it is put
        request.actor = SimpleLazyObject(lambda: _actor_on(request))  # type: ignore[attr-defined]  # -- as above


def _choices_on(request: HttpRequest) -> list[Choice]:
    return choices_of(request.user) if request.user.is_authenticated else []


def _actor_on(request: HttpRequest) -> Actor:
    choices = request.acting_choices  # type: ignore[attr-defined]  # -- put there above
    if not choices:
        return VISITOR
    # From the first request on it is a choice, so that its end is noticed.
    return chosen_of(choices, request.session.setdefault(SESSION_KEY, choices[0].value)).actor


def _lacks_second_factor(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    return lacks_second_factor(request.user, {one.actor.role for one in choices_on(request)})


class StaffNetworkMiddleware(MiddlewareMixin):
    """From elsewhere the desks of staff do not exist."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(STAFF_DESKS) and not is_staff_address(request):
            raise Http404


class SecondFactorMiddleware(MiddlewareMixin):
    """Sends whoever holds a role that needs a second factor to set one up, from everywhere."""

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 -- as above
    ) -> HttpResponse | None:
        if self._is_free(request, view) or not _lacks_second_factor(request):
            return None
        if is_htmx(request) or wants_json(request):
            problems = [Problem(LoginProblem.SECOND_FACTOR)]
            return answer_problems(request, problems, HTTPStatus.FORBIDDEN)
        messages.warning(request, LoginProblem.SECOND_FACTOR.label)
        return redirect("mfa_activate_totp")

    def _is_free(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
        name = request.resolver_match.url_name if request.resolver_match else None
        return view.__module__.startswith("allauth.") or name in _FREE
