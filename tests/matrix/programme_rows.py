"""The matrix for programme pages: the host and the centre arrange and release, the exchange reads;
another unit's does not exist."""

from roadshows.models import Programme
from roadshows.releasing import preview_of
from tests.matrix.rows import LOGIN, MOVED, post, row

_DESKS = ("host", "centre", "exchange")
_READS = {
    "host": {"visitor": LOGIN, "unit": 200, "unit_other": 404, "rest": 403},
    "centre": {"visitor": LOGIN, "centres": 200, "rest": 403},
    "exchange": {"visitor": LOGIN, "exchange": 200, "rest": 403},
}
_NOT_EXCHANGE = {"visitor": LOGIN, "rest": 403}
_ARRANGES = {**_READS, "exchange": _NOT_EXCHANGE}
_DOES = {
    "host": {**_READS["host"], "unit": MOVED},
    "centre": {**_READS["centre"], "centres": MOVED},
    "exchange": _NOT_EXCHANGE,
}
_WRONG = {
    "host": {**_READS["host"], "unit": 422},
    "centre": {**_READS["centre"], "centres": 422},
    "exchange": _NOT_EXCHANGE,
}


def _seen(cast):
    return Programme.objects.get(pk=cast.roadshow.pk).revision


_SEEN = {"seen": _seen}
_TEA = {"kind": "break", "title": "茶歇", "talk": "15", "questions": "0", "buffer": "0"}

PROGRAMME_ROWS = [
    *(row("roadshow_programme", f"at_{desk}", **_READS[desk]) for desk in _DESKS),
    row(
        "roadshow_programme", "preparing_at_host", visitor=LOGIN, unit=404, unit_other=200, rest=403
    ),
    *(row("roadshow_version", f"version_at_{desk}", **_READS[desk]) for desk in _DESKS),
    *(
        row(name, f"{about}{desk}", **_ARRANGES[desk])
        for name, about in (
            ("roadshow_lineup", "at_"),
            ("roadshow_item_new", "at_"),
            ("roadshow_item", "item_at_"),
            ("roadshow_release", "at_"),
        )
        for desk in _DESKS
    ),
    *(
        post(name, f"{about}{desk}", data, **_DOES[desk])
        for name, about, data in (
            ("roadshow_begins", "at_", {**_SEEN, "begins": "09:30"}),
            ("roadshow_item_new", "at_", {**_SEEN, **_TEA}),
            ("roadshow_item_move", "item_at_", {**_SEEN, "to": "1"}),
            ("roadshow_item_out", "item_at_", _SEEN),
            ("roadshow_item_back", "taken_at_", _SEEN),
        )
        for desk in _DESKS
    ),
    *(
        post(
            "roadshow_release_now",
            f"at_{desk}",
            {"seen": lambda cast: preview_of(cast.roadshow).seen},
            **_DOES[desk],
        )
        for desk in _DESKS
    ),
    *(
        post(name, f"{about}{desk}", {}, **_WRONG[desk])
        for name, about in (
            ("roadshow_item", "item_at_"),
            ("roadshow_item_new", "at_"),
            ("roadshow_begins", "at_"),
        )
        for desk in _DESKS
    ),
    # nothing ticked, of a page that is no longer what it was
    *(
        post("roadshow_line_up", f"at_{desk}", {}, **answers)
        for desk, answers in (
            ("host", _WRONG["host"]),
            ("centre", _WRONG["centre"]),
            ("exchange", _NOT_EXCHANGE),
        )
    ),
]
