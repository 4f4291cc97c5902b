"""The 信息表 as a file to download: blank for everybody, filled in at the desks."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from foundation.caching import public_page
from foundation.word_writing import CONTENT_TYPE
from projects.drafting import draft_of
from projects.forms.paper import paper_of
from projects.queries import as_edited
from projects.rules import may_edit
from projects.views.reading import find_project

_NAME = "科技成果信息表"
_KEPT = 600  # seconds


@require_safe
@public_page
def blank_paper(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """Kept for a while: it is public, and takes 0.2 s to make."""
    paper = cache.get("blank_paper")
    if paper is None:
        paper = paper_of(None)
        cache.set("blank_paper", paper, _KEPT)
    return _sent(paper, _NAME)


@require_safe
@desk_of(Role.HOLDER)
def my_paper(request: HttpRequest, ref: str) -> HttpResponse:
    return _filled(request, ref)


@require_safe
@unit_desk
def unit_paper(request: HttpRequest, ref: str) -> HttpResponse:
    return _filled(request, ref)


def _filled(request: HttpRequest, ref: str) -> HttpResponse:
    """Who does not fill it in reads nothing there about people."""
    by, project = actor_on(request), find_project(request, ref)
    is_own = may_edit(by, project)
    draft = draft_of(project, by) if is_own else None
    project = as_edited(project) if is_own else project
    paper = paper_of(project, draft.typed if draft else None, shows_people=is_own)
    return _sent(paper, f"{_NAME}-{project.name_in_address}")


def _sent(paper: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(paper, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.docx"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
