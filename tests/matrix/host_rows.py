"""The matrix for a unit's call for hosts: its lead decides, its clerk reads, organisations apply,
everybody reads the call and whom it picked."""

from tests.matrix.rows import LOGIN, MOVED, post, public, row

_TERMS = {"title": "征集协办单位", "text": "出一个分会场", "closes_on": "2020-01-01"}
_REASON = {"reason": "场地和团队都现成"}
_OFFER = {
    "role": "co_host",
    "statement": "出分会场",
    "contact_name": "唐工",
    "contact_phone": "13698765432",
}
_OF_LEAD = {"visitor": LOGIN, "lead": MOVED, "lead_other": 404, "rest": 403}
_AT_HOSTS = {"visitor": LOGIN, "partner": 404, "investor": 404, "enterprise": 404, "rest": 403}
_AT_DESK = {"partner": 200, "investor": 200, "enterprise": 200}

HOST_ROWS = [
    public("host_calls"),
    public("host_call", "host_call"),
    row("host_apply", "host_call", visitor=LOGIN, people=MOVED),
    post(
        "host_apply",
        "host_call",
        _OFFER,
        visitor=LOGIN,
        **dict.fromkeys(("agency", "agency_other", "partner", "enterprise"), MOVED),
        rest=403,
    ),
    row(
        "host_applications",
        visitor=LOGIN,
        agency=200,
        agency_other=200,
        **_AT_DESK,
        rest=403,
    ),
    post("host_application_withdraw", "host_applied", **_AT_HOSTS, agency=MOVED, agency_other=404),
    row("unit_hosts", visitor=LOGIN, units=200, rest=403),
    # with an end that is over, so that it is refused in words
    post("unit_hosts_open", "", _TERMS, visitor=LOGIN, leads=422, rest=403),
    post("unit_hosts_change", "host_call", _TERMS, **{**_OF_LEAD, "lead": 422}),
    post("unit_hosts_close", "host_call", **_OF_LEAD),
    post("unit_host_pick", "host_waiting", _REASON, **_OF_LEAD),
    post("unit_host_decline", "host_waiting", _REASON, **_OF_LEAD),
    post("unit_host_decline", "host_picked", _REASON, **_OF_LEAD),
    post("unit_host_reveal", "host_waiting", **{**_OF_LEAD, "lead": 200}),
]
