"""The matrix for 形式审查 and matters: this year's plan of SC is still the unit's to change; last
year's of HB was returned, and SC raised a matter then."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_OF_UNIT = {"visitor": LOGIN, "rest": 403}
_OF_CENTRE = {"visitor": LOGIN, "rest": 403}
_REASON = {"reason": "台风，电路中断"}
_UNTIL = {"until": "2099-01-01", **_REASON}

CHECK_ROWS = [
    row("center_plan", "plan_unit", **_OF_CENTRE, centres=200),
    # the call is still open, so that it is refused in words
    post("center_plan_accept", "plan_unit", **_OF_CENTRE, centres=422),
    post("center_plan_return", "plan_unit", _UNTIL, **_OF_CENTRE, centres=422),
    # nothing is to be mended, nothing was found
    post("center_plan_extend", "plan_unit", _UNTIL, **_OF_CENTRE, centres=404),
    post("center_plan_recheck", "plan_unit", _REASON, **_OF_CENTRE, centres=409),
    row("center_plan_difference", "plan_unit", **_OF_CENTRE, centres=404),
    row("unit_matters", **_OF_UNIT, units=200),
    post("unit_matters", "", {"title": "场地", "text": "被征用"}, **_OF_UNIT, units=MOVED),
    post("unit_matter_withdraw", "matter", **_OF_UNIT, unit=MOVED, unit_other=404),
    row("center_matters", **_OF_CENTRE, centres=200),
    post("center_matter_answer", "matter", {"answer": "可以改期"}, **_OF_CENTRE, centres=MOVED),
    post(
        "center_matter_defer",
        "matter",
        {"due_at": "2099-01-01", **_REASON},
        **_OF_CENTRE,
        centres=MOVED,
    ),
]
