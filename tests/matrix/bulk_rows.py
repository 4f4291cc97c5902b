"""The matrix for orders for many: a unit's people and the centre's, each for what they may see;
an order is its giver's alone."""

from tests.matrix.bulk_cast import WORDS
from tests.matrix.rows import LOGIN, MOVED, Row, post, row
from tests.projects.ordering import seen

_UNIT = {"visitor": LOGIN, "rest": 403}
_LEADS_OWN = {**_UNIT, "units": 404, "lead": 200}
_CENTRES_OWN = {**_UNIT, "centre_lead": 404, "centre": 200}


def look(name, data, **answers):
    return Row(name, "", "get", data, answers)


def _of(word):
    """One ticked row of a list, as the confirmation sends it."""
    return {
        "ref": lambda cast: getattr(cast, word).ref,
        "seen": lambda cast: seen(getattr(cast, word)),
    }


_ALL_LISTED = {"verb": "remind", "all": "on", "in": "state=listed"}

BULK_ROWS = [
    look("unit_bulk", _ALL_LISTED, **{**_UNIT, "units": 200}),
    # Of another unit's projects none is found, which the list says.
    look(
        "unit_bulk",
        {"verb": "accept", **_of("submitted")},
        **{**_UNIT, "clerks": 403, "lead": 200, "lead_other": MOVED},
    ),
    look("unit_bulk", {"verb": "list", **_of("accepted")}, **{**_UNIT, "units": 404}),
    look("center_bulk", _ALL_LISTED, **{**_UNIT, "centres": 200}),
    look("center_bulk", {"verb": "accept", **_of("submitted")}, **{**_UNIT, "centres": 404}),
    post(
        "unit_bulk_give",
        data={"verb": "accept", **_of("submitted")},
        **{**_UNIT, "clerks": 403, "lead": MOVED, "lead_other": MOVED},
    ),
    post(
        "unit_bulk_give",
        data={"verb": "return", **_of("submitted")},
        **{**_UNIT, "clerks": 403, "lead": 422, "lead_other": MOVED},
    ),
    post(
        "center_bulk_give",
        data={"verb": "list", **_of("accepted")},
        **{**_UNIT, "centres": MOVED},
    ),
    row("unit_bulk_orders", **{**_UNIT, "units": 200}),
    row("center_bulk_orders", **{**_UNIT, "centres": 200}),
    *(
        row(name, about, **{**_LEADS_OWN, "lead": answer})
        for name, about, answer in (
            ("unit_bulk_order", "bulk_order", 200),
            ("unit_bulk_order", "bulk_waiting", 200),
            ("unit_bulk_order", "bulk_at_centre", 404),
            ("unit_bulk_progress", "bulk_waiting", 200),
            ("unit_bulk_progress", "bulk_order", MOVED),
            ("unit_bulk_report", "bulk_order", 200),
        )
    ),
    *(
        row(name, about, **{**_CENTRES_OWN, "centre": answer})
        for name, about, answer in (
            ("center_bulk_order", "bulk_at_centre", 200),
            ("center_bulk_order", "bulk_order", 404),
            ("center_bulk_progress", "bulk_waiting_at_centre", 200),
            ("center_bulk_report", "bulk_at_centre", 200),
        )
    ),
    post("unit_bulk_again", "bulk_order", **{**_LEADS_OWN, "lead": MOVED}),
    post("center_bulk_again", "bulk_at_centre", **{**_CENTRES_OWN, "centre": MOVED}),
    # 催办 of one
    post(
        "unit_project_remind",
        "listed",
        {"note": WORDS},
        **{**_UNIT, "unit": MOVED, "unit_other": 404},
    ),
    post(
        "unit_project_remind",
        "returned",  # reminded just now
        {"note": WORDS},
        **{**_UNIT, "unit": 422, "unit_other": 404},
    ),
    post("center_project_remind", "listed", {"note": WORDS}, **{**_UNIT, "centres": MOVED}),
]
