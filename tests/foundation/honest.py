"""Files as people send them: made by real writers, or part by part as those write them."""

import io
import struct
from functools import partial

from PIL import Image

from foundation.documents import render_pdf
from tests.foundation import files
from tests.foundation.files import mp4, zipped
from tests.foundation.hostile import docx_body, relations, xlsx
from tests.foundation.test_uploads_cleaning import photo

RULES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def letter():
    return render_pdf('<h1>推荐函</h1><p>见 <a href="https://x.cn">网页</a></p>', title="推荐函")


def picture(form, mode="RGB", size=(800, 600), **how):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, form, **how)
    return out.getvalue()


def package(folder, *extra):
    return zipped([(files.TYPES, RULES), f"{folder}/main.xml", "docProps/app.xml", *extra])


def linked(*targets):
    """A Word file with relations that real ones have."""
    links = [(f"word/_rels/r{n}.xml.rels", relations(*target)) for n, target in enumerate(targets)]
    return package("word", *links)


def fields():
    return docx_body(
        '<w:p><w:fldSimple w:instr="PAGE"/><w:fldChar w:fldCharType="begin"/>'
        '<w:instrText>INCLUDEPICTURE "https://x.cn/a.png"</w:instrText></w:p>'
        "<w:p><w:r><w:t>DDEAUTO 是一种域</w:t></w:r></w:p>"
    )


def long_list():
    """Repeated rows pack far better than 1:100."""
    return xlsx(("xl/worksheets/sheet1.xml", b"<row><c>0</c></row>" * 500_000))


def ofd(pages):
    parts = [f"Doc_0/Pages/Page_{n}/Content.xml" for n in range(pages)]
    return zipped(["OFD.xml", "Doc_0/Document.xml", *parts, "Doc_0/Signs/Sign_0/SignedValue.dat"])


def pieces():
    """A video as browsers and phones stream it."""
    moof = (b"moof", bytes(40))
    return mp4(boxes=[(b"moov", bytes(80)), *[moof, (b"mdat", bytes(500))] * 50])


def long_video():
    """Its pictures' box has a length of 64 bits, and is the last without one."""
    large = struct.pack(">I4sQ", 1, b"free", 24) + bytes(8)
    return mp4(boxes=[(b"moov", b"\0")]) + large + struct.pack(">I4s", 0, b"mdat") + bytes(99)


# What is taken out of each, if anything.
CASES = {
    "推荐函.pdf": (letter, ()),
    "照片.jpg": (photo, ("拍摄信息（时间、地点等）", "附注")),
    "扫描.jpeg": (partial(picture, "JPEG", "L", (2480, 3508)), ()),
    "渐进.jpg": (partial(picture, "JPEG", progressive=True), ()),
    "印刷.jpg": (partial(picture, "JPEG", "CMYK"), ()),
    "截图.png": (partial(picture, "PNG", "RGBA"), ()),
    "图表.png": (partial(picture, "PNG", "P"), ()),
    "链接.docx": (partial(linked, ("hyperlink", "https://x.cn"), ("image", "a.png", "")), ()),
    "本机模板.docx": (
        partial(linked, ("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")),
        (),
    ),
    "域.docx": (fields, ()),
    "公式.docx": (
        lambda: package("word", ("word/embeddings/o1.bin", files.ole("Equation Native"))),
        (),
    ),
    "图表.pptx": (
        lambda: package("ppt", ("ppt/embeddings/Sheet1.xlsx", xlsx()), "ppt/slides/slide1.xml"),
        (),
    ),
    "名单.xlsx": (long_list, ()),
    "发票.ofd": (partial(ofd, 3), ()),
    "申报表.wps": (partial(files.ole, "WordDocument", "1Table", "\5SummaryInformation"), ()),
    "旧表.xls": (partial(files.ole, "Workbook", "\5SummaryInformation"), ()),
    "旧稿.ppt": (partial(files.ole, "PowerPoint Document", "Current User", "Pictures"), ()),
    "网上看.mp4": (pieces, ()),
    "长片.mp4": (long_video, ()),
}
