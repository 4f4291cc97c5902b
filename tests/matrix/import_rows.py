"""The matrix for imports: a unit's own people, and only for their unit."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_OTHERS = {"visitor": LOGIN, "unit_other": 404, "rest": 403}

IMPORT_ROWS = [
    row("unit_imports", visitor=LOGIN, units=200, rest=403),
    post("unit_imports", visitor=LOGIN, units=200, rest=403),
    row("unit_import_template", visitor=LOGIN, units=200, rest=403),
    row("unit_import_drafts", visitor=LOGIN, units=200, rest=403),
    row("unit_import_columns", visitor=LOGIN, units=200, rest=403),
    row("unit_import_file", "import_upload", **_OTHERS, clerk=200, lead=404),
    row("unit_import", "import_checked", **_OTHERS, unit=200),
    row("unit_import", "import_taken", **_OTHERS, unit=200),
    row("unit_import_progress", "import_checked", **_OTHERS, unit=MOVED),
    row("unit_import_errors", "import_checked", **_OTHERS, unit=200),
    post("unit_import_mapping", "import_checked", {"keep": "on"}, **_OTHERS, unit=MOVED),
    post("unit_import_where", "import_checked", {"header": "2"}, **_OTHERS, unit=MOVED),
    post(
        "unit_import_row",
        "import_row",
        {"name": "field", "text": "新材料"},
        **_OTHERS,
        unit=MOVED,
    ),
    post("unit_import_take", "import_checked", **_OTHERS, unit=MOVED),
    post("unit_import_submit", "import_taken", **_OTHERS, unit=MOVED),
    post("unit_import_undo", "import_taken", **_OTHERS, unit=MOVED),
    post("unit_import_again", "import_checked", **_OTHERS, unit=MOVED),
    post("unit_import_drop", "import_checked", **_OTHERS, unit=MOVED),
    post("unit_import_invite", "import_taken", **_OTHERS, unit=MOVED),
]
