"""Official letters measured on the page, against GB/T 9704-2012."""

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from foundation.documents import ResourceRefused
from foundation.official import Stamp, render_official
from tests.foundation.measuring import (
    characters,
    column,
    find,
    is_red,
    lines,
    opened,
    part,
    picture,
    red_runs,
    row,
    together,
)

HAN = "国" * 28
LETTER = (
    '<!doctype html><html lang="zh-CN"><body><article class="letter">'
    '<header class="org">四川省科学技术厅</header><div class="rules"></div>'
    '<p class="docno">川科函〔2026〕41号</p><h1><span>关于申报2026年度</span>'
    "<span>火炬科技成果直通车</span><span>路演活动的函</span></h1>"
    '<p class="to">科技部火炬中心：</p>{text}'
    '<p class="enclosed">附件：工作方案</p><div class="signing">'
    '<p class="signer">四川省科学技术厅</p><p class="signed">2026年5月10日</p></div>'
    '<p class="note">（联系部门：成果转化处）</p></article>'
    '<section class="annex">{annex}</section></body></html>'
)
STRIP_END = 29  # mm; the head of a letter begins at 30


def make_stamp(page):
    return Stamp(
        f"ZTC1:SC:7K3M9QX2AB:3:{page}:{'0123456789ABCDEF' * 4}", f"第{page}页 共几页\n7K3M9QX2AB"
    )


def make_letter(text="<p>请予审定。</p>", annex="<p>方案</p>", *, stamp=make_stamp):
    return render_official(LETTER.format(text=text, annex=annex), title="函", stamp=stamp)


@pytest.fixture(scope="module")
def letter():
    """One page of letter, an annex of two and a bit."""
    return make_letter(annex=f"<div>{HAN * 22 * 2}</div><p>完</p>")


@pytest.fixture(scope="module")
def pages(letter):
    return list(opened(letter.pdf))


@pytest.fixture(scope="module")
def first(pages):
    return pages[0]


@pytest.fixture(scope="module")
def drawn(first):
    return picture(first)


def near(value, off=0.5):
    """Millimetres."""
    return pytest.approx(value, abs=off)


def body_of(page):
    return [ink for ink in characters(page) if ink.top > STRIP_END and ink.bottom < 265]


def test_full_page_has_22_lines_of_28_characters(letter, pages):
    assert letter.pages == len(pages) == 4
    for page in pages[1:3]:
        assert lines(page)[:22] == [HAN] * 22


def test_text_keeps_the_margins(pages):
    box = together(body_of(pages[1]))
    line = 225 / 22

    assert (box.left, box.right) == (near(28, 1), near(28 + 156, 1))
    assert (box.top, box.bottom) == (
        near(37 + (line - 5.6) / 2, 1),
        near(37 + 225 - (line - 5.6) / 2, 1),
    )


def test_lines_with_digits_and_punctuation_end_where_all_do():
    text = "征集成果500项以上，入库120项（其中“卡脖子”技术36项），促成签约30项，合同金额3.2亿元。"
    page = opened(make_letter(annex=f"<p>{text * 8}</p>").pdf)[1]

    body = body_of(page)
    rows = {}
    for ink in body:
        rows.setdefault(round(ink.middle / 10.213 - 0.1), []).append(ink)
    ends = [max(row, key=lambda ink: ink.right) for row in rows.values()][:-1]
    assert len(ends) > 8
    assert [ink.text for ink in ends if ink.text not in "，。）、" and ink.right < 183] == []
    assert max(ink.right for ink in ends) < 184.5


@pytest.mark.parametrize("word", ["a" * 300, "https://x.cn/" + "b" * 60, "AB " * 90])
def test_long_words_stay_between_the_margins(word):
    page = opened(make_letter(annex=f"<p>见{word}。</p><table><tr><td>{word}").pdf)[1]
    body = together(body_of(page))

    assert body.left > 28
    assert body.right < 184.5


def test_head_begins_30_mm_below_the_edge_and_is_red(first, drawn):
    head = find(first, "四川省科学技术厅")

    assert head.top == near(30)
    assert head.centre == near(28 + 156 / 2, 1)
    dots = part(drawn, head.left, head.top, head.right, head.bottom).getcolors(1 << 20)
    assert sum(count for count, dot in dots if is_red(dot)) > 10_000


def test_red_rules_are_170_mm_long_and_where_they_belong(first, drawn):
    head = find(first, "四川省科学技术厅")
    thick, thin, lower_thin, lower_thick = red_runs(column(drawn, 22))

    assert thick[0] == near(head.bottom + 4)
    assert lower_thick[1] == near(297 - 20)
    assert thick[1] - thick[0] > 2 * (thin[1] - thin[0])
    assert lower_thick[1] - lower_thick[0] > 2 * (lower_thin[1] - lower_thin[0])
    for rule in (thick, lower_thick):
        assert red_runs(row(drawn, sum(rule) / 2)) == [(near(20), near(190))]


def test_number_title_and_addressee_keep_their_distances(first, drawn):
    thin = red_runs(column(drawn, 22))[1]
    number, title = find(first, "川科函〔2026〕41号"), find(first, "关于申报2026年度")
    addressee = find(first, "科技部火炬中心：")
    last = find(first, "路演活动的函")

    assert (number.right, number.top) == (near(184), near(thin[1] + 7 / 8 * 16 * 25.4 / 72))
    assert title.top - number.bottom == near(2 * 225 / 22, 1)
    assert addressee.top - last.bottom == near(225 / 22, 1)
    assert addressee.left == near(28)


def test_title_is_broken_between_its_parts(first):
    assert lines(first)[2:4] == ["关于申报2026年度火炬科技成果直通车", "路演活动的函"]


def test_signer_stands_over_the_day_four_characters_from_the_right(first):
    inks = characters(first)
    text = "".join(ink.text for ink in inks)
    start = text.rindex("四川省科学技术厅")
    signer, day = together(inks[start : start + 8]), find(first, "2026年5月10日")

    assert day.right == near(184 - 4 * 16 * 25.4 / 72, 1)
    assert signer.centre == near(day.centre)
    assert day.top - signer.top == near(225 / 22)


def test_nothing_is_drawn_where_the_seal_comes(first, drawn):
    day = find(first, "2026年5月10日")
    place = part(drawn, day.centre - 23, day.top - 30, day.centre + 23, day.bottom + 15)
    inks = [ink for ink in characters(first) if day.top - 30 < ink.middle < day.bottom + 15]
    for ink in inks:
        corner = (
            int((ink.left - day.centre + 23) * 10) - 2,
            int((ink.top - day.top + 30) * 10) - 2,
        )
        size = (int((ink.right - ink.left) * 10) + 5, int((ink.bottom - ink.top) * 10) + 5)
        place.paste((255, 255, 255), (*corner, corner[0] + size[0], corner[1] + size[1]))

    assert [dot for _, dot in place.getcolors()] == [(255, 255, 255)]


@pytest.mark.parametrize("count", range(6, 12))
def test_signing_is_never_on_a_sheet_without_text(count):
    document = opened(make_letter(f"<p>{HAN * count}</p>", stamp=None).pdf)
    texts = ["".join(lines(page)) for page in document]
    signed = next(text for text in texts if "2026年5月10日" in text)

    assert signed.partition("附件：")[0].count("国") >= 28
    assert "联系部门" in signed


def test_pages_are_numbered_outside_but_the_first(pages):
    numbers = [find(page, f"—{at}—") for at, page in enumerate(pages[1:], start=2)]
    one = 14 * 25.4 / 72

    assert "—" not in "".join(lines(pages[0]))
    assert [number.left for number in numbers[::2]] == [near(28 + one)] * 2
    assert numbers[1].right == near(184 - one)
    for page in pages[1:]:
        dash = [ink for ink in characters(page) if ink.text == "—"]
        assert [ink.middle for ink in dash] == [near(262 + 7)] * 2


def test_every_page_has_its_code_and_words(letter, pages):
    for at, page in enumerate(pages, start=1):
        (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())

        assert code.text == make_stamp(at).code
        assert [line for line in lines(page) if "几页" in line or "7K" in line] == (
            make_stamp(at).words.splitlines()
        )


def test_long_words_are_broken_at_spaces_beside_the_code():
    digest = "0123456789ABCDEF" * 4
    words = f"新疆生产建设兵团 7K3M9QX2AB 第12版 第1页 SHA-256 {digest}\n{'无' * 60}"
    page = opened(make_letter(stamp=lambda at: Stamp(f"ZTC1:{at}", words)).pdf)[0]
    strip = [ink for ink in characters(page) if ink.top < STRIP_END]

    assert [line.strip() for line in lines(page)[-4:]] == [
        *("新疆生产建设兵团 7K3M9QX2AB 第12版 第1页 SHA-256", digest, "无" * 49, "无" * 11),
    ]
    assert min(ink.left for ink in strip) > 28
    assert max(ink.right for ink in strip) < 160.5


def test_code_is_read_from_a_poor_scan(pages):
    scan = pages[1].render(scale=150 / 72).to_pil().convert("L").rotate(1.5, fillcolor=255)
    noise = Image.effect_noise(scan.size, 60)
    file = io.BytesIO()
    Image.blend(scan, noise, 0.3).save(file, "JPEG", quality=40)

    (code,) = zxingcpp.read_barcodes(Image.open(file))

    assert code.text == make_stamp(2).code


def test_code_is_24_mm_clear_of_all_text_and_rules(pages):
    image = picture(pages[0])
    dark = part(image, 161, 0, 210, STRIP_END).convert("L").point(lambda dot: 255 * (dot < 128))
    left, top, right, bottom = (side / 10 for side in dark.getbbox())

    assert (left + 161, right + 161) == (near(160 + 24 * 4 / 41), near(184 - 24 * 4 / 41))
    assert (top, bottom) == (near(4.5 + 24 * 4 / 41), near(4.5 + 24 - 24 * 4 / 41))
    words = [ink for ink in characters(pages[0]) if ink.top < STRIP_END]
    assert max(ink.right for ink in words) < 160.5
    assert max(ink.bottom for ink in words) < STRIP_END


def test_stamp_is_asked_once_for_each_page_there_is():
    asked = []

    def stamp(page):
        asked.append(page)
        return make_stamp(page)

    made = make_letter(annex=f"<div>{HAN * 22 * 70}</div>", stamp=stamp)

    assert made.pages == 71
    assert asked == list(range(1, 72))
    (code,) = zxingcpp.read_barcodes(opened(made.pdf)[70].render(scale=150 / 72).to_pil())
    assert code.text == make_stamp(71).code


def test_letter_without_stamp_has_none():
    page = opened(make_letter(stamp=None).pdf)[0]

    assert [ink for ink in characters(page) if ink.top < STRIP_END] == []
    assert zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil()) == []


def test_equal_letters_have_equal_bytes(letter):
    assert make_letter(annex=f"<div>{HAN * 22 * 2}</div><p>完</p>") == letter


def test_letter_is_tagged_titled_and_set_in_our_fonts_alone(letter):
    document = opened(letter.pdf)
    kinds = (pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)
    fonts = {
        item.get_font().get_base_name().partition("+")[2]
        for page in document
        for item in page.get_objects(filter=kinds)
    }

    assert (document.is_tagged(), document.get_metadata_value("Title")) == (True, "函")
    assert fonts == {"Song", "Hei", "Headline"}


def test_all_that_is_drawn_is_tagged_or_an_artifact(letter):
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        unmarked = [order for page in pdf.pages for order in _outside_marks(page)]

    assert unmarked == []


def _outside_marks(page):
    depth = 0
    for _, operator in pikepdf.parse_content_stream(page):
        order = str(operator)
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(order, 0)
        if depth == 0 and order in {"TJ", "Tj", "Do", "f", "f*", "S", "B"}:
            yield order


def test_heads_are_numbered_in_chinese():
    annex = "<h2>甲</h2><h3>子</h3><h3>丑</h3>" + "<h2>乙</h2>" * 10 + "<h3>寅</h3>"

    assert lines(opened(make_letter(annex=annex).pdf)[1])[:14] == [
        *("一、甲", "（一）子", "（二）丑", "二、乙", "三、乙", "四、乙", "五、乙", "六、乙"),
        *("七、乙", "八、乙", "九、乙", "十、乙", "十一、乙", "（一）寅"),
    ]


def test_what_the_stamp_raises_comes_through():
    with pytest.raises(KeyError, match="1"):
        make_letter(stamp={"nine": 9}.__getitem__)


def test_code_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too large"):
        make_letter(stamp=lambda page: Stamp("a" * 2332, str(page)))


@pytest.mark.parametrize("url", ["https://x.cn/a.png", "file:///etc/passwd", "stamp:1"])
def test_letter_reads_no_file_and_no_address(url):
    with pytest.raises(ResourceRefused) as refused:
        make_letter(f'<p><img src="{url}" alt="图">', stamp=None)

    assert refused.value.urls == (url,)
