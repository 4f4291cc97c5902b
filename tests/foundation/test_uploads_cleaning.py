"""What is taken out of files: all that acts or tells, and nothing else."""

import io
import struct

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from foundation.uploads import Purpose, UploadProblem, inspect_upload
from tests.foundation import files
from tests.foundation.files import jpeg, jpeg_segment, pdf, pdf_stream, png
from tests.foundation.hostile import SCRIPT, SIGNATURE
from tests.foundation.looking import report_of

FILE = b"<</Type/Filespec/F(a.exe)/EF<</F 4 0 R>>>>"
BYTES = pdf_stream(b"MZ")
LINK = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<<%s>>>>]"
ACTING = {
    "opening": (pdf(catalog=b"/OpenAction" + SCRIPT), ["脚本"]),
    "named": (pdf(catalog=b"/Names<</JavaScript<</Names[(a)%s]>>>>" % SCRIPT), ["脚本"]),
    "behind": (pdf(SCRIPT, catalog=b"/OpenAction 3 0 R"), ["脚本"]),
    "event": (pdf(page=b"/AA<</O%s>>" % SCRIPT), ["自动动作"]),
    "launch": (pdf(page=LINK % b"/S/Launch/F(cmd.exe)"), ["启动程序的动作"]),
    "remote": (pdf(page=LINK % b"/S/GoToR/F(\\\\\\\\10.0.0.1\\\\a)"), ["打开其他文件的动作"]),
    "submit": (pdf(page=LINK % b"/S/SubmitForm/F(https://x.cn)"), ["提交表单的动作"]),
    "import": (pdf(page=LINK % b"/S/ImportData/F(a.fdf)"), ["导入数据的动作"]),
    "local": (pdf(page=LINK % b"/S/URI/URI(file:///C:/a.exe)"), ["指向本机的链接"]),
    "script link": (pdf(page=LINK % b"/S/URI/URI(javascript:x)"), ["指向本机的链接"]),
    "chain": (pdf(page=LINK % (b"/S/GoTo/D(a)/Next" + SCRIPT)), ["自动动作"]),
    "carried": (
        pdf(FILE, BYTES, catalog=b"/Names<</EmbeddedFiles<</Names[(a)3 0 R]>>>>"),
        ["夹带的文件"],
    ),
    "clip": (
        pdf(FILE, BYTES, page=b"/Annots[<</Subtype/FileAttachment/FS 3 0 R/Rect[0 0 9 9]>>]"),
        ["夹带的文件"],
    ),
    "form": (pdf(catalog=b"/AcroForm<</Fields[]/XFA(<xdp/>)>>"), ["动态表单"]),
    "elsewhere": (pdf(pdf_stream(b"", b"/F(a)/FFilter/X"), page=b"/X 3 0 R"), ["外部引用"]),
    "damaged": (files.PDF.replace(b"0000000", b"0000001"), ["损坏的结构"]),
}
HARMLESS = {
    "jump": pdf(catalog=b"/OpenAction[3 0 R/Fit]"),
    "web": pdf(page=LINK % b"/S/URI/URI(https://x.cn)"),
    "mail": pdf(page=LINK % b"/S/URI/URI(mailto:a@x.cn)"),
    "next": pdf(page=LINK % b"/S/Named/N/NextPage"),
    "called AA": pdf(page=b"/Group<</AA<</Type/Font/BaseFont/X>>>>"),
    "signed": pdf(SIGNATURE, catalog=b"/X 3 0 R"),
    "outline": pdf(catalog=b"/Outlines<</First<</Title(a)/Next<</Title(b)>>>>>>"),
}
ORDERS = {"<": b"II*\0", ">": b"MM\0*"}


@pytest.mark.parametrize("kind", ACTING)
def test_what_acts_in_a_pdf_is_taken_out_and_named(kind):
    content, words = ACTING[kind]

    report, cleaned = report_of("pdf", content)

    assert (report["findings"], sorted(report["cleaned"])) == ([], sorted(words))
    assert report_of("pdf", cleaned) == ({**report, "cleaned": []}, None)
    for word in (b"app.launchURL", b"cmd.exe", b"MZ", b"/XFA", b"10.0.0.1"):
        assert word not in cleaned


@pytest.mark.parametrize("kind", HARMLESS)
def test_pdf_that_does_not_act_is_kept_as_it_is(kind):
    report, cleaned = report_of("pdf", HARMLESS[kind])

    assert (report["findings"], report["cleaned"], cleaned) == ([], [], None)


def test_restricted_pdf_that_does_not_act_is_kept_as_it_is():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(files.PDF)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))

    assert report_of("pdf", out.getvalue())[0]["findings"] == []


def test_cleaned_pdf_shows_the_same_page():
    page = pdf_stream(b"1 0 0 rg 20 20 60 40 re f")
    content = pdf(page, page=b"/Contents 3 0 R/AA<</O%s>>" % SCRIPT)

    cleaned = report_of("pdf", content)[1]

    pictures = []
    for one in (content, cleaned):
        with pypdfium2.PdfDocument(one) as document:
            pictures.append(document[0].render().to_pil().tobytes())
    assert pictures[0] == pictures[1]
    assert len(set(pictures[0])) > 1


def test_same_pdf_is_cleaned_to_the_same_bytes():
    content = ACTING["event"][0]

    assert report_of("pdf", content)[1] == report_of("pdf", content)[1]


def test_verdict_on_a_cleaned_file_is_about_what_is_kept():
    stream = io.BytesIO(ACTING["launch"][0])

    verdict = inspect_upload("a.pdf", stream, purpose=Purpose.DOCUMENT, limit=1 << 20)

    kept = verdict.content.read()
    assert (verdict.cleaned, verdict.pages) == (("启动程序的动作",), 1)
    assert (verdict.size, stream.tell()) == (len(kept), 0)
    assert kept != stream.getvalue()


def photo(turned=6, size=(64, 32)):
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "Camera"
    exif.get_ifd(0x8825)[2] = (30.0, 39.0, 0.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"<?php ?>", icc_profile=b"profile")
    return out.getvalue()


def test_photo_keeps_its_picture_and_its_way_up_and_tells_no_place():
    content = photo()

    report, cleaned = report_of("jpg", content + b"<?php tail ?>")

    before, after = (Image.open(io.BytesIO(one)) for one in (content, cleaned))
    assert before.tobytes() == after.tobytes()
    assert dict(after.getexif()) == {0x0112: 6}
    assert after.info["icc_profile"] == b"profile"
    assert b"<?php" not in cleaned
    assert report["cleaned"] == ["拍摄信息（时间、地点等）", "附注", "末尾多余的内容"]
    assert (report["width"], report["height"]) == (64, 32)
    assert report_of("jpg", cleaned)[1] is None


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("turned", "kept"), [(1, False), (3, True), (9, False)])
def test_way_up_is_read_in_both_byte_orders(order, turned, kept):
    tiff = ORDERS[order] + struct.pack(f"{order}IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)

    notes = jpeg_segment(0xE1, b"Exif\0\0" + tiff) + jpeg_segment(0xFE, b"note")

    cleaned = report_of("jpg", jpeg(extra=notes))[1]

    assert (b"Exif" in cleaned) is kept


@pytest.mark.parametrize("tiff", [b"", b"MM\0*\xff\xff\xff\xff", b"XX\0*\0\0\0\x08\0\1", b"MM\0*"])
def test_broken_notes_of_a_camera_are_only_left_out(tiff):
    cleaned = report_of("jpg", jpeg(extra=jpeg_segment(0xE1, b"Exif\0\0" + tiff)))[1]

    assert cleaned == jpeg()


def test_png_keeps_only_what_draws_it():
    extra = [(b"gAMA", b"\0\0\xb1\x8f"), (b"tEXt", b"Author\0x"), (b"eXIf", b"MM\0*")]

    report, cleaned = report_of("png", png(extra=extra, tail=b"<script>"))

    assert cleaned == png(extra=extra[:1])
    assert report["cleaned"] == ["附注", "拍摄信息（时间、地点等）", "末尾多余的内容"]


@pytest.mark.parametrize("chunk", [b"XXXX", b"IHDR"])
def test_png_with_a_strange_beginning_or_part_is_refused(chunk):
    content = png(extra=[(chunk, b"")])

    assert report_of("png", content)[0]["findings"][0][0] == UploadProblem.BROKEN
