"""The matrix for demands and offers: found by everybody, filed by organisations and units, looked
at by somebody else than who filed. SC's clerk has filed for an enterprise; the enterprise of the
cast has a demand, the partner an offer, the investor no organisation."""

from tests.matrix.rows import LOGIN, MOVED, post, public, row

_UNTIL = {"until": "2020-01-01"}
_REASON = {"reason": "夸大宣传"}
_OWN = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "rest": 403}
_ORDER = {"visitor": LOGIN, "unit": MOVED, "unit_other": 404, "rest": 403}
_DEMAND = {"visitor": LOGIN, "enterprise": 200, "investor": 404, "rest": 403}
_DEMAND_DOES = {**_DEMAND, "enterprise": MOVED}
_OFFER = {"visitor": LOGIN, "partner": 200, "investor": 404, "rest": 403}
_OFFER_DOES = {**_OFFER, "partner": MOVED}
# What the clerk has filed the lead looks at, not the clerk; at its own desk nobody else.
_LOOK = {"visitor": LOGIN, "lead": 200, "clerk": 404, "unit_other": 404, "rest": 403}
_DECIDE = {**_LOOK, "lead": MOVED}
_CENTRE = {"visitor": LOGIN, "centres": 200, "rest": 403}

POSTING_ROWS = [
    public("demands"),
    public("offers"),
    public("demand", "demand"),
    public("offer", "offer"),
    row("demand", "members_demand", visitor=404, people=200),
    row("demand", "demand_waiting", everyone=404),
    row("desk_demands", visitor=LOGIN, enterprise=200, investor=200, rest=403),
    row("desk_offers", visitor=LOGIN, partner=200, investor=200, rest=403),
    row("unit_demands", visitor=LOGIN, units=200, rest=403),
    row("unit_offers", visitor=LOGIN, units=200, rest=403),
    post("posting_new", "unit_demands_desk", visitor=LOGIN, units=MOVED, rest=403),
    post("posting_new", "demands_desk", visitor=LOGIN, enterprise=MOVED, rest=403),
    post("posting_new", "offers_desk", visitor=LOGIN, partner=MOVED, rest=403),
    row("own_posting", "unit_demand", **_OWN),
    row("own_posting", "desk_demand", **_DEMAND),
    row("own_posting", "desk_offer", **_OFFER),
    row("posting_edit", "desk_demand", **_DEMAND),
    row("posting_edit", "desk_offer", **_OFFER),
    post("posting_edit", "desk_offer", {"title": "改"}, **_OFFER_DOES),
    row("posting_edit", "unit_demand", **_OWN),
    row("posting_edit", "unit_demand_waiting", **_ORDER),
    post("posting_edit", "unit_demand", {"title": "改"}, **_ORDER),
    post("posting_keep", "unit_demand", **{**_OWN, "unit": 404}),
    post("posting_submit", "unit_demand", **_ORDER),
    post("posting_submit", "desk_demand", **_DEMAND_DOES),
    post("posting_take_back", "desk_demand", **_DEMAND_DOES),
    post("posting_drop", "desk_demand", **_DEMAND_DOES),
    post("posting_renew", "desk_demand", _UNTIL, **{**_DEMAND, "enterprise": 422}),
    post("posting_close", "desk_demand", {"outcome": "不需要了"}, **_DEMAND_DOES),
    post("posting_close", "desk_offer", {"outcome": "不需要了"}, **_OFFER_DOES),
    post("posting_take_back", "unit_demand_waiting", **_ORDER),
    post("posting_drop", "unit_demand_waiting", **_ORDER),
    post("posting_resume", "unit_demand_dropped", **_ORDER),
    post("posting_renew", "unit_demand", _UNTIL, **{**_ORDER, "unit": 422}),
    post("posting_reopen", "unit_demand", _UNTIL, **{**_ORDER, "unit": 422}),
    post("posting_close", "unit_demand", {"outcome": "不需要了"}, **_ORDER),
    row("unit_postings", visitor=LOGIN, units=200, rest=403),
    row("center_postings", **_CENTRE),
    row("posting_look", "look_waiting", **_LOOK),
    row("posting_look", "look_waiting_center", **_CENTRE),
    row("posting_look", "look_published", **_LOOK),
    post("posting_accept", "look_waiting", {"number": "1"}, **_DECIDE),
    post("posting_accept", "look_waiting_center", {"number": "1"}, **{**_CENTRE, "centres": MOVED}),
    post("posting_accept_ticked", "at_unit", visitor=LOGIN, units=MOVED, rest=403),
    post("posting_accept_ticked", "at_center", **{**_CENTRE, "centres": MOVED}),
    post("posting_return", "look_waiting", {"number": "1", "remark": "写明指标"}, **_DECIDE),
    post("posting_remove", "look_published", _REASON, **_DECIDE),
    post("posting_restore", "look_published", _REASON, **{**_LOOK, "lead": 409}),
]
