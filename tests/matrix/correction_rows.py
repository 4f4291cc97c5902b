"""The matrix for corrections: the first holder's in SC, and one that SC's clerk proposed."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_HOLDER = {"visitor": LOGIN, "holder": 200, "holder_other": 404, "rest": 403}
_UNIT = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "agency": 404, "rest": 403}
_UNITS = {"visitor": LOGIN, "units": 200, "agency": 200, "rest": 403}
_CENTRES = {"visitor": LOGIN, "centres": 200, "rest": 403}
_LEAD = {"visitor": LOGIN, "clerk": 403, "lead": MOVED, "unit_other": 404, "rest": 403}
_FILER = {**_UNIT, "unit": MOVED}
_NOT_THEIRS = {**_UNIT, "unit": 403}
_REASON = {"reason": "第三方复测，指标更新"}
_REMARKS = {"remarks": "附复测报告", "due_on": "2098-01-31"}

CORRECTION_ROWS = [
    post("my_project_correct", "listed", _REASON, **{**_HOLDER, "holder": MOVED}),
    post("my_project_correct", "listed", **{**_HOLDER, "holder": 422}),
    post("my_project_correct", "corrected", _REASON, **{**_HOLDER, "holder": 422}),
    post("my_project_correct", "submitted", _REASON, **{**_HOLDER, "holder": 422}),
    *(
        row("my_correction", about, **_HOLDER)
        for about in ("correction", "correction_open", "correction_accepted")
    ),
    post("my_correction_take_back", "correction", **{**_HOLDER, "holder": MOVED}),
    post("my_correction_take_back", "correction_open", **{**_HOLDER, "holder": 409}),
    post("my_correction_withdraw", "correction", **{**_HOLDER, "holder": MOVED}),
    post("my_correction_withdraw", "correction_accepted", **{**_HOLDER, "holder": 409}),
    row("my_project", "corrected", **_HOLDER),
    post("my_project_keep", "corrected", **_HOLDER),
    post("unit_project_correct", "filed", _REASON, **_FILER),
    post("unit_project_correct", "listed", _REASON, **_NOT_THEIRS),
    row("unit_corrections", **_UNITS),
    *(
        row("unit_correction", about, **_UNIT)
        for about in ("correction", "correction_open", "correction_filed")
    ),
    post("unit_correction_accept", "correction", **_LEAD),
    post("unit_correction_accept", "correction_open", **{**_LEAD, "lead": 409}),
    post("unit_correction_accept", "correction_filed", **_LEAD),
    post("unit_correction_return", "correction", _REMARKS, **_LEAD),
    post("unit_correction_decline", "correction", _REASON, **_LEAD),
    *(
        post(f"unit_correction_{verb}", about, **answers)
        for verb in ("take_back", "withdraw")
        for about, answers in (("correction_filed", _FILER), ("correction", _NOT_THEIRS))
    ),
    row("center_corrections", **_CENTRES),
    *(
        row("center_correction", about, **_CENTRES)
        for about in ("correction", "correction_open", "correction_accepted")
    ),
]
