"""What stands where on a page of a PDF, in millimetres from its upper left corner."""

import io
from dataclasses import dataclass
from itertools import groupby

import pypdfium2

_MM = 25.4 / 72
_HEIGHT = 297
_DOTS = 10  # a millimetre


@dataclass(frozen=True)
class Ink:
    """Of a character, or of several together."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self):
        return (self.left + self.right) / 2

    @property
    def middle(self):
        return (self.top + self.bottom) / 2


def opened(pdf):
    return pypdfium2.PdfDocument(io.BytesIO(pdf))


def characters(page):
    text = page.get_textpage()
    found = [(at, text.get_text_range(at, 1)) for at in range(text.count_chars())]
    return [_ink(char, text.get_charbox(at)) for at, char in found if char.strip()]


def _ink(char, bounds):
    left, bottom, right, top = (point * _MM for point in bounds)
    return Ink(char, left, _HEIGHT - top, right, _HEIGHT - bottom)


def find(page, words):
    """The ink of the first place where `words`, without white space, are said."""
    inks = characters(page)
    start = "".join(ink.text for ink in inks).index(words)
    return together(inks[start : start + len(words)])


def together(inks):
    return Ink(
        "".join(ink.text for ink in inks),
        min(ink.left for ink in inks),
        min(ink.top for ink in inks),
        max(ink.right for ink in inks),
        max(ink.bottom for ink in inks),
    )


def lines(page):
    """The text's lines as the page has them, from its top."""
    return page.get_textpage().get_text_range().splitlines()


def picture(page):
    """Ten dots a millimetre, RGB."""
    return page.render(scale=_DOTS * _MM).to_pil().convert("RGB")


def is_red(dot):
    red, green, blue = dot
    return red > 150 and max(green, blue) < 100


def red_runs(dots):
    """Where a row or column of dots is red: begin and end of each run, in millimetres."""
    runs, at = [], 0
    for red, run in groupby(dots, key=is_red):
        length = len(list(run))
        runs += [(at / _DOTS, (at + length) / _DOTS)] if red else []
        at += length
    return runs


def column(image, at):
    return [image.getpixel((round(at * _DOTS), y)) for y in range(image.height)]


def row(image, at):
    return [image.getpixel((x, round(at * _DOTS))) for x in range(image.width)]


def part(image, left, top, right, bottom):
    return image.crop([round(side * _DOTS) for side in (left, top, right, bottom)])
