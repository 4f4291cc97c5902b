"""The permission matrix, the rows about attachments: who sends, changes, grants, reads."""

from tests.matrix.rows import LOGIN, MOVED, Row, post, public, row

_NEW = {"name": "检测报告.pdf", "size": "4096"}
_DETAILS = {"title": "技术说明", "kind": "report", "visibility": "public"}
# What is done to a file: the data, who may in whose place.
_VERBS = (
    ("file_revise", _DETAILS),
    ("file_place", {"place": "1"}),
    ("file_remove", {}),
)
_OF_HOLDER = {"visitor": LOGIN, "holder_other": 404, "rest": 403}
_OF_UNIT = {"visitor": LOGIN, "unit_other": 404, "agency": 404, "rest": 403}
_SEEN_BY_DESKS = {"visitor": LOGIN, "holder": MOVED, "unit": 403, "centres": 403, "rest": 404}

FILE_ROWS = [
    # reading
    public("file", "public_file"),
    row("file", "members_file", visitor=404, people=200),
    row("file", "granted_file", holder=200, agency=200, unit=200, centres=200, rest=404),
    row("file", "draft_file", holder=200, rest=404),
    row("file", "filed_file", unit=200, rest=404),
    public("file_preview", "public_file"),
    row("file_preview", "granted_file", everyone=404),
    # sending
    row("upload", "upload", visitor=LOGIN, holder=200, rest=404),
    Row("upload", "upload", "patch", answers={"visitor": LOGIN, "holder": 400, "rest": 404}),
    post("upload_drop", "upload", visitor=LOGIN, holder=MOVED, rest=404),
    # the holder's desk
    *(
        make(name, "draft", holder=200, **_OF_HOLDER)
        for name, make in (
            *(("my_project_files", row), ("my_project_grants", row)),
            ("my_project_grants", post),
        )
    ),
    post("my_project_files", "draft", holder=MOVED, **_OF_HOLDER),
    row("my_project_files", "listed", holder=200, **_OF_HOLDER),
    row("my_project_grants", "listed", holder=200, **_OF_HOLDER),
    post("my_project_files_begin", "draft", _NEW, holder=201, **_OF_HOLDER),
    post("my_project_files_begin", "listed", _NEW, holder=422, **_OF_HOLDER),
    # the unit's
    *(
        make(name, "filed_draft", unit=200, **_OF_UNIT)
        for name, make in (
            *(("unit_project_files", row), ("unit_project_grants", row)),
            ("unit_project_grants", post),
        )
    ),
    post("unit_project_files", "filed_draft", unit=MOVED, **_OF_UNIT),
    row("unit_project_files", "submitted", **{**_OF_UNIT, "unit": 403}),
    row("unit_project_grants", "submitted", **{**_OF_UNIT, "unit": 403}),
    post("unit_project_files_begin", "filed_draft", _NEW, unit=201, **_OF_UNIT),
    post("unit_project_files_begin", "submitted", _NEW, **{**_OF_UNIT, "unit": 403}),
    # one file
    *(
        post(name, about, data, visitor=LOGIN, **{who: MOVED}, rest=404)
        for name, data in _VERBS
        for about, who in (("draft_file", "holder"), ("filed_file", "unit"))
    ),
    post("file_restore", "removed_file", visitor=LOGIN, holder=MOVED, rest=404),
    *(
        post(
            name, "public_file", data, visitor=LOGIN, holder=MOVED, unit=403, centres=403, rest=404
        )
        for name, data in _VERBS
    ),
    post("grant_revoke", "grant", **_SEEN_BY_DESKS),
]
