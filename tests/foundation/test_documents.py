"""PDFs read back with another library, references that must not be followed, QR codes."""

import base64
import io
from urllib.parse import quote

import pypdfium2
import pytest
import segno

from foundation.documents import ResourceRefused, qr_png_uri, qr_svg, render_pdf

PAGE = (
    "<!doctype html><html><head><title>函</title></head><body><h1>关于推荐科技成果的函</h1>"
    "<p>碳化硅功率器件 ZL202110000001.6 䶮㛃喆堃犇祎赟</p></body></html>"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<image href="file:///etc/passwd" width="5" height="5"/></svg>'
)


def _opened(pdf):
    return pypdfium2.PdfDocument(pdf)


def _text(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in _opened(pdf))


def test_pdf_text_can_be_read_back_with_rare_characters():
    assert _text(render_pdf(PAGE)).split() == [
        "关于推荐科技成果的函",
        "碳化硅功率器件",
        "ZL202110000001.6",
        "䶮㛃喆堃犇祎赟",
    ]


def test_pdf_is_set_in_our_chinese_fonts():
    items = _opened(render_pdf(PAGE))[0].get_objects()
    names = {item.get_font().get_base_name().partition("+")[2] for item in items}

    assert names == {"Song", "Song-Bold"}


def test_pdf_is_tagged_in_chinese_and_has_its_title():
    document = _opened(render_pdf(PAGE))

    assert (document.is_tagged(), document.get_metadata_value("Title")) == (True, "函")


def test_given_title_goes_before_the_page_s_own():
    document = _opened(render_pdf(PAGE, title="推荐函"))

    assert document.get_metadata_value("Title") == "推荐函"


def test_pdf_of_equal_input_has_equal_bytes():
    assert render_pdf(PAGE) == render_pdf(PAGE)


def test_a4_page_with_letter_margins_holds_22_lines_of_28_characters():
    style = (
        "@page{size:A4;margin:37mm 26mm 35mm 28mm}"
        "body{margin:0;font:16pt/28.95pt Song;letter-spacing:-.21pt}p{margin:0}"
    )
    document = _opened(render_pdf(f"<style>{style}</style><p>{'国' * 28 * 22}"))

    assert len(document) == 1
    lines = document[0].get_textpage().get_text_range().split()
    assert [len(line) for line in lines] == [28] * 22


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="https://example.cn/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="FILE://localhost/etc/passwd">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        "<style>@import url(http://127.0.0.1:9/x.css)</style>",
        "<style>p{background:url(ftp://127.0.0.1:9/x)}</style><p>x",
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}p{font-family:x}</style><p>x",
        '<object data="file:///etc/hosts"></object>',
        '<svg><image href="http://127.0.0.1:9/x.png" width="5" height="5"/></svg>',
        f'<img src="data:image/svg+xml,{quote(SVG)}">',
    ],
)
def test_reference_to_the_network_or_another_folder_is_refused(html):
    with pytest.raises(ResourceRefused) as refused:
        render_pdf(html)

    assert len(refused.value.urls) == 1


def test_path_that_climbs_out_of_an_allowed_folder_is_refused(tmp_path):
    inside = tmp_path / "static"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    (inside / "link.png").symlink_to(tmp_path / "secret.png")

    for path in ("../secret.png", "%2e%2e/secret.png", "link.png"):
        with pytest.raises(ResourceRefused):
            render_pdf(f'<img src="{inside.as_uri()}/{path}">', roots=[inside])


def test_file_inside_an_allowed_folder_is_read_relative_to_the_base(tmp_path):
    (tmp_path / "page.css").write_text("p{display:none}")

    pdf = render_pdf(
        '<link rel="stylesheet" href="page.css"><p>看不见</p>看得见',
        base_url=f"{tmp_path.as_uri()}/",
        roots=[tmp_path],
    )

    assert _text(pdf).split() == ["看得见"]


def test_picture_in_a_data_url_is_drawn():
    page = _opened(render_pdf(f'<img alt="二维码" src="{qr_png_uri("https://ztc.cn/r/a")}">'))[0]

    assert [item.type for item in page.get_objects()].count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 1


@pytest.mark.parametrize(
    ("text", "version"), [("https://ztc.cn/r/a", 2), ("成果" * 10, 4), ("A" * 300, 10)]
)
def test_qr_svg_has_the_modules_of_its_version_and_a_quiet_zone(text, version):
    side = (17 + 4 * version + 8) * 8  # ISO/IEC 18004: 17 + 4v modules, 4 quiet on each side

    svg = qr_svg(text, title="扫码<查询>")

    assert svg.startswith(f'<svg viewBox="0 0 {side} {side}" class="segno">')
    assert "<title>扫码&lt;查询&gt;</title>" in svg


def test_qr_png_holds_the_same_matrix():
    uri = qr_png_uri("https://ztc.cn/r/a")
    png = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    expected = io.BytesIO()
    segno.make_qr("https://ztc.cn/r/a", error="m", boost_error=False).save(
        expected, kind="png", scale=8
    )

    assert png == expected.getvalue()


def test_text_too_long_for_a_qr_code_is_refused():
    with pytest.raises(ValueError, match="too large"):
        qr_svg("a" * 2332)
