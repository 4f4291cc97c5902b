"""The matrix for calendar pages: the centre's alone, and publishing its lead's."""

from datetime import datetime

from foundation.clock import SHANGHAI
from tests.matrix.rows import LOGIN, MOVED, post, row

_OF_CENTRE = {"visitor": LOGIN, "rest": 403}
_READ = {**_OF_CENTRE, "centres": 200}
_DONE = {**_OF_CENTRE, "centres": MOVED}
_SEEN = {"seen": lambda cast: cast.calendar_placed.revision}
# Ahead, and not far from the cycle of the cast.
_DAY = {"day": f"{datetime.now(SHANGHAI).year + 1}-06-03"}

CALENDAR_ROWS = [
    *(
        row(name, **_READ)
        for name in (
            *("center_calendar", "center_calendar_rules", "center_calendar_duties"),
            *("center_calendar_publish", "center_calendar_versions"),
        )
    ),
    row("center_calendar_version", "calendar_version", **_READ),
    *(
        post(name, **{**_OF_CENTRE, "centres": 422})
        for name in ("center_calendar_rules", "center_calendar_duties")
    ),
    post("center_calendar_move", "preparing", {**_SEEN, **_DAY}, **_DONE),
    post("center_calendar_move", "preparing", {"seen": 99, **_DAY}, **{**_DONE, "centres": 409}),
    post("center_calendar_move", "preparing", {**_SEEN, "day": ""}, **{**_DONE, "centres": 422}),
    post("center_calendar_move", "calendar_version", _SEEN, **{**_DONE, "centres": 404}),
    post("center_calendar_pin", "preparing", {**_SEEN, "pinned": "on"}, **_DONE),
    post("center_calendar_publish_now", "calendar_year", **{**_OF_CENTRE, "centre_lead": MOVED}),
    # one is under way
    post("center_calendar_solve", "calendar_year", **{**_OF_CENTRE, "centres": 409}),
    *(
        row(name, about, **_READ)
        for name in ("center_calendar_solving", "center_calendar_progress")
        for about in ("solving", "solved")
    ),
    post("center_calendar_stop", "solving", **_DONE),
    *(
        post(name, about, **{**_OF_CENTRE, "centres": answer})
        for name in ("center_calendar_take", "center_calendar_leave")
        for about, answer in (("solved", MOVED), ("solving", 409))
    ),
]
