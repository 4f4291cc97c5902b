"""The matrix for coaching pages: SC coaches the first holder's listed project; the agency of SC may
collect only. The centre reads what was put forward, as that one
was for a roadshow."""

from datetime import timedelta

from foundation import clock
from foundation.refs import new_ref
from roadshows.seeing import seen_of_session
from tests.matrix.rows import LOGIN, MOVED, post, row

_UNITS = {"visitor": LOGIN, "units": 200, "rest": 403}
_HOLDER = {"visitor": LOGIN, "holder": 200, "holder_other": 404, "rest": 403}
_UNIT = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "rest": 403}
_UNIT_AND_AGENCY = {**_UNIT, "agency": 404}
_UNIT_DOES = {**_UNIT, "unit": MOVED}
# Whoever works on coaching, at one address.
_WORKING = {"visitor": LOGIN, "holder_other": 404, "unit_other": 404, "agency": 404, "rest": 403}
# An agency that nobody delegated anything to finds nothing either.
_BOTH = {**_WORKING, "agency_other": 404}
_HOME = {"visitor": LOGIN, "rest": 403}
_FOUND = {**_BOTH, "holder": MOVED, "unit": MOVED}


def _moment(hours):
    return (clock.now().astimezone(clock.SHANGHAI) + timedelta(hours=hours)).strftime(
        "%Y-%m-%dT%H:%M"
    )


_PLAN = {
    "kind": "training",
    "title": "集训",
    "starts_at": lambda _: _moment(100),
    "ends_at": lambda _: _moment(102),
    "link": "https://meeting.example.cn/2",
    "people": lambda cast: [one.pk for one in cast.session.coaches.all()],
    "projects": lambda cast: [cast.listed.pk],
}
_SEEN = {**_PLAN, "seen": lambda cast: seen_of_session(cast.session)}
_RUN = {"ref": lambda _: new_ref(), "talk": "470", "questions": "100"}
_FILE = {"name": "路演.pdf", "size": "4096"}
_ANSWER = {"answer": "改在第 3 页"}

COACHING_ROWS = [
    row("my_coaching", visitor=LOGIN, holders=200, rest=403),
    row("my_project_coaching", "listed", **_HOLDER),
    row("my_project_coaching", "draft", **_HOLDER),
    row("my_rehearsal", "listed", **_HOLDER),
    post("my_rehearsal", "listed", _RUN, **{**_HOLDER, "holder": MOVED}),
    row("unit_coaching", **_UNITS),
    post("unit_coaching_urge", **{**_UNITS, "units": MOVED}),
    row("unit_sessions", **_UNITS),
    row("unit_session_new", **_UNITS),
    post("unit_session_new", "", {"title": ""}, **{**_UNITS, "units": 422}),
    row("unit_session", "session", **_UNIT),
    row("unit_session_change", "session", **_UNIT),
    post("unit_session_change", "session", _SEEN, **_UNIT_DOES),
    # it has not begun
    post("unit_session_hold", "session", {"summary": "改第 3 页"}, **{**_UNIT, "unit": 422}),
    post("unit_session_cancel", "session", {"reason": "老师出差"}, **_UNIT_DOES),
    row("unit_project_coaching", "listed", **_UNIT_AND_AGENCY),
    row("unit_project_coaching", "draft", **{**_UNIT_AND_AGENCY, "unit": 404}),
    row("unit_rehearsal", "listed", **_UNIT_AND_AGENCY),
    post("unit_rehearsal", "listed", _RUN, **{**_UNIT_AND_AGENCY, "unit": MOVED}),
    row("coaching", **{**_HOME, "holders": MOVED, "units": MOVED, "agency": MOVED}),
    row("coaching_project", "listed", **_FOUND, centres=MOVED),
    row("coaching_session", "session", **_FOUND),
    row("center_project_coaching", "filed", visitor=LOGIN, centres=200, rest=403),
    row("center_project_coaching", "listed", visitor=LOGIN, centres=200, rest=403),
    row("center_project_coaching", "submitted", visitor=LOGIN, centres=404, rest=403),
    post("deck_begin", "deck_to_come", _FILE, **{**_BOTH, "holder": 201, "unit": 201}),
    post("deck_send", "deck_to_come", **{**_BOTH, "holder": 422, "unit": 422}),
    row("deck_file", "deck", **{**_BOTH, "holder": 200, "unit": 200, "centres": 200}),
    post("remark_say", "deck", {"text": "写清楚"}, **{**_BOTH, "holder": 403, "unit": MOVED}),
    post("remark_mend", "remark", _ANSWER, **{**_BOTH, "holder": MOVED, "unit": 403}),
    post("remark_keep", "remark", _ANSWER, **{**_BOTH, "holder": MOVED, "unit": 403}),
    post("remark_withdraw", "remark", **{**_BOTH, "clerk": MOVED, "lead": 403, "holder": 403}),
    post("remark_reopen", "remark_done", **{**_BOTH, "unit": MOVED, "holder": 403}),
]
