"""Headless Chromium against a live server: what people really see."""

import os
from pathlib import Path

import pytest

# Playwright drives its own event loop in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {"executable_path": "/usr/bin/chromium", "args": arguments}


@pytest.fixture
def watched(page):
    """Fails the test for any violation of the content policy, script error or failed request."""
    faults = []
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " event => console.error('CSP ' + event.violatedDirective))"
    )
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
def look(watched):
    """Keep a picture of the page at both widths, to be looked at by eye."""

    def take(name):
        SCREENSHOTS.mkdir(exist_ok=True)
        for width in (1440, 375):
            watched.set_viewport_size({"width": width, "height": 900})
            watched.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
            overflow = watched.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, f"{name} overflows by {overflow} px at {width}"
        watched.set_viewport_size({"width": 1440, "height": 900})

    return take
