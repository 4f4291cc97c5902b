"""The matrix for reading before showing, for what is wrong in the library, for services, custody
and consent."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_OF_CENTRE = {"visitor": LOGIN, "centres": MOVED, "rest": 403}
_OF_HOLDER = {"visitor": LOGIN, "holder": MOVED, "holder_other": 404, "rest": 403}
_OF_CUSTODY = {
    "visitor": LOGIN,
    "unit": MOVED,
    "unit_other": 404,
    "agency": 404,
    "rest": 403,
}
_OF_SERVICE = {"visitor": LOGIN, "holder": 200, "unit": 200, "centres": 200, "rest": 404}
_OF_GIVERS = {"visitor": LOGIN, "holder": 403, "rest": 404}
_PAIR = {
    "kind": "duplicates",
    "first": lambda cast: cast.submitted.ref,
    "second": lambda cast: cast.similar.ref,
    "reason": "请核实",
}
_REASON = {"reason": "登记错了"}

LIBRARY_ROWS = [
    # the centre reads
    post("center_project_read", "accepted", {"number": "1"}, **_OF_CENTRE),
    post("center_reading_undo", "reading", {"reason": "漏看一处"}, **_OF_CENTRE),
    # what is wrong
    row("center_faults", visitor=LOGIN, centres=200, rest=403),
    post("center_faults_remind", data={"kind": "stale"}, **_OF_CENTRE),
    post("center_faults_read", data={"kind": "unread"}, **_OF_CENTRE),
    post(
        "center_faults_withdraw",
        data={"kind": "stale", "ref": lambda cast: cast.stale.ref, "reason": "没有确认"},
        **_OF_CENTRE,
    ),
    post("center_faults_ask", data=_PAIR, **_OF_CENTRE),
    post("center_faults_dismiss", data=_PAIR, **_OF_CENTRE),
    post(
        "center_faults_lift",
        data={"ref": lambda cast: cast.ruling.ref, "reason": "看错了"},
        **_OF_CENTRE,
    ),
    # services
    row("unit_services", visitor=LOGIN, units=200, agency=200, rest=403),
    row("center_services", visitor=LOGIN, centres=200, rest=403),
    row("service", "service", **_OF_SERVICE),
    row("service_evidence", "service", **_OF_SERVICE),
    row("service_evidence", "service_bare", visitor=LOGIN, rest=404),
    post(
        "service_evidence_begin",
        "service",
        {"name": "协议.pdf", "size": "5"},
        **{**_OF_GIVERS, "unit": 201, "centres": 201},
    ),
    post("service_evidence_send", "service", **{**_OF_GIVERS, "unit": 422, "centres": 422}),
    post("service_void", "service", _REASON, **{**_OF_GIVERS, "unit": MOVED, "centres": MOVED}),
    # who answers for it, on whose word it is shown, whether it still holds
    row("unit_claims", visitor=LOGIN, units=200, agency=200, rest=403),
    post("unit_project_invite_contact", "free", **_OF_CUSTODY),
    post("unit_project_confirm", "free", **_OF_CUSTODY),
    post(
        "unit_project_take_over",
        "with_agency",
        {"reason": "机构已停业"},
        visitor=LOGIN,
        clerk=403,
        lead=MOVED,
        unit_other=404,
        rest=403,
    ),
    *(post(f"my_project_{verb}", "listed", **_OF_HOLDER) for verb in ("confirm", "show", "hide")),
]
