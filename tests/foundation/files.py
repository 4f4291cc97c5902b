"""Small files of many forms, made in memory: honest ones and hostile ones."""

import hashlib
import io
import struct
import zipfile
import zlib

TYPES = "[Content_Types].xml"
PROGRAM = b"MZ\x90\0\3\0\0\0" + bytes(52) + b"\x80\0\0\0" + bytes(60) + b"PE\0\0"
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"
END_OF_CHAIN, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def sm3(content):
    """ "" where OpenSSL was built without it."""
    has_it = "sm3" in hashlib.algorithms_available
    return hashlib.new("sm3", content).hexdigest() if has_it else ""


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


def pdf(*objects, catalog=b"", page=b"", pages=1, trailer=b""):
    """A PDF of `pages` equal pages; `objects` are numbered from 3, the pages after them."""
    first = 3 + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + n) for n in range(pages))
    one = b"<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 200 100]" + page + b">>"
    bodies = {1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"}
    bodies[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)
    bodies |= dict(enumerate(objects, start=3))
    bodies |= dict.fromkeys(range(first, first + pages), one)
    return _numbered(bodies, trailer)


def _numbered(bodies, trailer):
    out, table = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), [b"0 1\n0000000000 65535 f \n"]
    for number, body in bodies.items():
        table.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (max(bodies) + 1, trailer)
    start = b"startxref\n%d\n%%%%EOF\n" % len(out)
    return bytes(out) + b"xref\n" + b"".join(table) + end + start


def pdf_stream(content, entries=b""):
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def png(width=2, height=1, *, extra=(), rows=None, tail=b""):
    """Grey, eight bits; `extra` are pairs of chunk name and body that go before the rows."""
    head = struct.pack(">II5B", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height) if rows is None else rows)
    chunks = [(b"IHDR", head), *extra, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks) + tail


def png_chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(width=16, height=8, *, extra=b"", frame=0xC0, scans=1, tail=b""):
    """The segments of a grey JPEG; its coded data draws nothing."""
    size = jpeg_segment(frame, struct.pack(">BHHB3B", 8, height, width, 1, 1, 17, 0))
    scan = jpeg_segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    jfif = jpeg_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    return b"\xff\xd8" + jfif + extra + size + scan * scans + b"\xff\xd9" + tail


def jpeg_segment(mark, body):
    return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body


def mp4(*, brand=b"isom", boxes=((b"moov", b"\0" * 8), (b"mdat", b"\0" * 99))):
    kind = brand + b"\0\0\2\0isomiso2avc1mp41"
    return b"".join(mp4_box(*box) for box in ((b"ftyp", kind), *boxes))


def mp4_box(name, body):
    return struct.pack(">I4s", len(body) + 8, name) + body


PDF, PNG, JPEG, MP4 = pdf(), png(), jpeg(), mp4()
