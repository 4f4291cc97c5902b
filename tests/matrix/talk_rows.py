"""The matrix for interests and introductions: the second holder asks the first for a project; the
enterprise has been introduced to the first holder, and has asked the agency to accompany it."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_IN = {"visitor": LOGIN, "rest": 404}
_SIDES = {**_IN, "holder": 200, "holder_other": 200}
_ANSWERS = {**_IN, "holder": MOVED, "holder_other": 403}
_TALK = {**_IN, "holder": 200, "enterprise": 200}
_BOTH_DO = {**_IN, "holder": MOVED, "enterprise": MOVED}
_ASKER_LATE = {**_IN, "holder": 403, "holder_other": 409}
_REFUSED = {**_IN, "holder": 422, "holder_other": 422}
_FILE = {"name": "方案.pdf", "size": "10"}
_TIME = {"day": "2098-01-31", "begins": "09:00", "ends": "10:00"}
_CENTRES = {"visitor": LOGIN, "centres": 200, "rest": 403}
_CENTRES_DO = {"visitor": LOGIN, "centres": MOVED, "rest": 403}

TALK_ROWS = [
    # interests, sent
    row("interest_new", "listed", visitor=LOGIN, people=200),
    post("interest_new", "listed", visitor=LOGIN, people=200),
    row("demand_interest", "demand", visitor=LOGIN, people=200),
    row("demand_interest", "offer", visitor=LOGIN, people=404),
    post("demand_interest", "demand", visitor=LOGIN, people=200),
    row("offer_interest", "offer", visitor=LOGIN, people=200),
    post("offer_interest", "offer", visitor=LOGIN, people=200),
    row("interests_sent", visitor=LOGIN, people=200),
    row("my_interests", visitor=LOGIN, holders=200, rest=403),
    row("unit_interests", visitor=LOGIN, units=200, agency=200, rest=403),
    row("desk_interests", visitor=LOGIN, enterprise=200, investor=200, partner=200, rest=403),
    # one of them
    row("interest", "interest", **_SIDES),
    post("interest_take_back", "interest", **{**_IN, "holder": 403, "holder_other": MOVED}),
    post("interest_ask_back", "interest", {"text": "用在哪里？"}, **_ANSWERS),
    post(
        "interest_reply",
        "interest",
        {"text": "客车"},
        **_ASKER_LATE,
    ),
    post("interest_agree", "interest", **_ANSWERS),
    post("interest_withdraw", "interest", **{**_IN, "holder": 403, "holder_other": 403}),
    post("interest_decline", "interest", {"reason": "other"}, **_ANSWERS),
    post(
        "interest_report",
        "interest",
        {"reason": "spam"},
        **_REFUSED,
    ),
    post("interest_block", "interest", **{**_IN, "holder": MOVED}),
    row("blocks", visitor=LOGIN, people=200),
    post("interest_unblock", "blocked", **{**_IN, "holder": MOVED}),
    row("center_reports", **_CENTRES),
    post("report_uphold", "report", **_CENTRES_DO),
    post("report_dismiss", "report", **_CENTRES_DO),
    # an introduction
    row("introductions", visitor=LOGIN, people=200),
    row("introduction", "talk", **_TALK),
    row("introduction_lines", "talk", **_TALK),
    post("introduction_say", "talk", {"text": "好的"}, **_BOTH_DO),
    post("line_take_back", "line", **{**_IN, "holder": 403, "enterprise": MOVED}),
    row("line_file", "line", visitor=LOGIN, people=404),  # words without a file
    post(
        "introduction_file_begin",
        "talk",
        _FILE,
        **{**_IN, "holder": 201, "enterprise": 201},
    ),
    post("introduction_file_send", "talk", **{**_IN, "holder": 422, "enterprise": 422}),
    post("introduction_note", "talk", {"notes": "记一笔"}, **_BOTH_DO),
    post("introduction_plan", "talk", {"stage": "diligence"}, **_BOTH_DO),
    post("introduction_finish", "talk", {"outcome": "later"}, **_BOTH_DO),
    post("introduction_reopen", "talk", **_BOTH_DO),
    post("time_propose", "talk", _TIME, **_BOTH_DO),
    row("time_file", "time", **_TALK),
    post("time_agree", "time", **{**_IN, "holder": MOVED, "enterprise": 403}),
    post("time_decline", "time", **{**_IN, "holder": MOVED, "enterprise": 403}),
    post("time_cancel", "time", **_BOTH_DO),
    row("introduction_export", "talk", **_TALK),
    post("companion_bring", "talk", **{**_IN, "holder": 422, "enterprise": 422}),
    post("seat_agree", "asked_seat", **{**_BOTH_DO, "enterprise": 403}),
    post("seat_refuse", "asked_seat", **_BOTH_DO),
    post("seat_leave", "seat", **{**_IN, "agency": MOVED}),
    # who looks at all of them
    row("unit_introductions", visitor=LOGIN, units=200, rest=403),
    row("center_introductions", **_CENTRES),
    row("exchange_introductions", visitor=LOGIN, exchange=200, rest=403),
    post("introduction_attend", "talk", visitor=LOGIN, exchange=MOVED, rest=403),
]
