"""盖章扫描件: filed under the version it belongs to, then read by a worker, page by page.

What the codes say hinders nobody: a person decides, with the pages before them.
"""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import TextChoices

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
from records.actors import Actor
from records.models import Document, Upload
from records.states import MoveProblem
from records.workflow import begin, move
from records.working import ring

TARGET = "provinces.scan"


class ScanningProblem(TextChoices):
    NOT_FROZEN = "scan_not_frozen", "还没有定稿，先定稿打印再上传"
    OTHER_VERSION = "scan_other_version", "已有新的定稿第 {expected} 版，请上传这一版的盖章扫描件"


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
    """What came in becomes the scan of the version it was sent for."""
    by = Actor(upload.owner_id, upload.role, upload.unit, upload.organisation)
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
    row.verdict, row.missing = judge(row.scan.version, found)
    row.told = "\n".join(problem.sentence for problem in found.problems)
    return row.total


def judge(version: PlanVersion, found: ReadScan) -> tuple[ScanVerdict, list[int]]:
    """The verdict, and the pages that are missing."""
    if not found.pages:
        is_bare = any(one.code == ScanProblem.NO_PICTURES for one in found.problems)
        return (ScanVerdict.NO_IMAGES if is_bare else ScanVerdict.BROKEN), []
    codes = [code for page in found.pages for code in _codes_on(page.codes)]
    if not codes:
        return ScanVerdict.UNREAD, []
    strange = [code for code in codes if code != PageCode.of(version, code.page)]
    if strange:
        return _strange(version, strange), []
    there = {code.page for code in codes}
    printing = getattr(version, "printing", None)
    pages = (printing and printing.pages) or max(there)
    missing = [page for page in range(1, pages + 1) if page not in there]
    return (ScanVerdict.MISSING if missing else ScanVerdict.WHOLE), missing


def _strange(version: PlanVersion, codes: Sequence[PageCode]) -> ScanVerdict:
    is_other_plan = any(code.plan != version.plan.ref for code in codes)
    return ScanVerdict.OTHER_UNIT if is_other_plan else ScanVerdict.OTHER_VERSION


def _codes_on(texts: Iterable[str]) -> list[PageCode]:
    return [code for code in map(PageCode.read, texts) if code is not None]
