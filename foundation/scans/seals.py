"""A hint: whether a round red seal of 38 to 50 mm is seen on a page. No Django."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageFilter, ImageOps

from foundation.scans.shape import A4_LONG_MM

_REDDER = 40  # by as much is the red of ink above its green and blue, of 255
_LEAST_RED = 60  # mm² of red on a page with a seal; an unbroken ring alone has as many and more
_SMALLEST, _LARGEST = 17, 27  # radii in mm that are looked for: scanners and papers vary
_MARGIN = _LARGEST + 2  # mm around the page: what is shifted out of it does not come in again
_FINE = 4  # pixels a mm where a ring is measured; it is looked for at 1 pixel a mm
_COVERED = 48  # of 255: as much red makes a square millimetre a red one
_ANGLES = 48
_VOTE = 255 // _ANGLES
_LIKELY = 0.6  # of a circle's points are near red, in its millimetres
_REACH = 4.0  # mm: as far from its circle a ring is looked for along a ray
_STEP = 1 / _FINE
_CLEAR = 2.0  # mm outside of a seal are without red, along most rays
_NEAR = 0.75  # mm from the circle are still on it
_WHOLE = 0.6  # of the rays end on the circle
_EMPTIEST, _FULLEST = 0.03, 0.65  # share of red inside: a name and a star, but no disc

Point = tuple[float, float]

_RAYS: tuple[Point, ...] = tuple(
    (cos(2 * pi * number / _ANGLES), sin(2 * pi * number / _ANGLES)) for number in range(_ANGLES)
)


def has_seal(page: Image.Image) -> bool:
    """The page is taken for an A4 one, whatever its pixels; grey ones have no seal."""
    if page.mode != "RGB":
        return False
    red = _red(page)
    rough = red.reduce(_FINE).point(lambda share: 255 if share >= _COVERED else 0)
    if rough.histogram()[255] < _LEAST_RED:
        return False
    return any(_is_seal(red, centre, radius) for centre, radius in _circles(rough))


def _red(page: Image.Image) -> Image.Image:
    """255 where there is red ink, else 0."""
    scale = A4_LONG_MM * _FINE / max(page.size)
    size = (max(_FINE, round(page.width * scale)), max(_FINE, round(page.height * scale)))
    red, green, blue = page.resize(size, Image.Resampling.BOX).split()
    above = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    return above.point(lambda value: 255 if value >= _REDDER else 0)


def _circles(rough: Image.Image) -> Iterator[tuple[Point, int]]:
    """Centre and radius in mm of the likeliest circle of each radius, likeliest first."""
    outline = ImageChops.subtract(rough, rough.filter(ImageFilter.MinFilter(3)))
    near = ImageOps.expand(outline, _MARGIN).filter(ImageFilter.MaxFilter(3))
    votes = near.point(lambda value: _VOTE if value else 0)
    found = [(*_likeliest(votes, radius), radius) for radius in range(_SMALLEST, _LARGEST + 1)]
    for count, at, radius in sorted(found, reverse=True):
        if count >= _LIKELY * _ANGLES * _VOTE:
            top, left = divmod(at, votes.width)
            yield (left - _MARGIN + 0.5, top - _MARGIN + 0.5), radius


def _likeliest(votes: Image.Image, radius: int) -> tuple[int, int]:
    """The most votes a centre has, and its place: all of the page at once, shifted to each point
    of the circle and added up."""
    total = Image.new("L", votes.size)
    for x, y in _RAYS:
        shifted = ImageChops.offset(votes, round(radius * x), round(radius * y))
        total = ImageChops.add(total, shifted)
    values = total.tobytes()
    most = max(values)
    return most, values.index(most)


def _is_seal(red: Image.Image, centre: Point, radius: int) -> bool:
    """Seen closer: the outermost red along most rays lies on one circle, and it is no disc."""
    half = radius * 0.6
    left, top, right, bottom = (
        round((at + way * half) * _FINE) for way in (-1, 1) for at in centre
    )
    inside = red.crop((left, top, right, bottom))
    filled = inside.histogram()[255] / (inside.width * inside.height)
    if not _EMPTIEST <= filled <= _FULLEST:
        return False
    mask = _Mask(red.tobytes(), red.width, red.height)
    shifts = [step / 2 for step in range(-3, 4)]
    centres = [(centre[0] + right, centre[1] + down) for right in shifts for down in shifts]
    return any(_share_on_circle(mask, place, radius) >= _WHOLE for place in centres)


@dataclass(frozen=True, slots=True)
class _Mask:
    """Pixels, row by row: several hundred thousand are asked for."""

    pixels: bytes
    width: int
    height: int


def _share_on_circle(red: _Mask, centre: Point, radius: int) -> float:
    """Of the rays from `centre`, those whose outermost red is as far out as the median's."""
    ends = [_end(red, centre, ray, radius) for ray in _RAYS]
    seen = [end for end in ends if end]
    if len(seen) < _WHOLE * _ANGLES:
        return 0
    middle = statistics.median(seen)
    if middle > radius + _REACH - _CLEAR:
        return 0  # red all over: it does not end at a circle
    return sum(abs(end - middle) <= _NEAR for end in seen) / _ANGLES


def _end(red: _Mask, centre: Point, ray: Point, radius: int) -> float:
    """How far out in mm the last red is along a ray; 0 where there is none near the circle."""
    distance = radius + _REACH
    while distance > radius - _REACH:
        x = int((centre[0] + distance * ray[0]) * _FINE)
        y = int((centre[1] + distance * ray[1]) * _FINE)
        if 0 <= x < red.width and 0 <= y < red.height and red.pixels[y * red.width + x]:
            return distance
        distance -= _STEP
    return 0
