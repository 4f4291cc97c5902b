"""Doors of the desks: who is not logged in goes to log in, who has another role gets a 403, and
who decides something must have proved lately that it is them."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from accounts.acting import Choice
from accounts.models import User
from accounts.states import Role
from foundation.answers import answer_problems, wants_json
from foundation.errors import Problem, Refused
from records.actors import Actor

WANTED = "wanted"  # in the session: the address a visitor had to log in for


class LoginProblem(TextChoices):
    CONFIRM = "confirm", "办理这一步前请再确认一次是你本人。请在网页上办理，确认后会接着办"
    SECOND_FACTOR = (
        "second_factor",
        "你的身份要用动态口令登录。请先设置动态口令，设好以后就能办理业务",
    )
    SESSION_OVER = "session_over", "登录已到时间，为了安全已退出。请重新登录，回来接着办"
    TOO_OFTEN = "too_often", "短时间内请求太多。请等一分钟再试"
    TOO_MANY = "too_many", "短时间内请求太多。请等一分钟再试；刚才要的邮件可能已经在邮箱里"


def actor_on(request: HttpRequest) -> Actor:
    """In whose name the request comes."""
    return request.actor  # type: ignore[attr-defined]  # -- put there by ActorMiddleware


def person_on(request: HttpRequest) -> User:
    """The row of the person logged in, for orders about it: `request.user` is a stand-in."""
    return User.objects.get(pk=actor_on(request).person_id)


def asked_at(request: HttpRequest) -> datetime:
    """When the request of a logged-in person came, by the database's clock."""
    return request.user.asked_at  # type: ignore[union-attr]  # -- annotated by the backend


def choices_on(request: HttpRequest) -> list[Choice]:
    """All that the person at the other end may act as; [] for visitors."""
    return request.acting_choices  # type: ignore[attr-defined]  # -- as above


View = Callable[..., HttpResponseBase]


def desk_of(*roles: str) -> Callable[[View], View]:
    """For function views: only persons who act in one of these roles come in."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            role = actor_on(request).role
            if role not in roles:
                raise PermissionDenied
            if role in Role.of_staff and not is_staff_address(request):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def wanted_after_login(view: View) -> View:
    """For pages visitors are led to: who registers first, and verifies an e-mail on the way, finds
    the page again where login leads (`WANTED` in the session)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            request.session.pop(WANTED, None)
        else:
            request.session[WANTED] = request.get_full_path()
        return login_required(view)(request, *args, **kwargs)

    return guarded


def ask_again(request: HttpRequest, button: str) -> None:
    """To who logged in for it, and is back where they pressed it: nothing is done by a GET. It may
    be done already, by the same person on another day."""
    messages.info(request, f"已登录。还没有的话，请再点一次“{button}”")


def decision(view: View) -> View:
    """For POST views that decide something; stands below `desk_of`, for it asks who somebody is.

    Whoever has not logged in or confirmed within ACCOUNT_REAUTHENTICATION_TIMEOUT confirms first;
    the POST waits in the session and is then carried out. It may hold no file.
    """
    confirmed = reauthentication_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return confirmed(request, *args, **kwargs)
        except ReauthenticationRequired:
            if wants_json(request):
                raise Refused(
                    [Problem(LoginProblem.CONFIRM)], status=HTTPStatus.FORBIDDEN
                ) from None
            _make_resumable(request)
            raise

    return guarded


def _make_resumable(request: HttpRequest) -> None:
    """allauth resumes only what came to a bare path."""
    _ = request.GET  # read before its source is gone; allauth keeps it apart
    request.META["QUERY_STRING"] = ""


def end_of(request: HttpRequest, now: float) -> float:
    """When the session of a logged-in person ends, in seconds since 1970; one that nobody has
    looked at yet begins now."""
    session = request.session
    began, seen = session.setdefault("began", now), session.setdefault("seen", now)
    return float(
        min(began + settings.SESSION_ABSOLUTE_SECONDS, seen + settings.SESSION_IDLE_SECONDS)
    )


def client_address(request: HttpRequest) -> str:
    """From where a request comes, past the proxies that are ours. Raises PermissionDenied where
    that cannot be known."""
    return str(get_adapter().get_client_ip(request))


def is_staff_address(request: HttpRequest) -> bool:
    if not settings.STAFF_NETWORKS:
        return True
    address = ip_address(client_address(request))
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in settings.STAFF_NETWORKS)


def searching(action: str) -> Callable[[View], View]:
    """For public pages that look for a text, which is the costliest that anybody may ask: no more
    often than `is_within_rate`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.GET.get("q") and not is_within_rate(request, action):
                return too_many(request, LoginProblem.TOO_OFTEN)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def is_within_rate(request: HttpRequest, action: str) -> bool:
    """Counts it, too. How often is in ACCOUNT_RATE_LIMITS; `too_many` answers who asks more."""
    app = "allauth.account"  # whose settings these are
    return ratelimit.consume(request, app=app, action=action, limit_get=True) is not None


def too_many(request: HttpRequest, told: TextChoices = LoginProblem.TOO_MANY) -> HttpResponse:
    """To whoever asks too fast; allauth's answer, too."""
    status = HTTPStatus.TOO_MANY_REQUESTS
    answer = answer_problems(request, [Problem(told)], status)
    answer["Retry-After"] = "60"
    return answer


def unit_desk(view: View) -> View:
    """A unit's own people, and an agency's as long as the unit's delegation to it runs."""

    @desk_of(*Role.of_unit, Role.AGENCY)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actor_on(request).unit:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
