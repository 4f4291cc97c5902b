"""How long one is still logged in, for the notice that warns before the end."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.guards import LoginProblem, asked_at, end_of
from foundation.answers import answer_problems
from foundation.errors import Problem


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """GET says when the session ends, POST makes it last; 401 when it is over already."""
    if not request.user.is_authenticated:
        problems = [Problem(LoginProblem.SESSION_OVER)]
        return answer_problems(request, problems, HTTPStatus.UNAUTHORIZED)
    now = asked_at(request).timestamp()
    if request.method == "POST":
        request.session["seen"] = now
    ends = int(end_of(request, now))
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"X-Session-Ends": str(ends)})
