"""The shared strings of an XLSX file, on the disk: there may be 500 MiB of them. No Django."""

import os
import re
import zipfile
from array import array
from pathlib import Path
from typing import Self

from foundation.sheets.shape import LONGEST_TEXT, Fault, Unfit
from foundation.sheets.values import plain_text
from foundation.sheets.xml import Attributes, local, new_parser, parse

_MOST = 6_000_000
_SHORT = 64  # bytes
_MOST_KEPT = 50_000  # short ones in memory, for they are asked for again and again
_BUFFER = 1 << 20
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Strings:
    """Strings by their number, without control characters; at most one character more than may
    stand in a cell is kept of each."""

    def __init__(self, archive: zipfile.ZipFile, part: str | None, path: Path) -> None:
        self._path = path
        self._ends = array("Q", [0])
        self._kept: dict[int, str] = {}
        self._texts: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = 0
        self._prefix = ""
        self._file = path.open("w+b", _BUFFER)
        if part:
            self._parse(archive, part)
        self._file.flush()
        self._number = self._file.fileno()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink()

    def __getitem__(self, number: int) -> str:
        """Raises Unfit for a number that no string has."""
        text = self._kept.get(number)
        return self._read(number) if text is None else text

    def _read(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise Unfit(Fault.BROKEN, "共享文字")
        start, end = self._ends[number], self._ends[number + 1]
        text = os.pread(self._number, end - start, start).decode()
        if end - start <= _SHORT:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[number] = text
        return text

    def _parse(self, archive: zipfile.ZipFile, part: str) -> None:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        parse(parser, archive, part, self._pieces)

    def _start(self, name: str, _attributes: Attributes) -> None:
        if local(name) == "sst":
            self._prefix = name.removesuffix("sst")
        elif name == f"{self._prefix}rPh":  # how it is spoken, above the text
            self._phonetic += 1
        self._pieces.clear()

    def _end(self, name: str) -> None:
        ending = name.removeprefix(self._prefix)
        if ending == "t" and not self._phonetic:
            self._texts.append("".join(self._pieces))
        elif ending == "si":
            self._keep()
        elif ending == "rPh":
            self._phonetic -= 1

    def _keep(self) -> None:
        if len(self._ends) > _MOST:
            raise Unfit(Fault.HEAVY)
        content = plain_text(unescaped("".join(self._texts)))[: LONGEST_TEXT + 1].encode()
        self._texts.clear()
        self._file.write(content)
        self._ends.append(self._ends[-1] + len(content))


def unescaped(text: str) -> str:
    """What XML cannot hold stands as _x000D_ (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
