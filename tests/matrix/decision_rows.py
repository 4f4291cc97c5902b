"""The matrix for what was decided of last year's plans: SC's was approved and is shown, GD's was
denied, HN's waits for a decision that somebody of the centre proposed."""

from tests.matrix.rows import LOGIN, MOVED, post, public, row

_OF_CENTRE = {"visitor": LOGIN, "centres": MOVED, "rest": 403}
_OF_LEAD = {"visitor": LOGIN, "centre_lead": MOVED, "rest": 403}
_REASON = {"reason": "数据有误，重新决定"}
_ANSWER = {"upheld": "no", "answer": "已核实无误"}

DECISION_ROWS = [
    public("results", "last_year"),
    row("results_object", "last_year", visitor=LOGIN, people=MOVED),
    post("results_object", "last_year", visitor=LOGIN, people=422),  # its days are over
    row("objections", visitor=LOGIN, people=200),
    post("objection_withdraw", "objection", visitor=LOGIN, holder=MOVED, rest=404),
    row("unit_result", "letter_denied", visitor=LOGIN, unit=404, unit_other=200, rest=403),
    row("center_result", "letter_of_unit", visitor=LOGIN, centres=200, rest=403),
    # the two acts
    row("center_hosts", visitor=LOGIN, centres=200, rest=403),
    post("center_approve", **{**_OF_LEAD, "centre_lead": 422}),
    post("center_propose", **{**_OF_CENTRE, "centres": 422}),
    post(
        "center_decide",
        data={"decisions": lambda cast: cast.proposal.ref},
        visitor=LOGIN,
        centre_lead=MOVED,
        rest=403,
    ),
    post("center_withdraw", data={"decisions": lambda cast: cast.proposal.ref}, **_OF_CENTRE),
    post("center_refuse", "proposal", _REASON, **_OF_LEAD),
    post("center_decision_reopen", "host_decision", _REASON, **_OF_LEAD),
    post("center_approval_reopen", "approval", _REASON, **_OF_LEAD),
    post("center_denial", "approval", **{**_OF_LEAD, "centre_lead": 422}),
    post("center_display_open", "last_year", **{**_OF_LEAD, "centre_lead": 422}),
    post("center_display_settle", "display", **{**_OF_LEAD, "centre_lead": 422}),
    post("center_objection_answer", "objection", _ANSWER, **_OF_CENTRE),
]
