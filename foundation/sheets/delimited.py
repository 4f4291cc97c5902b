"""CSV and TSV: the encoding is proven, the delimiter is what cuts the first rows alike. No Django.

A file is read as UTF-8 or GB 18030 only if all of it is, and never with marks in place of what
cannot be read.
"""

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

from foundation.sheets.choosing import Choice
from foundation.sheets.shape import LONGEST_TEXT, Cells, Facts, Fault, Unfit
from foundation.sheets.spooling import Spool
from foundation.sheets.values import plain_text

_CHUNK = 1 << 16
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SHOWN = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB 18030"}
_DELIMITERS = (",", "\t", ";")
_LAST_RESORT = "，"
_SAMPLE = 20  # rows
_NO_CUTS = (0, 0)
_LONGEST_FIELD = 8 << 20  # more is an open quote; what is longer than a cell is told by its place
_ENOUGH_CHINESE = 8
_THREE_BYTES = 0x0800
# Signs of nobody, as which GB 18030 reads much that is none; those of Word's fonts come later.
_WRONG = re.compile("[\ue000-\ue765]")
# What a spreadsheet program would take for a formula or a number stands behind one of these.
_APOSTROPHE = "'"
_AFTER_APOSTROPHE = frozenset("=+-@\t\r'0123456789")


def read(path: Path, *, extension: str, choice: Choice) -> None:
    csv.field_size_limit(_LONGEST_FIELD)
    encoding = _proven(path)
    facts = Facts(encoding=_SHOWN[encoding])
    with path.open(encoding=encoding, newline="") as text:
        delimiter = _delimiter(text, extension)
    with (
        path.open(encoding=encoding, newline="") as text,
        closing(Spool(choice.spool_path(), facts)) as spool,
    ):
        for number, texts in _records(text, delimiter):
            spool.add(number, _cells(number, texts, spool))
    choice.take(facts)


def _proven(path: Path) -> str:
    """The codec that reads all of the file."""
    with path.open("rb") as stream:
        head = stream.read(3)
    marked = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), None)
    if marked:
        return _refuse_unless_read(path, marked)
    try:
        return _refuse_unless_read(path, "utf-8")
    except Unfit as fault:
        if _is_broken_utf8(path):
            raise
        return _gb18030(path, fault)


def _gb18030(path: Path, of_utf8: Unfit) -> str:
    try:
        return _refuse_unless_read(path, "gb18030")
    except Unfit as fault:
        # The encoding that led further is the one the file was meant in.
        raise max(of_utf8, fault, key=lambda one: int(one.problem[1])) from None


def _refuse_unless_read(path: Path, codec: str) -> str:
    """The codec; raises Unfit with the row at which it fails."""
    decoder = codecs.getincrementaldecoder(codec)()
    row = 1
    for chunk in _chunks(path):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as fault:
            row += _before(fault).count("\n")
            raise Unfit(Fault.ENCODING, str(row)) from fault
        wrong = _WRONG.search(text) if codec == "gb18030" else None
        row += text[: wrong.start() if wrong else None].count("\n")
        if wrong:
            raise Unfit(Fault.ENCODING, str(row))
    return codec


def _chunks(path: Path) -> Iterator[bytes]:
    """The last one is empty."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
        yield b""


def _before(fault: UnicodeDecodeError) -> str:
    return bytes(fault.object[: fault.start]).decode(fault.encoding, errors="ignore")


def _is_broken_utf8(path: Path) -> bool:
    """Whether what can be read as UTF-8 holds more Chinese than chance explains: GB 18030 would
    read the same bytes as other, wrong, characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    chinese = 0
    for chunk in _chunks(path):
        try:
            chinese += _count_chinese(decoder.decode(chunk))
        except UnicodeDecodeError as fault:
            return chinese + _count_chinese(_before(fault)) >= _ENOUGH_CHINESE
    return chinese > 0  # it ends in the middle of a character


def _count_chinese(text: str) -> int:
    return sum(ord(character) >= _THREE_BYTES for character in text)


def _delimiter(text: TextIO, extension: str) -> str:
    """The one that cuts most of the first rows; of several, the one that cuts them alike."""
    sample = list(itertools.islice((line for line in text if line.strip()), _SAMPLE))
    if extension == "tsv" and any("\t" in line for line in sample):
        return "\t"
    best = max(_DELIMITERS, key=lambda one: _cuts(sample, one))
    has_none = _cuts(sample, best) == _NO_CUTS
    return _LAST_RESORT if has_none and _cuts(sample, _LAST_RESORT) > _NO_CUTS else best


def _cuts(sample: list[str], delimiter: str) -> tuple[int, int]:
    """How many rows it cuts, and into how many cells more than one those that have the same."""
    try:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter))
    except csv.Error:
        return _NO_CUTS
    cut = {width: count for width, count in widths.items() if width > 1}
    most = max((count * (width - 1) for width, count in cut.items()), default=0)
    return sum(cut.values()), most


def _records(text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each with its number, as a spreadsheet program counts: a cell may hold several lines."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            texts = next(reader, None)
        except csv.Error as fault:
            kind = Fault.OPEN_QUOTE if "limit" in str(fault) else Fault.QUOTES
            raise Unfit(kind, str(number + 1)) from fault
        if texts is None:
            return
        number += 1
        yield number, texts


def _cells(number: int, texts: list[str], spool: Spool) -> Cells:
    cells = {}
    for column, raw in enumerate(texts):
        text = plain_text(raw)
        if not text or text.isspace():
            continue
        if len(text) > LONGEST_TEXT:
            text = spool.refuse_long(number, column)
        if text[0] == "=":
            spool.count_formula(number, column, is_computed=False)
        cells[column] = _without_apostrophe(text)
    return cells


def _without_apostrophe(text: str) -> str:
    has_one = text[0] == _APOSTROPHE and text[1:2] in _AFTER_APOSTROPHE and len(text) > 1
    return text[1:] if has_one else text
