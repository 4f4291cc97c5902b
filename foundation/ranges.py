"""A part of a file, as RFC 9110 section 14 lets a reader ask for it."""

import re
from dataclasses import dataclass

# One range only: several are answered by the whole, which 14.2 allows.
_ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """From byte `start` up to, without, byte `stop`."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    def within(self, size: int) -> str:
        """The value of Content-Range."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


class Unsatisfiable(ValueError):  # noqa: N818 -- the RFC's word
    """Nothing of the file lies in the range asked for: 416."""


def span_of(header: str, size: int) -> Span | None:
    """What of a file of `size` bytes a Range header asks for; None where the whole is the answer:
    there is no header, it cannot be read, or it asks for several parts. Raises Unsatisfiable."""
    match = _ONE.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _end_of(size, int(last))
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, stop)


def _end_of(size: int, length: int) -> Span:
    if not length or not size:
        raise Unsatisfiable
    return Span(max(size - length, 0), size)
