"""What the codes on a scan say of it, and whose scan is taken at all."""

import io

import pytest

from accounts.granting import end
from accounts.models import Membership
from foundation.errors import Problem
from foundation.scans.problems import ScanProblem
from foundation.scans.reading import Scan as ReadScan, ScanPage
from foundation.uploads import Purpose
from provinces.codes import PageCode
from provinces.models import PlanVersion, Printing, Scan
from provinces.planning import freeze
from provinces.scanning import TARGET, judge
from records.models import Inspection
from records.receiving import Destination, begin_upload, receive_whole
from records.working import carry_out
from tests.factories import make_clerk, make_lead
from tests.foundation import files
from tests.provinces.making import frozen_plan, publish, type_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def version():
    """Its letter has three pages."""
    publish()
    frozen_plan()
    Printing.objects.update(pages=3)
    return PlanVersion.objects.select_related("plan", "printing").get()


def sheets(*texts):
    pages = (
        ScanPage(number, tuple(codes), has_seal=False, picture=b"")
        for number, codes in enumerate(texts, start=1)
    )
    return ReadScan(tuple(pages), ())


def code(frozen, page, **other):
    facts = {
        name: getattr(PageCode.of(frozen, page), name)
        for name in ("unit", "plan", "version", "page", "sha256")
    }
    return PageCode(**facts | other).text


@pytest.mark.parametrize(
    ("found", "verdict", "pages"),
    [
        (lambda v: [[code(v, 1)], [code(v, 2)], [code(v, 3)]], "whole", []),
        (lambda v: [[code(v, 3)], [code(v, 1)], [code(v, 2)]], "whole", []),
        (lambda v: [[code(v, 1)], [code(v, 3)]], "missing", [2]),
        (lambda v: [[code(v, 1), code(v, 2), code(v, 3)]], "sheets_unread", [1]),
        (lambda v: [[code(v, 1)], [], [code(v, 2)], [code(v, 3)]], "sheets_unread", [2]),
        (lambda v: [[code(v, 1)], ["https://example.cn"], [code(v, 2)]], "sheets_unread", [2]),
        (lambda v: [[code(v, 1)], [code(v, 2, version=9)]], "other_version", []),
        (lambda v: [[code(v, 1)], [code(v, 2, sha256="0" * 64)]], "other_version", []),
        (lambda v: [[code(v, 1)], [code(v, 2, plan="0" * 10)]], "other_year", []),
        (lambda v: [[code(v, 1)], [code(v, 2, unit="GD")]], "other_unit", []),
        (lambda _: [[], ["https://example.cn"]], "unread", []),
    ],
)
def test_verdict_is_that_of_the_codes(version, found, verdict, pages):
    judged = judge(version, sheets(*found(version)))

    assert (judged.verdict, judged.pages) == (verdict, pages)


@pytest.mark.parametrize(
    ("problem", "verdict"),
    [(ScanProblem.NO_PICTURES, "no_images"), (ScanProblem.BROKEN, "broken")],
)
def test_file_without_pages_says_why(version, problem, verdict):
    assert judge(version, ReadScan((), (Problem(problem),))).verdict == verdict


@pytest.mark.parametrize("text", ["", "ZTC1:SC", "ZTC2:SC:7K3M9QX2AB:1:1:" + "0" * 64])
def test_codes_of_others_are_none_of_ours(text):
    assert PageCode.read(text) is None


def test_code_is_read_back_as_it_was_printed(version):
    printed = PageCode.of(version, 2)

    assert PageCode.read(printed.text) == printed
    assert len(printed.text) == 87


def begin_scan(plan, version, by):
    to = Destination(TARGET, plan.ref, {"version": version.number})
    return begin_upload("盖章.pdf", len(files.PDF), purpose=Purpose.SCAN, to=to, by=by)


def finish(upload):
    receive_whole(upload, io.BytesIO(files.PDF))
    inspection = Inspection.objects.get(upload=upload)
    carry_out("records.inspection", inspection.pk)
    inspection.refresh_from_db()
    return inspection


def test_scan_of_who_left_the_unit_meanwhile_is_not_taken(version):
    clerk, lead = make_clerk(), make_lead()
    upload = begin_scan(version.plan, version, clerk)
    end(Membership.objects.get(user=clerk.user_id), by=lead, reason="已调离")

    inspection = finish(upload)

    assert [problem["code"] for problem in inspection.problems] == ["not_yours"]
    assert Scan.objects.count() == 0


def test_scan_of_a_version_that_was_printed_anew_meanwhile_is_not_taken(version):
    clerk = make_clerk()
    upload = begin_scan(version.plan, version, clerk)
    type_in(version.plan, {"aims": "改过"}, by=clerk)
    freeze(version.plan, by=clerk)

    inspection = finish(upload)

    assert [problem["code"] for problem in inspection.problems] == ["scan_other_version"]
    assert Scan.objects.count() == 0
