"""The matrix for remarks on single columns and for versions side by side."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_TEXT = {"text": "补数据"}
_HOLDER = {"visitor": LOGIN, "holder": 200, "holder_other": 404, "rest": 403}
_UNIT = {"visitor": LOGIN, "unit": 200, "unit_other": 404, "agency": 404, "rest": 403}
_CENTRE = {"visitor": LOGIN, "centres": 200, "rest": 403}
_READERS = {"visitor": LOGIN, "unit": MOVED, "unit_other": 404, "rest": 403}

REMARK_ROWS = [
    post("unit_project_remark", "remarked", _TEXT, **_READERS),
    post("unit_project_remark", "remarked_contact", _TEXT, **{**_READERS, "unit": 404}),
    post("unit_project_remark", "remarked_accepted", _TEXT, **{**_READERS, "unit": 403}),
    post("unit_project_remark", "remarked_returned", _TEXT, **{**_READERS, "unit": 409}),
    post("center_project_remark", "remarked", _TEXT, **{**_CENTRE, "centres": 403}),
    post("center_project_remark", "remarked_accepted", _TEXT, **{**_CENTRE, "centres": MOVED}),
    *(
        row(f"{desk}_project_history", about, **answers)
        for desk, answers in (("my", _HOLDER), ("unit", _UNIT), ("center", _CENTRE))
        for about in ("mended", "submitted")
    ),
    row("my_project_history", "draft", **_HOLDER),
    row("unit_project_history", "draft", **{**_UNIT, "unit": 404}),
    row("center_project_history", "draft", **{**_CENTRE, "centres": 404}),
    *(
        row(f"{desk}_project_versions", about, **{**answers, theirs: answer})
        for desk, theirs, answers in (
            ("my", "holder", _HOLDER),
            ("unit", "unit", _UNIT),
            ("center", "centres", _CENTRE),
        )
        for about, answer in (
            ("difference", 200),
            ("same_version", 404),
            ("turned_round", MOVED),
        )
    ),
]
