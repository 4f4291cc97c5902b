"""Scans made to do harm: each is told by its own problem, soon and in little memory."""

import io
from functools import partial

import pytest
import structlog
from PIL import Image

from foundation.scans.problems import ScanProblem as Problem
from foundation.scans.reading import LIMITS, read_scan
from tests.foundation import files
from tests.foundation.files import pdf, pdf_stream, png
from tests.foundation.hostile import MIB, flate
from tests.foundation.scan_files import (
    code,
    ofd,
    page_of,
    pdf_of_picture,
    placed,
    saved,
    scanned_pdf,
)

SIDES = "每边 20000、共 6000 万"
HUGE = partial(png, 40_000, 40_000, rows=b"")


def read(content, extension):
    """Code, found and expected of each problem; pages read; MiB and seconds it took. Of a child
    that was ended the limit is told: its own peak is not known."""
    with structlog.testing.capture_logs() as logs:
        scan = read_scan(io.BytesIO(content), extension=extension, wanted="ZTC1:")
    [log] = [log for log in logs if log["event"] in {"scan_read", "scan_not_read"}]
    problems = [(problem.code, problem.found, problem.expected) for problem in scan.problems]
    peak_mib = log["peak_kib"] >> 10 if log["event"] == "scan_read" else LIMITS.memory_mib
    return problems, len(scan.pages), peak_mib, log["seconds"]


def cut(content):
    return content[: len(content) // 2]


def forms_within_forms():
    """Twelve forms, each of which draws the next ten times: a million million strokes."""

    def form(n):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</A %d 0 R>>>>"
        return pdf_stream(b"/A Do " * 10, entries % (n + 1))

    drawn = pdf_stream(b"0 0 m 99 99 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]")
    forms = [form(n) for n in range(3, 15)]
    page = b"/Contents 16 0 R/Resources<</XObject<</A 3 0 R>>>>"
    return pdf(*forms, drawn, pdf_stream(b"/A Do"), page=page)


def painted_over():
    """A page painted from edge to edge, fifty thousand times."""
    strokes = b"0 0 200 100 re f 0 0 m 200 99 l 0 90 l 200 3 l 77 88 l f " * 50_000
    return pdf(pdf_stream(strokes), page=b"/Contents 3 0 R")


def striped(width, height):
    image = Image.new("RGB", (width, height), "white")
    image.paste((200, 0, 0), (0, 0, max(1, width // 2), max(1, height // 2)))
    return image


def pdf_of_paper(sides):
    page = b"/MediaBox[0 0 %s]/Contents 3 0 R" % sides
    content = pdf(pdf_stream(b"0 0 1 9 re f"), page=page)
    return content.replace(b"/MediaBox[0 0 200 100]", b"")


def ofd_bomb():
    return ofd(placed("1"), media={"1": bytes(64 * MIB)})


def deep_ofd():
    return ofd("<a>" * 100_000 + "</a>" * 100_000)


HOSTILE = {
    "零.pdf": (bytes, Problem.EMPTY, "", ""),
    "零.ofd": (bytes, Problem.EMPTY, "", ""),
    "零.png": (bytes, Problem.EMPTY, "", ""),
    "断.pdf": (lambda: cut(scanned_pdf(page_of(code(1)))), Problem.BROKEN, "PDF 结构", ""),
    "断.jpg": (lambda: cut(saved(page_of(code(1)))), Problem.BROKEN, "图片", ""),
    "断.png": (lambda: cut(saved(page_of(code(1)), "PNG")), Problem.BROKEN, "图片", ""),
    "断.ofd": (lambda: cut(ofd(placed("1"))), Problem.BROKEN, "没有目录", ""),
    "别的.pdf": (lambda: files.HTML, Problem.BROKEN, "PDF 结构", ""),
    "别的.jpg": (lambda: files.SVG, Problem.BROKEN, "图片", ""),
    "别的.ofd": (files.docx, Problem.BROKEN, "OFD.xml", ""),
    "没有页.pdf": (partial(pdf, pages=0), Problem.BROKEN, "PDF 结构", ""),
    "没有页.ofd": (ofd, Problem.BROKEN, "没有页面", ""),
    "上万页.pdf": (partial(pdf, pages=10_000), Problem.PAGES, "10000", "100"),
    "上万页.ofd": (
        lambda: ofd(*[placed("1")] * 9_000, media={"1": saved(page_of().resize((99, 140)))}),
        Problem.PAGES,
        "9000",
        "100",
    ),
    "大.png": (HUGE, Problem.PIXELS, "40000×40000", SIDES),
    "大.jpg": (partial(files.jpeg, 40_000, 40_000), Problem.PIXELS, "40000×40000", SIDES),
    "大图.pdf": (partial(pdf_of_picture, 40_000, 40_000), Problem.PIXELS, "40000×40000", SIDES),
    "大图.ofd": (
        lambda: ofd(placed("1"), media={"1": HUGE()}),
        Problem.PIXELS,
        "40000×40000",
        SIDES,
    ),
    "大纸.pdf": (
        partial(pdf_of_paper, b"1000000 1000000"),
        Problem.PAPER,
        "1",
        "5080",
    ),
    "炸弹.ofd": (ofd_bomb, Problem.BOMB, "65 MB", ""),
    "深.ofd": (deep_ofd, Problem.NO_PICTURES, "", ""),
    "层层.pdf": (forms_within_forms, Problem.BROKEN, "读取中断", ""),
    "涂.pdf": (painted_over, Problem.SLOW, "", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scan_is_told_by_its_own_problem(name):
    made, *problem = HOSTILE[name]

    problems, pages, peak_mib, seconds = read(made(), name.rpartition(".")[2])

    assert problems == [tuple(problem)]
    assert pages == {Problem.PAGES: 100, Problem.NO_PICTURES: 1}.get(problem[0], 0)
    assert peak_mib <= 300
    assert seconds <= 10


@pytest.mark.parametrize(
    "made",
    [
        partial(pdf_of_picture, 7_745, 7_745, packed=flate(59 * MIB)),
        partial(pdf_of_picture, 20_000, 3_000, packed=b"not packed at all"),
    ],
)
def test_largest_picture_in_a_pdf_is_read_within_the_limits(made):
    problems, pages, peak_mib, seconds = read(made(), "pdf")

    assert (problems, pages) == ([], 1)
    assert (peak_mib <= 300, seconds <= 10) == (True, True)


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (saved(striped(20_000, 1), "PNG"), "png"),
        (saved(striped(1, 20_000), "PNG"), "png"),
        (pdf_of_paper(b"14400 1"), "pdf"),
        (pdf_of_paper(b"1 14400"), "pdf"),
        (pdf_of_paper(b"1 1"), "pdf"),
    ],
)
def test_page_as_thin_as_a_line_is_read_and_empty(content, extension):
    problems, pages, peak_mib, seconds = read(content, extension)

    assert (problems, pages) == ([], 1)
    assert (peak_mib <= 300, seconds <= 10) == (True, True)


def test_codes_without_end_are_cut_and_the_wanted_one_stays():
    page = page_of(*["文" * 400, code(1)])
    for at in range(24):
        page.paste(
            page_of(f"{at}").crop((1018, 50, 1160, 192)), (60 + at % 6 * 160, 300 + at // 6 * 200)
        )

    scan = read_scan(io.BytesIO(saved(page, "PNG")), extension="png", wanted="ZTC1:")

    codes = scan.pages[0].codes
    assert (len(codes), codes[0]) == (20, code(1))
    assert max(map(len, codes)) == 300
