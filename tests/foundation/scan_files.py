"""Scans made in memory: pages with codes as pictures, and what they are bound into."""

import io

import segno
from PIL import Image

from tests.foundation.files import pdf, pdf_stream, zipped

DPI = 150
MM = DPI / 25.4
A4 = (1240, 1754)
DIGEST = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"
OFD = "http://www.ofdspec.org/2016"


def code(page, *, version=3):
    return f"ZTC1:SC:7K3M9QX2AB:{version}:{page}:{DIGEST}"


def page_of(*texts):
    """White, A4, with a code of 24 mm for each of `texts`: top right, bottom right, ..."""
    page = Image.new("RGB", A4, "white")
    for at, text in enumerate(texts):
        side = round(24 * MM)
        page.paste(_qr(text, side), (A4[0] - side - 80, 50 + at * 1500))
    return page


def _qr(text, side):
    out = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(out, kind="png", scale=8)
    return Image.open(out).convert("RGB").resize((side, side), Image.Resampling.BICUBIC)


def saved(page, form="JPEG", **options):
    out = io.BytesIO()
    page.save(out, form, **options)
    return out.getvalue()


def scanned_pdf(*pages):
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()


def pdf_of_picture(width, height, *, packed=b"", filters=b"/FlateDecode"):
    """A page whose one picture says that it is so large."""
    entries = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8"
    size = b"/Width %d/Height %d/Filter" % (width, height)
    return pdf(
        pdf_stream(packed, entries + size + filters),
        pdf_stream(b"200 0 0 100 0 0 cm /A Do"),
        page=b"/Contents 4 0 R/Resources<</XObject<</A 3 0 R>>>>",
    )


def ofd(*pages, media=None, extra=()):
    """An OFD; each page is the XML of its objects, `media` are files by their id."""
    media = media or {}
    listed = "".join(f'<Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    document = (
        "<CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
        f"<DocumentRes>Res.xml</DocumentRes></CommonData><Pages>{listed}</Pages>"
    )
    files = "".join(
        f'<MultiMedia ID="{number}" Type="Image"><MediaFile>{number}.bin</MediaFile></MultiMedia>'
        for number in media
    )
    root = "<DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody>"
    resources = _part("Res", f"<MultiMedias>{files}</MultiMedias>", ' BaseLoc="Media"')
    return zipped(
        [
            ("OFD.xml", _part("OFD", root)),
            ("Doc_0/Document.xml", _part("Document", document)),
            ("Doc_0/Res.xml", resources),
            *((f"Doc_0/Pages/{n}.xml", _ofd_page(page)) for n, page in enumerate(pages)),
            *((f"Doc_0/Media/{number}.bin", content) for number, content in media.items()),
            *extra,
        ]
    )


def placed(number, box="0 0 210 297"):
    return f'<ImageObject ID="9{number}" Boundary="{box}" ResourceID="{number}"/>'


def _ofd_page(objects):
    return _part("Page", f'<Content><Layer ID="1">{objects}</Layer></Content>')


def _part(name, inside, attributes=""):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<ofd:{name} xmlns:ofd="{OFD}" xmlns="{OFD}"{attributes}>{inside}</ofd:{name}>'
    ).encode()
