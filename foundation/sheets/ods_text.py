"""The text of a cell of an ODS file: paragraphs, spaces and breaks, without notes. No Django."""

from foundation.sheets.shape import LONGEST_TEXT
from foundation.sheets.xml import Attributes

_NOTE = "office:annotation"
_RUBY = "text:ruby-text"
_PLAIN = {"text:tab": "\t", "text:line-break": "\n"}


class CellText:
    """Collects `pieces` between `clear` and `text`."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._paragraphs: list[str] = []
        self._texts: list[str] = []
        self._left_out = 0

    def clear(self) -> None:
        self.pieces.clear()
        self._paragraphs.clear()
        self._texts.clear()
        self._left_out = 0

    def text(self) -> str:
        return "\n".join(self._paragraphs)

    def start(self, name: str, attributes: Attributes) -> None:
        self._collect()
        if name in {_NOTE, _RUBY}:
            self._left_out += 1
        elif name == "text:p":
            self._texts.clear()
        elif name == "text:s":
            count = attributes.get("text:c", "1")
            self._texts.append(" " * min(int(count[:6]) if count.isdecimal() else 1, LONGEST_TEXT))
        else:
            self._texts.append(_PLAIN.get(name, ""))

    def end(self, name: str) -> None:
        self._collect()
        if name in {_NOTE, _RUBY}:
            self._left_out -= 1
        elif name == "text:p" and not self._left_out:
            self._paragraphs.append("".join(self._texts))

    def _collect(self) -> None:
        """What was read since the last mark."""
        if not self._left_out:
            self._texts += self.pieces
        self.pieces.clear()
