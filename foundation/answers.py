"""A refusal becomes a page, a fragment or RFC 9457 JSON, whichever the caller reads."""

from collections.abc import Iterable
from http import HTTPStatus

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from foundation.errors import GeneralProblem, Problem


def wants_json(request: HttpRequest) -> bool:
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answer_problems(
    request: HttpRequest, problems: Iterable[Problem], status: HTTPStatus
) -> HttpResponse:
    problems = tuple(problems)
    if wants_json(request):
        return _problem_json(request, problems, status)
    if not hasattr(request, "actor"):  # refused before the page's frame could be known
        return _plain_page(problems, status)
    template = "errors/page.html#problems" if is_htmx(request) else "errors/page.html"
    context = {"problems": problems, "status": status, "request_id": request_id()}
    return render(request, template, context, status=status)


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for (HtmxMiddleware may not have run yet)."""
    return bool(getattr(request, "htmx", False))


def request_id() -> str:
    """The number under which the logs hold this request."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _problem_json(
    request: HttpRequest, problems: tuple[Problem, ...], status: HTTPStatus
) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": "；".join(problem.sentence for problem in problems),
        "instance": request.path,
        "request_id": request_id(),
        "problems": [problem.as_dict() for problem in problems],
    }
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself rejects, oversized bodies and floods of fields included."""
    if isinstance(exception, RequestDataTooBig):
        problem, status = GeneralProblem.TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    elif isinstance(exception, TooManyFieldsSent):
        problem, status = GeneralProblem.TOO_MANY_FIELDS, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    else:
        problem, status = GeneralProblem.BAD_REQUEST, HTTPStatus.BAD_REQUEST
    return answer_problems(request, [Problem(problem)], status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django calls it by keyword
    return answer_problems(request, [Problem(GeneralProblem.NOT_ALLOWED)], HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- as above
    return answer_problems(request, [Problem(GeneralProblem.NOT_FOUND)], HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last answer must not fail itself: no database, no static files, no context processor."""
    problems, status = (Problem(GeneralProblem.FAULT),), HTTPStatus.INTERNAL_SERVER_ERROR
    if wants_json(request):
        return _problem_json(request, problems, status)
    return _plain_page(problems, status)


def _plain_page(problems: tuple[Problem, ...], status: HTTPStatus) -> HttpResponse:
    context = {"problems": problems, "request_id": request_id()}
    return HttpResponse(render_to_string("errors/plain.html", context), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django calls it by keyword
    return answer_problems(request, [Problem(GeneralProblem.CSRF)], HTTPStatus.FORBIDDEN)
