"""Papers of a plan: the letter as printed, the receipt, the scan and pictures of its pages."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.downloads import private_file
from provinces.models import ResultLetter, Scan, ScanPage, WorkPlan
from provinces.queries import newest_version, visible_to
from provinces.views.finding import find_plan, require_plan

_PDF = "application/pdf"


@require_safe
@desk_of(*Role.of_unit)
def letter(request: HttpRequest) -> HttpResponseBase:
    """Of the newest version, or `?version=`."""
    return _letter(request, require_plan(request))


@require_safe
@desk_of(*Role.of_centre)
def center_letter(request: HttpRequest, abbr: str) -> HttpResponseBase:
    return _letter(request, find_plan(request, abbr))


def _letter(request: HttpRequest, plan: WorkPlan) -> HttpResponseBase:
    asked = request.GET.get("version", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 6:  # noqa: PLR2004 -- nobody prints as often
        version = plan.versions.filter(number=int(asked)).first()
    else:
        version = newest_version(plan)
    printing = getattr(version, "printing", None)
    name = f"{plan}（{version}）.pdf"
    return private_file(printing.file if printing else None, name=name, content_type=_PDF)


@require_safe
@desk_of(*Role.of_unit)
def receipt_pdf(request: HttpRequest, serial: str) -> HttpResponseBase:
    submission = require_plan(request).submissions.filter(ref=serial.upper()).first()
    printing = getattr(submission, "printing", None)
    return private_file(
        printing.file if printing else None,
        name=f"报送回执 {serial.upper()}.pdf",
        content_type=_PDF,
    )


@require_safe
@desk_of(*Role.of_unit)
def result(request: HttpRequest, ref: str) -> HttpResponseBase:
    """结果函, of whatever year."""
    return _result(request, ResultLetter.objects.filter(ref=ref.upper()))


@require_safe
@desk_of(*Role.of_centre)
def center_result(request: HttpRequest, abbr: str, ref: str) -> HttpResponseBase:
    letters = ResultLetter.objects.filter(ref=ref.upper(), plan__unit=abbr.upper())
    return _result(request, letters)


def _result(request: HttpRequest, letters: QuerySet[ResultLetter]) -> HttpResponseBase:
    plans = visible_to(actor_on(request), WorkPlan.objects.all())
    found = letters.filter(plan__in=plans).select_related("printing", "plan__unit", "plan__cycle")
    one = found.first()
    printing = getattr(one, "printing", None)
    return private_file(printing.file if printing else None, name=f"{one}.pdf", content_type=_PDF)


@require_safe
@desk_of(*Role.of_unit, *Role.of_centre)
def scan_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    document = _scan(request, ref).document
    return private_file(document.file, name=document.name, content_type=document.content_type)


@require_safe
@desk_of(*Role.of_unit, *Role.of_centre)
def scan_page(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """One page, as a picture we drew."""
    pages = ScanPage.objects.filter(reading__scan=_scan(request, ref), number=number)
    page = pages.first()
    return private_file(page.file if page else None, name="", content_type="image/jpeg")


def _scan(request: HttpRequest, ref: str) -> Scan:
    plans = visible_to(actor_on(request), WorkPlan.objects.all())
    scans = Scan.objects.filter(ref=ref.upper(), plan__in=plans)
    found = scans.select_related("document").first()
    if found is None:
        raise Http404
    return found
