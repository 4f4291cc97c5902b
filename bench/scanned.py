"""Letters of our own as a scanner gives them back: printed, sealed, turned, dimmed, noisy.

The stamp says 样章 all around and is nobody's seal.
"""

import io
import random
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from math import cos, pi, sin
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from bench.synthetic import summaries
from foundation.documents import qr_svg, render_pdf

A4_MM = (210, 297)
_INCH_MM = 25.4
_FINE = 3  # times as large is a stamp drawn, to be smooth
_CODE_PLACE = (172.0, 20.0)  # mm from the left and top: its middle
_DATE_PLACE = (140.0, 225.0)
_BLUR_MM = 0.09
_GREY, _GRAIN = 128, 32
_STYLE = """
@page { size: A4; margin: 0 }
section { position: relative; width: 210mm; height: 296mm; page-break-after: always }
section > * { position: absolute; margin: 0 }
p { left: 28mm; top: 62mm; width: 156mm; font-size: 16pt; line-height: 28.95pt }
.code { right: 26mm; top: 8mm; width: 24mm }
.words { right: 52mm; top: 18mm; font: 7pt Hei }
h1 { top: 36mm; width: 210mm; text-align: center; color: #d00; font: 26pt Hei }
.upper, .lower { left: 20mm; width: 170mm; height: 1mm; border: 0 solid #d00 }
.upper { top: 52mm; border-width: 1.2mm 0 .4mm } .lower { bottom: 18mm; border-width: .4mm 0 1.2mm }
.date { right: 50mm; bottom: 66mm; font-size: 16pt; text-align: center }
.disc { background: #d00; border-radius: 50% } .block { background: #c11 }
.red { color: #d00 } .frame { border: 1.2mm solid #d00 }
.badge { border: 1mm solid #d00; border-radius: 50% }
"""
# Red things that are no seal: left, top, width, height in mm.
_DECOYS = (
    ("disc", 20, 12, 22, 22),
    ("badge", 48, 12, 26, 26),
    ("frame", 28, 100, 44, 44),
    ("frame", 80, 100, 90, 30),
    ("block", 120, 150, 42, 42),
    ("disc", 30, 200, 42, 42),
    ("block", 80, 240, 100, 12),
)


def letter(count: int, *, has_decoys: bool = False) -> tuple[bytes, list[str]]:
    """A PDF of `count` pages, red head and lines on each, and the text of the code on each;
    with decoys also red shapes, and all of the text is red."""
    codes = [_code(number) for number in range(1, count + 1)]
    bodies = summaries(count * 5)
    pages = [
        _section(code, "".join(bodies[at * 5 : at * 5 + 5])[:420], has_decoys=has_decoys)
        for at, code in enumerate(codes)
    ]
    html = f"<!DOCTYPE html><title>函</title><style>{_STYLE}</style>{''.join(pages)}"
    return render_pdf(html), codes


def _code(number: int) -> str:
    return f"ZTC1:SC:7K3M9QX2AB:3:{number}:{sha256(b'%d' % number).hexdigest().upper()}"


def _section(code: str, text: str, *, has_decoys: bool) -> str:
    decoys = "".join(
        f'<div class="{kind}" style="left:{left}mm;top:{top}mm;width:{wide}mm;height:{high}mm">'
        "</div>"
        for kind, left, top, wide, high in _DECOYS * has_decoys
    )
    return (
        f'<section><h1>四川省科学技术厅</h1><div class="upper"></div>'
        f'<p class="{"red" * has_decoys}">{text}</p>'
        '<div class="date">四川省科学技术厅<br>2026年5月10日</div><div class="lower"></div>'
        f'{decoys}<div class="words">版本 3</div><div class="code">{qr_svg(code)}</div></section>'
    )


def drawn(pdf: bytes, numbers: Sequence[int], *, dpi: int) -> Iterator[Image.Image]:
    """Pages of a PDF, from 0, as a printer would lay them down."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number in numbers:
            page = document[number]
            yield page.render(scale=dpi / 72).to_pil().convert("RGB")
            page.close()


def stamped_on_code(page: Image.Image, chance: random.Random) -> Image.Image:
    return _stamped(page, _CODE_PLACE, 12, chance)


def stamped_on_date(page: Image.Image, chance: random.Random) -> Image.Image:
    return _stamped(page, _DATE_PLACE, 8, chance)


def _stamped(
    page: Image.Image, place: tuple[float, float], play: float, chance: random.Random
) -> Image.Image:
    """Ink multiplies: what is black stays so."""
    pixels = page.width / A4_MM[0]
    stamp = _stamp(chance.uniform(38, 50), pixels, chance).rotate(
        chance.uniform(-15, 15), Image.Resampling.BICUBIC, fillcolor="white"
    )
    x, y = ((at + chance.uniform(-play, play)) * pixels - stamp.width / 2 for at in place)
    ink = Image.new("RGB", page.size, "white")
    ink.paste(stamp, (round(x), round(y)))
    return ImageChops.multiply(page, ink)


def _stamp(diameter: float, pixels: float, chance: random.Random) -> Image.Image:
    """A ring, a star and 样章 twelve times around, on white, with gaps in the ink."""
    mm = pixels * _FINE
    side = round((diameter + 2) * mm)
    ink = Image.new("L", (side, side))
    draw = ImageDraw.Draw(ink)
    draw.ellipse([mm, mm, side - mm, side - mm], outline=255, width=round(1.2 * mm))
    draw.polygon(_star(side / 2, diameter * 0.16 * mm), fill=255)
    for number in range(12):
        _letter_around(ink, "样章"[number % 2], number * pi / 6, diameter, mm)
    ink = ink.resize((side // _FINE, side // _FINE), Image.Resampling.BOX)
    patches = Image.effect_noise((12, 12), 90).resize(ink.size, Image.Resampling.BICUBIC)
    kept = patches.point(lambda value: min(255, 90 + 2 * value))  # where little ink was taken
    colour = (chance.randint(190, 225), chance.randint(25, 70), chance.randint(35, 80))
    inked = Image.new("RGB", ink.size, colour)
    white = Image.new("RGB", ink.size, "white")
    return Image.composite(inked, white, ImageChops.multiply(ink, kept))


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    radii = [radius * (1, 0.382)[point % 2] for point in range(10)]
    angles = [pi * point / 5 for point in range(10)]
    return [(middle + r * sin(a), middle - r * cos(a)) for r, a in zip(radii, angles, strict=True)]


def _letter_around(ink: Image.Image, letter: str, angle: float, diameter: float, mm: float) -> None:
    size = round(5 * mm)
    cell = Image.new("L", (size, size))
    ImageDraw.Draw(cell).text((size / 2, size / 2), letter, 255, _font(size * 9 // 10), "mm")
    turned = cell.rotate(-angle * 180 / pi, Image.Resampling.BICUBIC, expand=True)
    out = (diameter / 2 - 5) * mm
    x, y = ink.width / 2 + out * sin(angle), ink.height / 2 - out * cos(angle)
    ink.paste(255, (round(x - turned.width / 2), round(y - turned.height / 2)), turned)


def _font(size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec("pylopdf_fonts_zh_cn")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="pylopdf_fonts_zh_cn")
    return ImageFont.truetype(Path(spec.origin).parent / "NotoSansSC-Regular.otf", size)


def turned(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, Image.Resampling.BILINEAR, fillcolor="white")


def shadowed(page: Image.Image, chance: random.Random) -> Image.Image:
    """Dark to one side, as where a page does not lie flat."""
    slope = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270)))
    deepest = chance.randint(80, 140)
    light = slope.point(lambda value: deepest + value * (255 - deepest) // 255).resize(page.size)
    return ImageChops.multiply(page, Image.merge("RGB", [light] * 3))


def scanned(page: Image.Image, chance: random.Random, *, quality: int) -> bytes:
    """What any scanner does: paper that is not white, ink not black, some blur and grain; JPEG."""
    black, white = chance.randint(15, 60), chance.randint(225, 250)
    tones = [black + value * (white - black) // 255 for value in range(256)]
    blurred = page.filter(ImageFilter.BoxBlur(page.width / A4_MM[0] * _BLUR_MM))
    grain = _grain(page.size, chance)
    grains = grain if page.mode == "L" else Image.merge("RGB", [grain] * 3)
    toned = blurred.point(tones * len(page.getbands()))
    out = io.BytesIO()
    ImageChops.add(toned, grains, offset=-_GREY).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _grain(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Around a middle grey, by 4 to 14 of 255."""
    share = chance.uniform(4, 14) / _GRAIN
    moved = ImageChops.offset(_coarse_grain(size), chance.randrange(size[0]))
    return moved.point(lambda value: round(_GREY + (value - _GREY) * share))


@cache
def _coarse_grain(size: tuple[int, int]) -> Image.Image:
    """Takes longer than all the rest of a page: made once a size."""
    return Image.effect_noise(size, _GRAIN)


def bound(pages: Sequence[bytes], *, dpi: int) -> bytes:
    """The JPEGs as the pages of a PDF, unpacked by nobody on the way."""
    with pypdfium2.PdfDocument.new() as document:
        for content in pages:
            _add_page(document, content, dpi)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def _add_page(document: pypdfium2.PdfDocument, content: bytes, dpi: int) -> None:
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(content), inline=True)
    width, height = (side * 72 / dpi for side in picture.get_px_size())
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page = document.new_page(width, height)
    page.insert_obj(picture)
    page.gen_content()
    page.close()
