"""Small files of many forms, made in memory: honest ones and hostile ones."""

import io
import struct
import zipfile

TYPES = "[Content_Types].xml"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + bytes(20)
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(20)
PROGRAM = b"MZ\x90\0\3\0\0\0" + bytes(52) + b"\x80\0\0\0" + bytes(60) + b"PE\0\0"
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"
END_OF_CHAIN, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def zipped(members, *, method=zipfile.ZIP_DEFLATED):
    """A zip file of `members`, names or pairs of name and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for member in members:
            name, content = member if isinstance(member, tuple) else (member, b"<x/>")
            archive.writestr(name, content)
    return out.getvalue()


def docx(*extra):
    return zipped([TYPES, "word/document.xml", *extra])


def ods(mimetype=ODS):
    return zipped([("mimetype", mimetype), "content.xml"], method=zipfile.ZIP_STORED)


def ole(*names):
    """A compound file whose directory holds `names`, in sectors of 512 bytes."""
    entries = b"".join(_entry(name) for name in ("Root Entry", *names))
    directory = entries + bytes(-len(entries) % 512)
    count = len(directory) // 512
    chain = [FAT, *range(2, count + 1), END_OF_CHAIN]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    return _ole_header() + table + directory


def _ole_header():
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<II", header, 44, 1, 1)  # one table sector; the directory is sector 1
    struct.pack_into("<II", header, 68, END_OF_CHAIN, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    return bytes(header)


def _entry(name):
    text = name.encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack("<HB", len(text) + 2, 2) + bytes(61)
