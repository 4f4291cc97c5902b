"""The matrix for roadshows: SC's has a published day, GD's has none. Its host and the centre run
it, the exchange reads it; everybody reads what the calendar has published."""

from roadshows.seeing import seen_of_duty, seen_of_room
from tests.matrix.rows import LOGIN, MOVED, post, public, row

_AT_HOST = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "rest": 403}
_AT_CENTRE = {"visitor": LOGIN, "centres": 200, "rest": 403}
_AT_EXCHANGE = {"visitor": LOGIN, "exchange": 200, "rest": 403}
_HOST_DOES = {**_AT_HOST, "unit": MOVED}
_CENTRE_DOES = {**_AT_CENTRE, "centres": MOVED}
_NOT_EXCHANGE = {"visitor": LOGIN, "rest": 403}
_TERMS = {"title": "印会刊", "party": "host", "offset": "-5"}
_REASON = {"reason": "场地不能用"}
_ROOM = {"venue": "天府会议中心", "name": "二号厅", "tables": "8"}
_SEEN_ROOM = {**_ROOM, "seen": lambda cast: seen_of_room(cast.room)}
# One that ends a task: of each party its own.
_DUTY = (
    ("change", "duty", {**_TERMS, "seen": lambda cast: seen_of_duty(cast.duty)}),
    ("waive", "duty", _REASON),
    ("finish", "duty", {}),
    ("reopen", "done", {}),
)

ROADSHOW_ROWS = [
    public("roadshows"),
    public("roadshow_page", "roadshow"),
    row("roadshow_page", "preparing", everyone=404),
    row("unit_roadshows", visitor=LOGIN, units=200, rest=403),
    row("center_roadshows", **_AT_CENTRE),
    row("exchange_events", **_AT_EXCHANGE),
    *(
        one
        for name in ("roadshow", "roadshow_duties")
        for one in (
            row(name, "at_host", **_AT_HOST),
            row(name, "at_centre", **_AT_CENTRE),
            row(name, "at_exchange", **_AT_EXCHANGE),
        )
    ),
    row("roadshow", "preparing_at_host", visitor=LOGIN, unit=404, unit_other=200, rest=403),
    # its facts
    row("roadshow_edit", "at_host", **_AT_HOST),
    row("roadshow_edit", "at_centre", **_AT_CENTRE),
    row("roadshow_edit", "at_exchange", **_NOT_EXCHANGE),
    post("roadshow_edit", "at_host", {"title": ""}, **{**_AT_HOST, "unit": 422}),
    post("roadshow_edit", "at_centre", {"title": ""}, **{**_AT_CENTRE, "centres": 422}),
    post("roadshow_edit", "at_exchange", {"title": ""}, **_NOT_EXCHANGE),
    post("roadshow_cancel", "at_host", _REASON, **{**_AT_HOST, "unit": 403}),
    post("roadshow_cancel", "at_centre", _REASON, visitor=LOGIN, centre_lead=MOVED, rest=403),
    post("roadshow_cancel", "at_exchange", _REASON, **_NOT_EXCHANGE),
    # its tasks
    post("roadshow_duty_add", "at_host", _TERMS, **_HOST_DOES),
    post("roadshow_duty_add", "at_centre", _TERMS, **_CENTRE_DOES),
    post("roadshow_duty_add", "at_exchange", _TERMS, **_NOT_EXCHANGE),
    *(
        post(f"roadshow_duty_{verb}", f"{about}_at_{place}", data, **answers)
        for verb, about, data in _DUTY
        for place, answers in (
            ("host", _HOST_DOES),
            ("centre", _CENTRE_DOES),
            ("exchange", _NOT_EXCHANGE),
        )
    ),
    # the rooms of a unit
    row("unit_rooms", visitor=LOGIN, units=200, rest=403),
    post("unit_rooms", "", _ROOM, visitor=LOGIN, units=MOVED, rest=403),
    post("unit_room_change", "room", _SEEN_ROOM, **_HOST_DOES),
    post("unit_room_remove", "room", **_HOST_DOES),
]
