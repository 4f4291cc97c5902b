"""Readers of the parts of packages that can act: relations, fields, links, objects; of ODF, the one
that tells of a password."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit
from xml.parsers import expat

from foundation.looks.archives import PartReader
from foundation.looks.report import Fault, Finding

_SHOWN = 60
_LONGEST_FIELDS = 1 << 20
# Fields that start a program, in Word's field codes.
_COMMANDS = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_REMOTE_SCHEMES = {"http", "https", "ftp", "mhtml", "mk", "ms-help", "res"}
_OLE_NAMES = {
    "Ole10Native".encode("utf-16-le"): (Fault.PACKAGED, "打包对象"),
    "_VBA_PROJECT".encode("utf-16-le"): (Fault.MACROS, "嵌入对象里的宏"),
}
_SLIDE_MARKS = {b"ppaction://program": (Fault.COMMAND, "启动程序的动作")}
_LOCKED_MARKS = {b"encryption-data": (Fault.ENCRYPTED, "")}  # of ODF
_LINK_MARKS = {b"ddeLink": (Fault.COMMAND, "DDE")}


def readers_of(name: str) -> list[PartReader]:
    """The readers of a member by its name; most have none."""
    return [reader() for pattern, reader in _READERS if pattern.fullmatch(name)]


class _Xml:
    """A part as XML, without namespaces' prefixes; broken XML raises ValueError."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.buffer_text = True

    def feed(self, chunk: bytes) -> None:
        self._parse(chunk, final=False)

    def findings(self) -> list[Finding]:
        try:
            self._parse(b"", final=True)
        except ValueError:
            return [Finding(Fault.BROKEN, "XML")]
        return self._found

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as fault:
            raise ValueError(str(fault)) from fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._element(_local(name), {_local(key): value for key, value in attributes.items()})

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError


class _Relations(_Xml):
    """What is loaded without a click may not come from another machine; links may lead out."""

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if name != "Relationship":
            return
        if kind == "aFChunk":  # a page or a letter that Word turns into text
            self._found.append(Finding(Fault.PACKAGED, target[-_SHOWN:]))
        if kind != "hyperlink" and _is_external(attributes) and _is_remote(target):
            self._found.append(Finding(Fault.REMOTE, target[:_SHOWN]))


class _ContentTypes(_Xml):
    """A document with macros under the name of one without."""

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        if name in {"Default", "Override"} and "macroEnabled" in content_type:
            self._found.append(Finding(Fault.MACROS, "文件类型"))


class _Fields(_Xml):
    """Word's field codes, which may be cut into runs: read as one text."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: list[str] = []
        self._length = 0
        self._parser.EndElementHandler = self._end

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "fldSimple":
            self._add(f" {attributes.get('instr', '')} ")
        if name == "fldChar":
            self._add(" ")
        self._parser.CharacterDataHandler = self._add if name == "instrText" else None

    def _end(self, _name: str) -> None:
        self._parser.CharacterDataHandler = None

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length <= _LONGEST_FIELDS:
            self._codes.append(text)

    def findings(self) -> list[Finding]:
        found = super().findings()
        match = _COMMANDS.search("".join(self._codes))
        if self._length > _LONGEST_FIELDS:
            found.append(Finding(Fault.BOMB, "域代码"))
        if match:
            found.append(Finding(Fault.COMMAND, match[0].upper()))
        return found


class _Contains:
    """Marks that a part must not hold."""

    def __init__(self, marks: dict[bytes, tuple[Fault, str]]) -> None:
        self._marks = marks
        self._seen: set[bytes] = set()
        self._longest = max(map(len, marks))
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        data = self._tail + chunk
        self._seen |= {mark for mark in self._marks if mark in data}
        self._tail = data[-self._longest :]

    def findings(self) -> list[Finding]:
        return [Finding(*found) for mark, found in self._marks.items() if mark in self._seen]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _is_external(attributes: dict[str, str]) -> bool:
    return attributes.get("TargetMode", "").lower() == "external"


def _is_remote(target: str) -> bool:
    """An address on another machine: of the web, or a file under the name of a host (UNC)."""
    text = target.strip().replace("\\", "/")
    try:
        address = urlsplit(text)
    except ValueError:
        return True
    scheme = address.scheme.lower()
    has_host = bool(address.netloc) and address.netloc.lower() != "localhost"
    is_share = text.startswith("//") or address.path.startswith("//")
    return scheme in _REMOTE_SCHEMES or (scheme in {"", "file"} and (has_host or is_share))


_READERS: list[tuple[re.Pattern[str], Callable[[], PartReader]]] = [
    (re.compile(r".*\.rels"), _Relations),
    (re.compile(r"\[Content_Types\]\.xml"), _ContentTypes),
    (re.compile(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml"), _Fields),
    (re.compile(r"ppt/slide(s|Layouts|Masters)/\w+\.xml"), partial(_Contains, _SLIDE_MARKS)),
    (re.compile(r"xl/externalLinks/.*\.xml"), partial(_Contains, _LINK_MARKS)),
    (re.compile(r"META-INF/manifest\.xml"), partial(_Contains, _LOCKED_MARKS)),
    (re.compile(r".*/embeddings/.*"), partial(_Contains, _OLE_NAMES)),
]
