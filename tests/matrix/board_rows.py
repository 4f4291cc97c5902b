"""The matrix for 会商: of last year's rounds, the centre's alone."""

from tests.matrix.rows import LOGIN, Row, row

_YEAR = {"year": lambda cast: cast.last_year["year"]}
_OF_CENTRE = {"visitor": LOGIN, "rest": 403}

BOARD_ROWS = [
    # this year has no round yet
    row("center_board", **_OF_CENTRE, centres=200),
    *(
        one
        for name in ("center_review_board", "center_review_file")
        for one in (
            Row(name, "reviewed_round", "get", _YEAR, {**_OF_CENTRE, "centres": 200}),
            row(name, "reviewed_round", **_OF_CENTRE, centres=404),
        )
    ),
]
