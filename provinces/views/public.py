"""What anybody may read: the call with all that was granted beyond it, and whether a receipt is
ours."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.models import Cycle
from foundation import clock
from foundation.articles import Article
from foundation.caching import public_page
from provinces.cycles import timing_problems
from provinces.models import Submission
from provinces.queries import called_at, exemptions_in, files_of_call
from provinces.receipts import facts_of, is_true


@require_safe
@public_page
def call(request: HttpRequest, year: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, year=year, closes_at__isnull=False)
    problems = timing_problems(cycle, cycle.closes_at, clock.now())
    context = {
        "cycle": cycle,
        "end_in_words": clock.end_in_words(cycle.closes_at) if cycle.closes_at else "",
        "problems": problems,
        "exemptions": exemptions_in(cycle),
        "files": files_of_call(cycle),
        "is_shown": cycle.displays.exists(),
        "article": Article(
            title=cycle.call_title,
            path=reverse("call", args=[year]),
            text=cycle.call_text,
            source=cycle.issuer,
            published_at=called_at(cycle),
        ),
    }
    return render(request, "provinces/call.html", context)


@require_safe
@public_page
def call_file(request: HttpRequest, year: int, ref: str) -> HttpResponseBase:
    cycle = get_object_or_404(Cycle, year=year, closes_at__isnull=False)
    document = get_object_or_404(files_of_call(cycle), ref=ref.upper()).document
    etag = f'"{document.sha256}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = FileResponse(
            document.file.open("rb"),
            as_attachment=True,
            filename=document.name,
            content_type=document.content_type,
        )
    answer["ETag"] = etag
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@public_page
def receipt(request: HttpRequest, serial: str) -> HttpResponse:
    """Nothing of what was handed in: when, by which unit, and the digests to compare."""
    found = Submission.objects.filter(ref=serial.upper()).select_related(
        "plan__unit", "plan__cycle", "version", "scan__document"
    )
    submission = found.first()
    if submission is None:
        raise Http404
    context = {
        "submission": submission,
        "facts": facts_of(submission),
        "is_true": is_true(submission),
    }
    return render(request, "provinces/receipt.html", context)
