"""排印: a worker typesets the letter of each version and the receipt of each submission."""

from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from foundation.documents import qr_svg, render_pdf
from foundation.official import Official, Stamp, render_official
from provinces.codes import PageCode
from provinces.models import PlanVersion, Printing, Submission
from provinces.receipts import facts_of
from provinces.states import PrintKind
from records.working import ring


def print_letter(version: PlanVersion) -> None:
    """Made once a version, kept for good."""
    _order(Printing(kind=PrintKind.LETTER, version=version))


def print_receipt(submission: Submission) -> None:
    _order(Printing(kind=PrintKind.RECEIPT, submission=submission))


def _order(printing: Printing) -> None:
    printing.save()
    ring(Printing, [printing.pk])


def print_out(row: Printing) -> int:
    """The step of the work."""
    if row.version is not None:
        official = _letter(row.version)
        _keep(row, official.pdf, official.pages)
    if row.submission is not None:
        _keep(row, _receipt(row.submission), 1)
    return row.total


def _keep(row: Printing, pdf: bytes, pages: int) -> None:
    name = f"{row.kind}-{row.version_id or row.submission_id}.pdf"
    row.file.save(name, ContentFile(pdf), save=False)
    row.pages = pages


def _letter(version: PlanVersion) -> Official:
    html = render_to_string("provinces/letter.html", {"plan": version.content})

    def stamp(page: int) -> Stamp:
        code = PageCode.of(version, page)
        return Stamp(code.text, code.in_words(version))

    return render_official(html, title=f"{version.plan}（{version}）", stamp=stamp)


def _receipt(submission: Submission) -> bytes:
    facts = facts_of(submission)
    context = {"facts": facts, "code": qr_svg(facts.address, title="核验网址")}
    return render_pdf(render_to_string("provinces/receipt.pdf.html", context), title="报送回执")
