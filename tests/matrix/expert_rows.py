"""The matrix for experts, rounds and who reviews what: the centre's, and each expert's own."""

from tests.matrix.rows import LOGIN, MOVED, Row, post, row

_OF_CENTRE = {"visitor": LOGIN, "centres": MOVED, "rest": 403}
_OF_LEAD = {"visitor": LOGIN, "centre_lead": MOVED, "rest": 403}
_OF_EXPERT = {"visitor": LOGIN, "expert": MOVED, "rest": 403}
_SEEN = {"visitor": LOGIN, "centres": 200, "rest": 403}
_YEAR = {"year": lambda cast: cast.last_year["year"]}
_REASON = {"reason": "出差"}
_TIE = {"unit": "GD", "reason": "合作"}
_PROFILE = {"employer": "某研究院", "home": "BJ", "fields_known": ["1"], "capacity": "9"}
_TERMS = {"closes_on": "2098-01-31", "per_plan": "3", "places": "38"}


def _seen(name, about=""):
    return Row(name, about, data=_YEAR, answers=_SEEN)


EXPERT_ROWS = [
    row("center_experts", **_SEEN),
    row("center_expert_invite", **_SEEN),
    post(
        "center_expert_invite",
        "",
        {"name": "顾蜀", "email": "gu@example.cn", **_PROFILE},
        **_OF_CENTRE,
    ),
    row("center_expert", "reviewer", **_SEEN),
    post("center_expert_keep", "reviewer", _PROFILE, **_OF_CENTRE),
    post("center_expert_tie", "reviewer", _TIE, **_OF_CENTRE),
    post("center_expert_rest", "reviewer", _REASON, **_OF_CENTRE),
    # who does not rest
    post("center_expert_return", "reviewer", visitor=LOGIN, centres=409, rest=403),
    post("center_tie_lift", "tie", _REASON, **_OF_CENTRE),
    _seen("center_rounds"),
    _seen("center_round_new"),
    # nothing is chosen, and another one runs
    post("center_round_new", "", _TERMS, visitor=LOGIN, centres=422, rest=403),
    _seen("center_round", "round_number"),
    row("center_round", "round_number", visitor=LOGIN, centres=404, rest=403),
    post("center_round_change", "round", _TERMS, **_OF_CENTRE),
    post("center_round_enter", "round", **_OF_CENTRE),
    post("center_round_leave", "round_unit", _REASON, **_OF_CENTRE),
    post("center_round_close", "round", **_OF_CENTRE),
    post("center_round_close", "round_closed", visitor=LOGIN, centres=409, rest=403),
    # another one runs
    post(
        "center_round_reopen",
        "round_closed",
        {**_REASON, "closes_on": "2098-01-31"},
        **{**_OF_LEAD, "centre_lead": 422},
    ),
    post("center_round_release", "round_closed", **_OF_LEAD),
    post("center_round_remind", "round", **_OF_CENTRE),
    _seen("center_assign", "round_number"),
    post("center_assign_work_out", "round", **_OF_CENTRE),
    post("center_assign_cell", "round", {"unpair": lambda cast: cast.paired_at}, **_OF_CENTRE),
    post("center_assign_cell", "round", visitor=LOGIN, centres=404, rest=403),
    post("center_assign_publish", "round", **_OF_CENTRE),
    post("center_assignment_replace", "assignment", _REASON, **_OF_CENTRE),
    post(
        "center_assignment_replace",
        "assignment_other",
        _REASON,
        visitor=LOGIN,
        centres=409,
        rest=403,
    ),
    row("review_profile", visitor=LOGIN, expert=200, rest=403),
    post("review_profile_keep", "", _PROFILE, **_OF_EXPERT),
    post("review_profile_tie", "", _TIE, **_OF_EXPERT),
    post("review_profile_confirm", **_OF_EXPERT),
]
