"""What opens in place on the pages of calls for hosts, at every width, and a contact shown without
leaving the page."""

import pytest

from tests.browser.pages import page as page_called
from tests.browser.walking import overflow_at, picture, violations

pytestmark = pytest.mark.django_db  # asks for the test database; the cast is there for all

WIDTHS = (320, 375, 1440)
_OPEN = "document.querySelectorAll('details.confirm').forEach(one => { one.open = true; })"


@pytest.mark.parametrize(("name", "count"), [("unit-hosts", 5), ("host-applications", 2)])
def test_what_opens_in_place_fits_and_can_be_read(walk, name, count):
    page, faults = walk.go(page_called(name))
    assert page.locator("details.confirm").count() == count

    page.evaluate(_OPEN)

    too_wide = {}
    for width in WIDTHS:
        too_wide[width] = overflow_at(page, width)
        picture(page, f"{name}-opened", width)
    assert too_wide == dict.fromkeys(WIDTHS, 0)
    assert violations(page) == []
    assert faults == []


def test_contact_is_shown_in_its_place(walk):
    page, faults = walk.go(page_called("unit-hosts"))
    contact = page.locator("article .contact").first
    assert "136****5432" in contact.inner_text()

    contact.get_by_role("button").click()

    page.get_by_text("13698765432").wait_for()
    assert page.get_by_text("13698765432").count() == 1
    assert page.get_by_text("136****5432").count() == 2
    assert faults == []
