"""The matrix for scores: each expert their own tasks; the centre all of one plan, its lead may send
one back."""

from tests.matrix.rows import LOGIN, MOVED, Row, post, row

_TYPED = {"changed": "comment", "comment": "论证充分", "revision": "0", "page": "a"}
_YEAR = {"year": lambda cast: cast.last_year["year"]}
_OWN = {"visitor": LOGIN, "rest": 403}

SCORE_ROWS = [
    row("review", **_OWN, expert=200),
    row("review_task", "assignment", **_OWN, expert=200),
    row("review_task", "assignment_other", **_OWN, expert=404),
    # nothing is given yet: refused in words
    post("review_task", "assignment", {"file": "next"}, **_OWN, expert=422),
    post("review_task", "assignment_other", {"file": "next"}, **_OWN, expert=404),
    post("review_keep", "assignment", _TYPED, **_OWN, expert=200),
    post("review_keep", "assignment_other", _TYPED, **_OWN, expert=404),
    post("review_decline", "assignment", {"reason": "出国"}, **_OWN, expert=MOVED),
    post("review_decline", "assignment_other", {"reason": "出国"}, **_OWN, expert=404),
    Row("center_review_plan", "reviewed_plan", "get", _YEAR, {**_OWN, "centres": 200}),
    post(
        "center_score_reopen", "assignment_other", {"reason": "理由太短"}, **_OWN, centre_lead=MOVED
    ),
]
