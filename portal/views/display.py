"""大字, 高对比, 长者 and 深色: chosen by anybody, on any page."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.forms import DisplayForm
from portal.states import DISPLAY_COOKIE

_KEPT = timedelta(days=365)


@csrf_exempt  # its token would make every public page another one for every visitor
@require_POST
def choose_display(request: HttpRequest) -> HttpResponse:
    """Keep the choice for a year and go back; the standard way needs no cookie. Other sites may not
    choose, as the browser tells it."""
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise PermissionDenied
    form = DisplayForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_json())
    answer = redirect(form.way_back(request))
    if chosen := form.cleaned_data["display"]:
        answer.set_cookie(
            DISPLAY_COOKIE,
            chosen,
            max_age=_KEPT,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        answer.delete_cookie(DISPLAY_COOKIE, samesite="Lax")
    return answer
