"""盖章扫描件: filed under the version it belongs to, then read by a worker, page by page.

What the codes say hinders nobody: a person decides, with the pages before them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import TextChoices

from accounts.acting import still_sending
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.scans.problems import ScanProblem
from foundation.scans.reading import Scan as ReadScan, read_scan
from provinces.codes import FORMAT, PageCode
from provinces.cycles import timing_problems
from provinces.models import PlanVersion, Scan, ScanPage, ScanReading, WorkPlan
from provinces.queries import deadline_of, newest_version, scan_of
from provinces.rules import is_of_unit
from provinces.states import ScanVerdict
from records.actors import VISITOR, Actor
from records.models import Document, Upload
from records.states import MoveProblem
from records.workflow import begin, move
from records.working import ring

TARGET = "provinces.scan"


class ScanningProblem(TextChoices):
    NOT_FROZEN = "scan_not_frozen", "还没有定稿，先定稿打印再上传"
    OTHER_VERSION = "scan_other_version", "已有新的定稿第 {expected} 版，请上传这一版的盖章扫描件"


@dataclass(frozen=True)
class Judgement:
    """`pages` are those of the letter that are missing, or the sheets of the scan whose code could
    not be read."""

    verdict: ScanVerdict
    pages: list[int] = field(default_factory=list)


def refuse_unscannable(plan: WorkPlan, *, by: Actor) -> PlanVersion:
    """The version a scan would belong to. Raises Refused: 403 not theirs; 409 the call is over, or
    nothing was printed yet."""
    if not is_of_unit(by, plan):
        problem = Problem(MoveProblem.NOT_YOURS, expected="上传盖章扫描件")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    problems = timing_problems(plan.cycle, deadline_of(plan), clock.now())
    version = newest_version(plan)
    if problems:
        raise Refused(problems)
    if version is None:
        raise Refused([Problem(ScanningProblem.NOT_FROZEN)])
    return version


def take_document(upload: Upload, document: Document) -> Scan:
    """What came in becomes the scan of the version it was sent for, if whoever sent it may still
    do so."""
    by = still_sending(upload) or VISITOR
    plan = WorkPlan.objects.select_related("cycle", "unit").get(ref=upload.about)
    return file_scan(plan, document, int(upload.wish["version"]), by=by)


@transaction.atomic
def file_scan(plan: WorkPlan, document: Document, number: int, *, by: Actor) -> Scan:
    """Raises Refused as `refuse_unscannable`; 422 where another version was printed meanwhile."""
    WorkPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    version = refuse_unscannable(plan, by=by)
    if version.number != number:
        refuse_if([Problem(ScanningProblem.OTHER_VERSION, expected=str(version.number))])
    before = scan_of(version)
    if before is not None:
        move(before, "replace", by=by)
    scan = begin(Scan(plan=plan, version=version, document=document), "file", by=by)
    ring(ScanReading, [ScanReading.objects.create(scan=scan).pk])
    return scan


def read(row: ScanReading) -> int:
    """The step of the work."""
    document = row.scan.document
    found = read_scan(Path(document.file.path), extension=document.extension, wanted=FORMAT)
    row.pages.all().delete()
    for page in found.pages:
        kept = ScanPage(
            reading=row, number=page.number, codes=list(page.codes), has_seal=page.has_seal
        )
        if page.picture:
            name = f"{row.scan.ref}-{page.number}.jpg"
            kept.file.save(name, ContentFile(page.picture), save=False)
        kept.save()
    judged = judge(row.scan.version, found)
    row.verdict, row.pages_told = judged.verdict, judged.pages
    row.told = "\n".join(problem.sentence for problem in found.problems)
    return row.total


def judge(version: PlanVersion, found: ReadScan) -> Judgement:
    """By the one code that every sheet of our own carries; whatever else is there, a person has
    to look."""
    if not found.pages:
        is_bare = any(one.code == ScanProblem.NO_PICTURES for one in found.problems)
        return Judgement(ScanVerdict.NO_IMAGES if is_bare else ScanVerdict.BROKEN)
    sheets = [_codes_on(page.codes) for page in found.pages]
    codes = [code for sheet in sheets for code in sheet]
    if not codes:
        return Judgement(ScanVerdict.UNREAD)
    strange = [code for code in codes if code != PageCode.of(version, code.page)]
    if strange:
        return Judgement(_strange(version, strange))
    unread = [number for number, sheet in enumerate(sheets, start=1) if len(sheet) != 1]
    if unread:
        return Judgement(ScanVerdict.SHEETS_UNREAD, unread)
    there = {code.page for code in codes}
    printing = getattr(version, "printing", None)
    pages = (printing and printing.pages) or max(there)
    missing = [page for page in range(1, pages + 1) if page not in there]
    return Judgement(ScanVerdict.MISSING if missing else ScanVerdict.WHOLE, missing)


def _strange(version: PlanVersion, codes: Sequence[PageCode]) -> ScanVerdict:
    plan = version.plan
    if any(code.unit != plan.unit_id for code in codes):
        return ScanVerdict.OTHER_UNIT
    is_other_plan = any(code.plan != plan.ref for code in codes)
    return ScanVerdict.OTHER_YEAR if is_other_plan else ScanVerdict.OTHER_VERSION


def _codes_on(texts: Iterable[str]) -> list[PageCode]:
    return [code for code in map(PageCode.read, texts) if code is not None]
