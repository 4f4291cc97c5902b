"""The one place where what was raised becomes an answer."""

from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from foundation.answers import answer_problems
from foundation.errors import GeneralProblem, Problem, Refused


class PlainRequestMiddleware(MiddlewareMixin):
    """First of all: a request is UTF-8 whatever it claims, and holds no NUL where PostgreSQL
    would be asked for it. Raises BadRequest (400)."""

    def process_request(self, request: HttpRequest) -> None:
        request.encoding = "utf-8"
        if "\0" in request.path or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in the address or in a cookie")


class RefusalMiddleware(MiddlewareMixin):
    """Turns Refused, and Django's bare 405, into words; other errors go to `answers`' handlers."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return answer_problems(request, exception.problems, exception.status)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        problems = [Problem(GeneralProblem.METHOD)]
        answer = answer_problems(request, problems, HTTPStatus.METHOD_NOT_ALLOWED)
        answer["Allow"] = response["Allow"]
        return answer
