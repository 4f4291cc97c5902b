"""常用筛选: at the desks of units and agencies, and at the centre's; only whose they are."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_AT_UNITS = {"visitor": LOGIN, "rest": 403}
_NAME = {"name": "改过的名称"}

QUEUE_ROWS = [
    row("unit_views", units=200, agency=200, **_AT_UNITS),
    post("unit_view_save", data=_NAME, units=MOVED, agency=MOVED, **_AT_UNITS),
    *(
        post(f"unit_view_{verb}", "view_of_clerk", _NAME, clerk=MOVED, **others)
        for verb in ("rename", "forget")
        for others in [{"lead": 404, "unit_other": 404, "agency": 404, **_AT_UNITS}]
    ),
    row("center_views", centres=200, **_AT_UNITS),
    post("center_view_save", data=_NAME, centres=MOVED, **_AT_UNITS),
    *(
        post(f"center_view_{verb}", "view_of_centre", _NAME, centre=MOVED, **others)
        for verb in ("rename", "forget")
        for others in [{"centre_lead": 404, **_AT_UNITS}]
    ),
]
