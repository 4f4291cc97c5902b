"""The matrix for what people keep, and for projects side by side. The first holder keeps SC's
listed project in a folder, and has removed another."""

from tests.matrix.rows import LOGIN, MOVED, post, public, row

_ANYBODY = {"visitor": LOGIN, "people": MOVED}
_NOBODY = {"visitor": LOGIN, "people": 404}
_HOLDER = {"visitor": LOGIN, "holder": MOVED, "rest": 404}

FAVOURITE_ROWS = [
    public("showcase_compare"),
    row("favourites", visitor=LOGIN, people=200),
    row("favourite_new", "kept_thing", **_ANYBODY),
    post("favourite_new", "kept_thing", **_ANYBODY),
    post("favourite_new", "members_thing", **_ANYBODY),
    row("favourite_new", "hidden_thing", **_NOBODY),
    post("favourite_new", "hidden_thing", **_NOBODY),
    post("favourite_new", "no_thing", **_NOBODY),
    post("favourite_change", "favourite", {"note": "先问价格", "folder": ""}, **_HOLDER),
    post("favourite_remove", "favourite", **_HOLDER),
    post("favourite_restore", "favourite_removed", **_HOLDER),
    post("favourite_folder_new", data={"name": "再看一遍"}, **_ANYBODY),
    post("favourite_folder_rename", "folder", {"name": "再看一遍"}, **_HOLDER),
    post("favourite_folder_delete", "folder", **_HOLDER),
]
