"""What stands where on the pages of a PDF, in millimetres from the upper left corner of each."""

from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw

_MM = 25.4 / 72
_HEIGHT = 297


@dataclass(frozen=True)
class Box:
    """A character's ink, or a path's bounds with the `text` empty."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    red: bool = False

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top

    @property
    def centre(self):
        return (self.left + self.right) / 2


def opened(pdf):
    return pypdfium2.PdfDocument(pdf)


def characters(page):
    text = page.get_textpage()
    found = enumerate(text.get_text_range(at, 1) for at in range(text.count_chars()))
    return [_box(char, text.get_charbox(at)) for at, char in found if char.strip()]


def find(page, words):
    """The characters of the first place where `words` are said, white space aside."""
    boxes = characters(page)
    start = "".join(box.text for box in boxes).index(words)
    return joined(boxes[start : start + len(words)])


def lines(page):
    """The characters in rows of one base line, each from the left."""
    rows = {}
    for box in characters(page):
        rows.setdefault(round((box.top + box.bottom) / 2 / 3), []).append(box)
    return [sorted(row, key=lambda box: box.left) for _, row in sorted(rows.items())]


def joined(boxes):
    return Box(
        "".join(box.text for box in boxes),
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def paths(page):
    """What is drawn and no text, without the parts of forms."""
    kinds = (pypdfium2.raw.FPDF_PAGEOBJ_PATH,)
    objects = page.get_objects(filter=kinds, max_depth=1)
    return [_box("", item.get_bounds(), red=_is_red(item)) for item in objects]


def _box(text, bounds, *, red=False):
    left, bottom, right, top = (point * _MM for point in bounds)
    return Box(text, left, _HEIGHT - top, right, _HEIGHT - bottom, red)


def _is_red(item):
    colour = [pypdfium2.raw.c_uint() for _ in range(4)]
    pypdfium2.raw.FPDFPageObj_GetFillColor(item.raw, *colour)
    red, green, blue = (part.value for part in colour[:3])
    return red > 200 > 100 > green + blue
