"""`pages`: every page the browser tests walk, asked for as somebody who may open it.

In this process, through all middleware and templates, without a network and without the log's
lines; the library holds `projects` whole sheets of all units, and one unit as many more of its own,
whose list is asked for by every condition and in every order, where it is small by some of them.
Beyond 20,000 most of the library is laid down past the door, for readers of the library alone, and
the unit has 20,000. 20,000 interests and the introductions they led to are laid down so, too. There
is no peer.
"""

import logging
from typing import Any

from django.test import override_settings

from bench import library, listings, queue, talks
from bench.database import settle
from bench.measuring import measured, peak_mib, percentiles, server_facts, timed_each
from bench.results import Figures, Result
from tests.browser.pages import PAGES, Page
from tests.matrix.cast import Cast

SMALL, FEWER, TIMES = 100, 2, 20  # asked so often
SOME = 5  # of the conditions and orders, one in so many
_MOST_FILED, _SOME_FILED = 20_000, 2_000  # by one unit, and by all where more are laid down
# The names of static files are looked up in a table either way; no portal has made this one.
PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def run(size: int) -> Result:
    times = TIMES if size > SMALL else FEWER
    filed = size if size <= _MOST_FILED else _SOME_FILED
    library.fill(filed)
    queue.fill(min(size, _MOST_FILED))
    if size > filed:
        listings.lay_down(size - filed)
    logging.disable(logging.WARNING)  # refusals are asked for too
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=PLAIN_FILES):
        cast = Cast()
        talks.fill(cast, talks.SIZE if size > SMALL else SMALL)
        settle()
        pages = {path: _measure(page, cast, times) for path, page in once_a_path(size).items()}
    return Result(
        params={"projects": size, "times": times, **server_facts()},
        ours={"pages": pages, "peak_mib": peak_mib()},
    )


def once_a_path(size: int) -> dict[str, Page]:
    """The first row of each path: who else sees it costs the same."""
    pages: dict[str, Page] = {}
    for page in (*PAGES, *queue.pages()[:: SOME if size <= SMALL else 1]):
        pages.setdefault(page.path, page)
    return pages


def _measure(page: Page, cast: Any, count: int) -> Figures:
    client, address = cast.client_of(page.column), page.address(cast)
    response = client.get(address)  # and the caches are warm
    if response.status_code != page.status:
        raise AssertionError(f"{address}: {response.status_code} for {page.column}")
    with measured(count) as asked:
        times = percentiles(timed_each([lambda: client.get(address)] * count))
    return {
        "queries": asked["queries"] / count,
        "p50_ms": times["p50_ms"],
        "p95_ms": times["p95_ms"],
        "kib": len(response.content) / 1024,
    }
