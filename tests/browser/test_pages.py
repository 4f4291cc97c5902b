"""Every page at both widths: no rule of axe-core broken, nothing the policy stops, no error, no
sideways scrolling; with ZTC_PICTURES=1 a picture of each is kept for the eye."""

import pytest
from django.urls import resolve

from portal.states import Display
from tests.browser.pages import PAGES, SHOWN_IN_ALL_WAYS, page as page_called
from tests.browser.walking import overflow_at, picture, violations
from tests.matrix.table import ROWS

pytestmark = pytest.mark.django_db  # asks for the test database; the cast is there for all

FILES = {
    *("blank_paper", "my_project_paper", "unit_project_paper"),
    *("unit_import_template", "unit_import_drafts", "unit_import_errors"),
    *("unit_plan_letter", "unit_plan_receipt", "center_plan_letter", "call_file"),
    *("plan_scan", "plan_scan_page", "center_review_file", "unit_result", "center_result"),
    *("roadshow_ics", "roadshows_ics", "deck_file", "service_evidence"),
    *("unit_bulk_report", "center_bulk_report", "showcase_code"),
    *("robots", "sitemap", "sitemap_section", "introduction_export", "time_file"),
}
FOR_MACHINES = {
    *("healthz", "readyz", "file", "file_preview", "upload", "showcase_suggest"),
    *("unit_plan_live", "center_plans_live", "unit_match_state", "introduction_lines"),
    *("center_calendar_progress", "unit_bulk_progress", "center_bulk_progress"),
    *("desk_match_state", "my_project_match_state", "unit_project_match_state"),
}
NARROWEST, WIDTHS = 320, (1440, 375)


@pytest.fixture(autouse=True)
def _shown_plainly(walk):
    yield
    walk.show_plainly()


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_page_is_sound(walk, row):
    page, faults = walk.go(row)
    broken, too_wide = {}, {NARROWEST: overflow_at(page, NARROWEST)}
    for width in WIDTHS:
        too_wide[width] = overflow_at(page, width)
        broken[width] = violations(page)
        picture(page, row.name, width)

    assert broken == {width: [] for width in WIDTHS}
    assert too_wide == dict.fromkeys((NARROWEST, *WIDTHS), 0)
    assert faults == []


@pytest.mark.parametrize("display", Display.values)
@pytest.mark.parametrize("name", SHOWN_IN_ALL_WAYS)
def test_colours_can_be_told_apart_in_every_display(walk, name, display):
    row = page_called(name)
    walk.show_as(row.column, display)
    page, faults = walk.go(row)
    assert page.locator("html").get_attribute("data-display") == display

    assert violations(page, "color-contrast") == []
    assert faults == []
    assert overflow_at(page, NARROWEST) == 0


def test_every_page_of_the_matrix_is_walked(walk):
    rows = [row for row in PAGES if row.name != "missing"]
    walked = {resolve(row.address(walk.cast).partition("?")[0]).view_name for row in rows}
    opened = {row.name for row in ROWS if row.method == "get" and 200 in row.expected().values()}

    assert opened - walked == FOR_MACHINES | FILES


_SPOIL = """
const image = document.createElement('img');
image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
image.width = 3000;
image.setAttribute('style', 'max-width: none');
document.querySelector('main').append(image);
"""


def test_walk_finds_what_it_looks_for(walk):
    """A page spoiled on purpose; without this the walk could be blind."""
    page, _ = walk.go(page_called("login"))
    _, faults = walk.page_of("visitor")

    page.evaluate(_SPOIL)
    page.locator("main img").evaluate("image => { image.style.maxWidth = 'none'; }")

    assert [found.partition(":")[0] for found in violations(page)] == ["image-alt"]
    assert [fault for fault in faults if fault.startswith("CSP")] == ["CSP style-src-attr inline"]
    assert overflow_at(page, NARROWEST) > 2000
