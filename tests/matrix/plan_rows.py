"""The matrix for the annual call: SC has submitted its plan, GD has not begun."""

from tests.matrix.rows import LOGIN, MOVED, post, public, row

_OF_UNIT = {"visitor": LOGIN, "rest": 403}
_OF_CENTRE = {"visitor": LOGIN, "rest": 403}
_GRANT = {"unit": "GD", "kind": "extra", "cap": "3", "reason": "大湾区专场"}

PLAN_ROWS = [
    public("call", "cycle"),
    public("call_file", "call_file"),
    public("receipt", "receipt"),
    # a unit's own plan
    *(row(name, **_OF_UNIT, units=200) for name in ("unit_plan", "unit_plan_live")),
    row("unit_plan_form", **_OF_UNIT, units=200),
    post("unit_plan_form", **_OF_UNIT, units=MOVED),
    post("unit_plan_keep", **_OF_UNIT, units=200),
    post("unit_plan_event_add", **_OF_UNIT, units=MOVED),
    post("unit_plan_event_drop", "plan_event", **_OF_UNIT, unit=MOVED, unit_other=404),
    post("unit_plan_copy", **_OF_UNIT, unit=409, unit_other=MOVED),
    post("unit_plan_freeze", **_OF_UNIT, unit=MOVED, unit_other=422),
    post("unit_plan_scan", **_OF_UNIT, units=422),
    post(
        "unit_plan_scan_begin",
        "",
        {"name": "盖章.pdf", "size": "9"},
        **_OF_UNIT,
        unit=201,
        unit_other=409,
    ),
    post("unit_plan_submit", **_OF_UNIT, clerks=403, leads=422),
    post("unit_plan_take_back", **_OF_UNIT, clerks=403, lead=MOVED, lead_other=409),
    row("unit_plan_letter", **_OF_UNIT, unit=200, unit_other=404),
    row("unit_plan_receipt", "receipt", **_OF_UNIT, unit=200, unit_other=404),
    *(
        row(name, about, visitor=LOGIN, unit=200, centres=200, unit_other=404, rest=403)
        for name, about in (("plan_scan", "plan_scan"), ("plan_scan_page", "plan_scan_page"))
    ),
    # where messages to both sides lead
    row("plan", "plan_unit", visitor=LOGIN, unit=MOVED, centres=MOVED, unit_other=404, rest=403),
    # the centre
    *(row(name, **_OF_CENTRE, centres=200) for name in ("center_plans", "center_plans_live")),
    post("center_plans_remind", **_OF_CENTRE, centres=MOVED),
    row("center_plan_letter", "plan_unit", **_OF_CENTRE, centres=200),
    row("center_call", "cycle", **_OF_CENTRE, centre_lead=200),
    post("center_call", "cycle", **_OF_CENTRE, centre_lead=422),
    post("center_call_attach", "cycle", **_OF_CENTRE, centre_lead=422),
    post("center_call_remove", "call_attachment", **_OF_CENTRE, centre_lead=MOVED),
    post("center_exempt", "cycle", _GRANT, **_OF_CENTRE, centre_lead=MOVED),
    post(
        "center_exemption_revoke",
        "exemption",
        {"reason": "已恢复"},
        **_OF_CENTRE,
        centre_lead=MOVED,
    ),
]
