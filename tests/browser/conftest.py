"""Headless Chromium against a live server: what people really see."""

import os
import threading

import pytest
from django.core.management import call_command
from django.core.signals import request_finished, request_started
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


_ON_THE_WIRE = 0.2  # seconds


class _UnderWay:
    """Requests that the live server has begun and not answered, counted by Django's signals."""

    def __init__(self):
        self._now, self._changed = 0, threading.Condition()

    def begin(self, **_):
        with self._changed:
            self._now += 1
            self._changed.notify_all()

    def end(self, **_):
        with self._changed:
            self._now -= 1
            self._changed.notify_all()

    def wait_for_none(self):
        """And none begins for a moment: what is on the wire has not begun yet."""
        with self._changed:
            begins = True
            while begins:
                assert self._changed.wait_for(lambda: self._now == 0, timeout=30)
                begins = self._changed.wait_for(lambda: self._now > 0, timeout=_ON_THE_WIRE)


@pytest.fixture(autouse=True)
def _answered_before_emptied(request):
    """TRUNCATE would deadlock with a request that still runs, as the last save of a page does:
    nothing is sent any more, and what was sent is answered, before the tables are emptied."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # so that it ends after us
    browser, under_way = request.getfixturevalue("browser"), _UnderWay()
    request_started.connect(under_way.begin)
    request_finished.connect(under_way.end)
    yield
    for context in browser.contexts:
        context.set_offline(True)
    under_way.wait_for_none()
    request_started.disconnect(under_way.begin)
    request_finished.disconnect(under_way.end)


_REFUSED = "status of 422"  # a form that lacks something, which its page says


@pytest.fixture
def watched(page):
    """Fails the test for any violation of the content policy, script error or failed request."""
    faults = listen(page)
    yield page
    assert [fault for fault in faults if _REFUSED not in fault] == []


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
