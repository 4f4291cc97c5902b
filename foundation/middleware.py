"""What holds for every request and answer: who may keep it, and how what was raised is told."""

from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.deprecation import MiddlewareMixin
from whitenoise.middleware import WhiteNoiseFileResponse

from foundation.answers import answer_problems
from foundation.caching import POLLED, PRIVATE, PUBLIC, VARY, directives_of, is_for_anybody
from foundation.errors import GeneralProblem, Problem, Refused

# What may be kept by others, where its view calls it public.
_KEPT = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED}


class CachingMiddleware(MiddlewareMixin):
    """First of all, so that no answer leaves without it: nobody keeps one, but what its view calls
    public and a visitor asked for, and what a page polls. Static files say themselves."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if isinstance(response, WhiteNoiseFileResponse):
            return response
        said = directives_of(response)
        may_be_kept = response.status_code in _KEPT
        if may_be_kept and "public" in said and is_for_anybody(request, response):
            return _public(request, response)
        is_polled = may_be_kept and said == {"private", "no-cache"}
        response["Cache-Control"] = POLLED if is_polled else PRIVATE
        return response


def _public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With the digest of its body, where the view gave no ETag; 304 to who has the same."""
    response["Cache-Control"] = PUBLIC
    patch_vary_headers(response, VARY)
    if response.streaming or response.has_header("ETag"):
        return response
    set_response_etag(response)
    known = get_conditional_response(request, etag=response["ETag"], response=response)
    return known or response


class PlainRequestMiddleware(MiddlewareMixin):
    """Before all that reads it: a request is UTF-8 whatever it claims, and holds no NUL where
    PostgreSQL would be asked for it. Raises BadRequest (400)."""

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
