"""Headless Chromium against a live server: what people really see."""

import os

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from accounts.terms import load_taxonomies
from tests.browser.walking import Walk, listen, overflow_at, picture
from tests.matrix.cast import Cast

# Playwright drives its own event loop in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
    faults = listen(page)
    yield page
    assert faults == []


@pytest.fixture
def look(watched):
    """Keep a picture of the page at both widths, to be looked at by eye."""

    def take(name):
        for width in (1440, 375):
            assert overflow_at(watched, width) == 0, f"{name} overflows at {width}"
            picture(watched, name, width)
        watched.set_viewport_size({"width": 1440, "height": 900})

    return take


@pytest.fixture(scope="module")
def walk(browser, django_db_setup, django_db_blocker):
    """One portal and one cast for all tests of a module: they only look. Emptied afterwards."""
    with django_db_blocker.unblock():
        load_taxonomies()
        server = LiveServer("localhost")
        walk = Walk(browser, server.url, Cast())
        yield walk
        walk.leave()
        server.stop()
        call_command("flush", verbosity=0, interactive=False)
        load_taxonomies()
