"""XML parts of zip packages, read as they are inflated. No Django."""

import zipfile
from collections.abc import Callable
from xml.parsers import expat

from foundation.sheets.shape import Fault, Unfit

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
_CHUNK = 1 << 16
_MOST_PIECES = 64  # of one text: 4 MiB of XML


def new_parser() -> expat.XMLParserType:
    """Without namespaces; a document type ends it."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def parse(
    parser: expat.XMLParserType, archive: zipfile.ZipFile, part: str, pieces: list[str]
) -> None:
    """All of a part; `pieces` is where the parser's owner collects the text it is in, of which
    no more is kept than tells that it is too long."""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            del pieces[_MOST_PIECES:]
    parser.Parse(b"", True)


def each_element(archive: zipfile.ZipFile, part: str, start: Start) -> None:
    """`start` is called with the local name and the attributes, by local names, of each."""
    parser = new_parser()

    def begin(name: str, attributes: Attributes) -> None:
        start(local(name), {local(key): value for key, value in attributes.items()})

    parser.StartElementHandler = begin
    parse(parser, archive, part, [])


def local(name: str) -> str:
    return name.rpartition(":")[2]


def is_true(value: str | None) -> bool:
    return value in {"1", "true", "on"}


def _refuse_doctype(*_: object) -> None:
    raise Unfit(Fault.BROKEN, "文档类型定义")
