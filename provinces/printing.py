"""排印: a worker typesets the letter of each version and the receipt of each submission."""

from collections.abc import Sequence

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from foundation.official import Official, Stamp, render_official
from provinces.codes import PageCode
from provinces.columns.gantt import gantt_of
from provinces.models import PlanVersion, Printing, ResultLetter, Submission
from provinces.receipts import facts_of
from provinces.states import PrintKind
from records.states import WorkState
from records.working import ring


def print_letter(version: PlanVersion) -> None:
    """Made once a version, kept for good."""
    _order(Printing(kind=PrintKind.LETTER, version=version))


def print_again(version: PlanVersion) -> None:
    """Where it failed, a worker tries anew."""
    failed = Printing.objects.filter(version=version, state=WorkState.FAILED)
    if failed.delete()[0]:
        print_letter(version)


def print_receipt(submission: Submission) -> None:
    _order(Printing(kind=PrintKind.RECEIPT, submission=submission))


def print_results(letters: Sequence[ResultLetter]) -> None:
    """One each, in one go."""
    rows = [Printing(kind=PrintKind.RESULT, result=letter) for letter in letters]
    Printing.objects.bulk_create(rows)
    ring(Printing, [row.pk for row in rows])


def _order(printing: Printing) -> None:
    printing.save()
    ring(Printing, [printing.pk])


def print_out(row: Printing) -> int:
    """The step of the work."""
    if row.version is not None:
        _keep(row, _letter(row.version))
    if row.submission is not None:
        _keep(row, _receipt(row.submission))
    if row.result is not None:
        _keep(row, _result(row.result))
    return row.total


def _keep(row: Printing, official: Official) -> None:
    of = row.version_id or row.submission_id or row.result_id
    name = f"{row.kind}-{of}.pdf"
    row.file.save(name, ContentFile(official.pdf), save=False)
    row.pages = official.pages


def _letter(version: PlanVersion) -> Official:
    plan = version.content
    context = {"plan": plan, "gantt": gantt_of(plan["tasks"], plan["year"])}
    html = render_to_string("provinces/letter.html", context)

    def stamp(page: int) -> Stamp:
        code = PageCode.of(version, page)
        return Stamp(code.text, code.in_words(version))

    return render_official(html, title=f"{version.plan}（{version}）", stamp=stamp)


def _receipt(submission: Submission) -> Official:
    """Its code leads to where it is verified."""
    address = f"{settings.SITE_URL}/receipts/{submission.ref}/"
    html = render_to_string("provinces/receipt_paper.html", {"facts": facts_of(submission)})
    stamp = Stamp(address, f"扫码核验 {address}")
    return render_official(html, title=f"报送回执 {submission.ref}", stamp=lambda _: stamp)


def _result(letter: ResultLetter) -> Official:
    """Its code leads to the announcement; to the call, where nothing is announced."""
    page, said = ("results", "公告") if letter.content["is_approved"] else ("call", "申报通知")
    address = f"{settings.SITE_URL}/notices/{page}-{letter.content['year']}/"
    html = render_to_string("provinces/result_paper.html", {"letter": letter.content})
    stamp = Stamp(address, f"结果函 {letter.ref} 扫码看{said} {address}")
    return render_official(html, title=f"结果函 {letter.ref}", stamp=lambda _: stamp)
