"""Scans of letters: codes, seals and pictures page by page, whatever they were bound into."""

import io
import random

import pytest
from PIL import Image, ImageChops

from bench import scanned
from foundation.scans.problems import ScanProblem
from foundation.scans.reading import Scan, read_scan
from tests.foundation.scan_files import A4, MM, code, ofd, page_of, placed, saved, scanned_pdf

FOREIGN = "https://mp.weixin.qq.com/s/abc"


def scan_of(content, extension="pdf", wanted="ZTC1:"):
    return read_scan(io.BytesIO(content), extension=extension, wanted=wanted)


def codes_of(content, extension="pdf", wanted="ZTC1:"):
    scan = scan_of(content, extension, wanted)
    assert scan.problems == ()
    return [page.codes for page in scan.pages]


def problems_of(scan):
    return [(problem.code, problem.found, problem.expected) for problem in scan.problems]


def picture_of(page):
    return Image.open(io.BytesIO(page.picture))


def washed(page):
    """Grey stripes of a millimetre over the upper part, as a grey scan makes of a seal."""
    stripes = Image.new("L", page.size, "white")
    for top in range(0, 400, 12):
        stripes.paste(100, (0, top, page.width, top + 6))
    return ImageChops.darker(page, stripes)


def test_pages_are_read_in_their_order():
    scan = scan_of(scanned_pdf(page_of(code(1)), page_of(), page_of(code(3))))

    assert [(page.number, page.codes) for page in scan.pages] == [
        (1, (code(1),)),
        (2, ()),
        (3, (code(3),)),
    ]
    assert scan.problems == ()
    assert [picture_of(page).size for page in scan.pages] == [(900, 1272)] * 3
    assert {picture_of(page).format for page in scan.pages} == {"JPEG"}


@pytest.mark.parametrize("degrees", [0, 3, -5, 90, 180, 270])
def test_code_is_read_however_the_page_lay(degrees):
    page = page_of(code(1)).rotate(degrees, expand=degrees % 90 == 0, fillcolor="white")

    assert codes_of(scanned_pdf(page)) == [(code(1),)]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_picture_stands_as_its_code_does(degrees):
    page = page_of(code(1)).rotate(degrees, expand=True)

    picture = picture_of(scan_of(scanned_pdf(page)).pages[0]).convert("L")

    width, height = picture.size
    dark = picture.crop((width // 2, 0, width, height // 2)).getextrema()[0]
    assert (width < height, dark < 60) == (True, True)
    assert picture.crop((0, height // 2, width, height)).getextrema()[0] > 200


@pytest.mark.parametrize("mode", ["L", "1"])
def test_page_without_colour_is_read(mode):
    assert codes_of(scanned_pdf(page_of(code(1)).convert(mode))) == [(code(1),)]


def test_every_code_on_a_page_is_told():
    pages = [page_of(code(1), code(2)), page_of(FOREIGN)]

    first, second = codes_of(scanned_pdf(*pages))

    assert sorted(first) == [code(1), code(2)]
    assert second == (FOREIGN,)


def test_wanted_code_is_looked_for_beside_another():
    content = scanned_pdf(washed(page_of(code(1), FOREIGN).convert("L")))

    hard, easy = codes_of(content)[0], codes_of(content, wanted="")[0]

    assert set(hard) == {code(1), FOREIGN}
    assert easy == (FOREIGN,)


@pytest.mark.parametrize(("extension", "form"), [("png", "PNG"), ("jpg", "JPEG"), ("jpeg", "JPEG")])
def test_picture_is_a_scan_of_one_page(extension, form):
    content = saved(page_of(code(7)), form)

    scan = scan_of(content, extension)

    assert [(page.number, page.codes) for page in scan.pages] == [(1, (code(7),))]


def test_photo_is_turned_as_it_says():
    lying = page_of(code(1)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6

    page = scan_of(saved(lying, exif=exif), "jpg").pages[0]

    assert (page.codes, picture_of(page).size) == ((code(1),), (900, 1273))


def test_stream_and_path_are_read_alike(tmp_path):
    path = tmp_path / "扫描.pdf"
    path.write_bytes(scanned_pdf(page_of(code(1))))

    with path.open("rb") as stream:
        assert read_scan(path, extension="pdf") == read_scan(stream, extension="pdf")


# --- OFD


def test_ofd_pages_are_read_in_the_order_of_the_document():
    media = {"12": saved(page_of(code(2))), "11": saved(page_of(code(1)), "PNG")}

    assert codes_of(ofd(placed("11"), placed("12"), media=media), "ofd") == [
        (code(1),),
        (code(2),),
    ]


def test_ofd_layers_and_strips_are_laid_on_one_page():
    page = page_of(code(1))
    upper, lower = page.crop((0, 0, A4[0], 200)), page.crop((0, 200, *A4))
    media = {"1": saved(upper, "PNG"), "2": saved(lower, "PNG"), "3": saved(page_of())}
    at = 297 * 200 / A4[1]
    strips = placed("1", f"0 0 210 {at}") + placed("2", f"0 {at} 210 {297 - at}") + placed("3")

    scan = scan_of(ofd(strips, media=media), "ofd")

    assert [page.codes for page in scan.pages] == [(code(1),)]
    assert picture_of(scan.pages[0]).size == (900, 1273)


def test_ofd_page_without_a_picture_is_named():
    scan = scan_of(ofd(placed("1"), "<PathObject/>", media={"1": saved(page_of(code(1)))}), "ofd")

    assert problems_of(scan) == [(ScanProblem.BARE_PAGES, "2", "")]
    assert [(page.codes, bool(page.picture)) for page in scan.pages] == [
        ((code(1),), True),
        ((), False),
    ]


def test_ofd_without_pictures_is_told_apart():
    scan = scan_of(ofd("<TextObject/>", "<PathObject/>"), "ofd")

    assert problems_of(scan) == [(ScanProblem.NO_PICTURES, "", "")]
    assert scan.problems[0].sentence == (
        "OFD 里没有扫描的图片，系统读不出页上的二维码。请人工核对，或上传扫描的 PDF"
    )


def test_ofd_page_may_bring_resources_of_its_own():
    own = (
        b'<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="5"><MediaFile>a.jpg</MediaFile>'
        b"</MultiMedia></MultiMedias></Res>"
    )
    page = "<PageRes>PageRes.xml</PageRes>" + placed("5")
    extra = [("Doc_0/Pages/PageRes.xml", own)]
    extra += [("Doc_0/Pages/Res/a.jpg", saved(page_of(code(4))))]

    assert codes_of(ofd(page, extra=extra), "ofd") == [(code(4),)]


# --- seals


@pytest.mark.parametrize("dpi", [150, 300])
def test_seal_is_seen_where_there_is_one(dpi):
    chance = random.Random(dpi)
    plain, decoys = (
        next(scanned.drawn(scanned.letter(1, has_decoys=is_so)[0], [0], dpi=dpi))
        for is_so in (False, True)
    )
    sealed = scanned.stamped_on_date(plain, chance)
    pages = [sealed, sealed.convert("L"), plain, decoys]

    scan = scan_of(scanned.bound([scanned.scanned(p, chance, quality=60) for p in pages], dpi=dpi))

    assert [page.has_seal for page in scan.pages] == [True, False, False, False]


@pytest.mark.parametrize(("gap", "size"), [(0, 1.5), (2.5, 1.5), (6, 3)])
def test_red_all_over_is_no_seal(gap, size):
    page, step = page_of(code(1)), round((gap + size) * MM)
    for top in range(300, A4[1], step):
        page.paste((210, 30, 40), (100, top, 1100, top + round(size * MM)))

    assert scan_of(scanned_pdf(page)).pages[0].has_seal is False


def test_nothing_is_a_scan_without_pages():
    assert scan_of(b"") == Scan((), scan_of(b"").problems)
    assert problems_of(scan_of(b"")) == [(ScanProblem.EMPTY, "", "")]
