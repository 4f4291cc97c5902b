"""The matrix for matches: of postings for whose they are, of projects for their holders and units,
and for offers that are asked for. SC's clerk has posted, the enterprise a demand, the partner an
offer; the first holder's project is suggested, and asks for both offers."""

from tests.matrix.favourite_rows import FAVOURITE_ROWS
from tests.matrix.rows import LOGIN, MOVED, Row, post, public, row

_YES = {"verdict": "accept"}
_SEEKERS = {"enterprise": 404, "investor": 404, "partner": 404}
_AT_DESK = {"visitor": LOGIN, **_SEEKERS, "rest": 403}
_DEMAND = {**_AT_DESK, "enterprise": 200}
_DEMAND_DOES = {**_AT_DESK, "enterprise": MOVED}
_OFFER = {**_AT_DESK, "partner": 200}
_OFFER_DOES = {**_AT_DESK, "partner": MOVED}
_UNIT = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "rest": 403}
_UNIT_DOES = {**_UNIT, "unit": MOVED}
_HOLDER = {"visitor": LOGIN, "holder": 200, "holder_other": 404, "rest": 403}
_HOLDER_DOES = {**_HOLDER, "holder": MOVED}
# Of a project that has a holder its unit reads the matches, and says nothing.
_READING = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "agency": 404, "rest": 403}
_IN_CUSTODY = {**_READING, "unit": 403}

MATCH_ROWS = [
    *FAVOURITE_ROWS,
    public("matching"),
    # of a posting
    row("desk_match_weights", visitor=LOGIN, enterprise=200, investor=200, partner=200, rest=403),
    row("unit_match_weights", visitor=LOGIN, units=200, rest=403),
    row("desk_matches", visitor=LOGIN, enterprise=200, investor=200, partner=200, rest=403),
    row("desk_match", "own_demand", **_DEMAND),
    row("desk_match", "own_offer", **_OFFER),
    row("desk_match", "demand", **_AT_DESK),
    row("desk_match_state", "own_demand", **_DEMAND),
    post("desk_match_say", "desk_pair", _YES, **_DEMAND_DOES),
    post("desk_match_say", "desk_offer_pair", _YES, **_OFFER_DOES),
    post("desk_match_take_back", "desk_pair", **_DEMAND_DOES),
    row("unit_matches", visitor=LOGIN, units=200, rest=403),
    row("unit_match", "demand", **_UNIT),
    row("unit_match", "own_demand", **{**_UNIT, "unit": 404}),
    row("unit_match_state", "demand", **_UNIT),
    post("unit_match_say", "unit_pair", _YES, **_UNIT_DOES),
    post("unit_match_take_back", "unit_pair", **_UNIT_DOES),
    # of a project
    row("my_project_matches", "listed", **_HOLDER),
    row("my_project_matches", "submitted", **_HOLDER),
    row("my_project_match_state", "listed", **_HOLDER),
    post("my_project_match_say", "held_pair", _YES, **_HOLDER_DOES),
    post("my_project_match_say", "no_pair", _YES, **{**_HOLDER, "holder": 404}),
    post("my_project_match_take_back", "held_pair", **_HOLDER_DOES),
    row("unit_project_matches", "listed", **_READING),
    row("unit_project_match_state", "listed", **_READING),
    post("unit_project_match_say", "held_pair", _YES, **_IN_CUSTODY),
    # nothing has been said
    post("unit_project_match_take_back", "held_pair", **{**_READING, "unit": MOVED}),
    # a demand that a project answers
    row("demand_respond", "demand", visitor=LOGIN, people=200),
    row("demand_respond", "offer", visitor=LOGIN, people=404),
    post("demand_respond", "demand", {"project": ""}, visitor=LOGIN, people=200),
    # offers that are asked for
    row("offer_ask", "offer", visitor=LOGIN, people=200),
    row("offer_ask", "demand", visitor=LOGIN, people=404),
    post("offer_ask", "offer", {"project": ""}, visitor=LOGIN, people=200),
    Row(
        "offer_ask",
        "offer",
        "post",
        {"project": lambda cast: cast.listed.ref, "message": ""},
        {"visitor": LOGIN, "holder": 422, "rest": 200},
    ),
    row("desk_asked", "offer", **_AT_DESK),
    row("desk_asked", "own_offer", **_OFFER),
    row("unit_asked", "offer", **_UNIT),
    row("unit_asked", "demand", **{**_UNIT, "unit": 404}),
    post("take_up_take_back", "take_up", visitor=LOGIN, holder=MOVED, rest=404),
    post(
        "take_up_give",
        "take_up",
        {"on": "2026-01-05"},
        visitor=LOGIN,
        unit=MOVED,
        rest=404,
    ),
    post(
        "take_up_give",
        "desk_take_up",
        {"on": "2026-01-05"},
        visitor=LOGIN,
        partner=MOVED,
        rest=404,
    ),
    post(
        "take_up_decline",
        "desk_take_up",
        {"answer": "满了"},
        visitor=LOGIN,
        partner=MOVED,
        rest=404,
    ),
    post("take_up_decline", "take_up", {"answer": "满了"}, visitor=LOGIN, unit=MOVED, rest=404),
]
