"""Pasting from Word, WPS and Excel into the form: clean text, rows of cells, and the way back."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from playwright.sync_api import expect

from foundation.text import clean
from tests.browser.clipboards import (
    WORD_CLEAN,
    WORD_LIST,
    WORD_TEXT,
    WPS_CLEAN,
    WPS_LIST,
    excel,
)
from tests.factories import make_draft, make_holder

pytestmark = pytest.mark.django_db(transaction=True)

_PASTE = """(target, [html, text]) => {
  const ASKED = {bubbles: true, cancelable: true};
  const clipboard = new DataTransfer();
  if (html) clipboard.setData('text/html', html);
  clipboard.setData('text/plain', text);
  target.focus();
  const event = new ClipboardEvent('paste', {clipboardData: clipboard, ...ASKED});
  return !target.dispatchEvent(event);
}"""
_COUNT = """() => {
  window.inputs = 0;
  document.addEventListener('input', () => { window.inputs += 1; });
}"""


@pytest.fixture
def at(live_server, watched, client):
    """Goes to a step of a draft of its own: what is pasted is saved."""
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)
    cookies = [{"name": c.key, "value": c.value} for c in client.cookies.values()]
    watched.context.add_cookies([{**one, "url": live_server.url} for one in cookies])

    watched.route("**/keep/**", lambda _: None)  # who types is not the question here

    def go(step):
        watched.goto(f"{live_server.url}/my/projects/{project.ref}/?step={step}")
        watched.evaluate(_COUNT)
        return watched

    return go


@pytest.fixture
def technology(at):
    return at("technology")


@pytest.fixture
def rights(at):
    return at("rights")


def paste(locator, html, text=""):
    """Whether the page took the paste into its own hands."""
    return locator.evaluate(_PASTE, [html, text])


def values(page, column, *keys):
    total = int(page.locator(f"[name={column}-TOTAL_FORMS]").input_value())
    return [
        tuple(page.locator(f"[name={column}-{at}-{key}]").input_value() for key in keys)
        for at in range(total)
    ]


@pytest.mark.parametrize(
    ("html", "text", "cleaned"),
    [(WORD_LIST, WORD_TEXT, WORD_CLEAN), (WPS_LIST, "", WPS_CLEAN)],
    ids=["word", "wps"],
)
def test_prose_from_offices_arrives_clean(technology, html, text, cleaned):
    field = technology.get_by_label("核心技术与创新点")
    field.fill("")

    assert paste(field, html, text)

    expect(field).to_have_value(cleaned)
    assert technology.evaluate("window.inputs") >= 1


def test_paste_goes_where_the_caret_is_and_is_undone_by_the_browser(technology):
    field = technology.get_by_label("核心技术与创新点")
    field.fill("前后")
    field.evaluate("field => field.setSelectionRange(1, 1)")

    paste(field, WPS_LIST)
    expect(field).to_have_value(f"前{WPS_CLEAN}后")
    field.press("Control+z")

    expect(field).to_have_value("前后")


def test_plain_text_is_left_to_the_browser(technology):
    field = technology.get_by_label("核心技术与创新点")

    assert not paste(field, "", "已经干净的文字，“引号”也对")


def test_line_takes_lines_as_one(at):
    field = at("basic").get_by_label("一句话简介")
    field.fill("")

    paste(field, "<p>第一行</p><p>第二行&nbsp;\uf0b7</p>")

    expect(field).to_have_value("第一行 第二行 ·")


def test_table_fills_rows_from_the_focused_cell_on(technology):
    html, text = excel(
        ["栅极电荷", "12 nC", "20 nC"], ["结温", "175 ℃", "150 ℃"], ["寿命", "2000 h", ""]
    )
    start = technology.locator("[name=indicators-1-name]")

    assert paste(start, html, text)

    assert values(technology, "indicators", "name", "ours", "domestic")[1:4] == [
        ("栅极电荷", "12 nC", "20 nC"),
        ("结温", "175 °C", "150 °C"),
        ("寿命", "2000 h", ""),
    ]
    expect(technology.locator("[data-rows-told]").filter(has_text="已粘贴 3 行")).to_be_visible()
    assert technology.evaluate("window.inputs") >= 1


def test_rows_are_added_up_to_twenty_and_the_rest_is_told(technology):
    rows = [[f"指标{n}", str(n)] for n in range(30)]

    paste(technology.locator("[name=indicators-0-name]"), *excel(*rows))

    found = values(technology, "indicators", "name", "ours")
    assert found == [(f"指标{n}", str(n)) for n in range(20)]
    expect(technology.locator("[data-rows=indicators] [data-rows-told]")).to_contain_text(
        "还有 10 行放不下，最多 20 行。"
    )


def test_pasted_rows_are_stored(technology):
    page = technology
    paste(
        page.locator("[name=awards-0-name]"),
        *excel(*[[f"奖{n}", "一等", "2021"] for n in range(5)]),
    )

    page.get_by_role("button", name="存草稿").click()

    assert [row[0] for row in values(page, "awards", "name")[:5]] == [f"奖{n}" for n in range(5)]


def test_head_of_the_table_says_which_columns(rights):
    html, text = excel(
        ["号码", "名称", "状态", "申请日", "类型"],
        ["ZL202110000001.6", "一种驱动电路", "授权有效", "2021/3/5", "发明专利"],
        ["2021SR0000001", "仿真软件", "不知道", "2021年13月", "软件著作权"],
    )

    paste(
        rights.locator("[name=rights-0-number]"),
        html,
        text,
    )

    assert values(rights, "rights", "number", "kind", "state", "applied_on")[:2] == [
        ("ZL202110000001.6", "invention", "granted", "2021/3/5"),
        ("2021SR0000001", "software", "", "2021年13月"),
    ]
    expect(rights.locator("[data-rows-told]")).to_contain_text("没有对上选项的：不知道")


@pytest.mark.parametrize("way", ["button", "key"])
def test_pasted_rows_are_taken_back(technology, way):
    before = values(technology, "indicators", "name", "ours")
    start = technology.locator("[name=indicators-0-name]")
    paste(start, *excel(*[[f"指标{n}", str(n)] for n in range(6)]))
    assert len(values(technology, "indicators", "name")) == 6

    if way == "button":
        technology.get_by_role("button", name="撤销").click()
    else:
        start.press("Control+z")

    assert values(technology, "indicators", "name", "ours") == before
    expect(technology.get_by_role("button", name="撤销")).to_have_count(0)
    expect(start).to_be_focused()


def test_key_undoes_typing_once_something_was_typed(technology):
    start = technology.locator("[name=indicators-0-name]")
    paste(start, *excel(["甲", "1"], ["乙", "2"]))
    start.press_sequentially("又")

    start.press("Control+z")

    assert values(technology, "indicators", "ours")[1] == ("2",)


_TEXTS = st.text(
    st.characters(codec="utf-8", max_codepoint=0x1F000)
    | st.sampled_from(
        "\uf0b7\uf06c\uf06d\u00a0\u3000\v\r\n\u2028\u200b\u00ad\ufe0f²½①㎡㏕ﬁＡ，。“…"
    ),
    max_size=30,
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_TEXTS, min_size=150, max_size=200))
def test_browser_and_server_clean_alike(technology, texts):
    known = [text for text in texts if all(map(is_old, text))]

    assert technology.evaluate("texts => texts.map(cleanText)", known) == [*map(clean, known)]


def is_old(character):
    """In the Unicode of both: browsers know characters that our Python does not know yet."""
    import unicodedata  # noqa: PLC0415 -- for this alone

    return unicodedata.category(character) != "Cn"
