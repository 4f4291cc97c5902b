"""The matrix for 专业评价: each evaluator their own, the unit all of its own, its lead asks for it
once more; a report is its unit's, the centre's and the holder's. Of ties there is no page."""

from tests.matrix.rows import LOGIN, MOVED, post, row

_OWN = {"visitor": LOGIN, "rest": 403}
_TYPED = {"changed": "comment", "comment": "论证充分", "revision": "0", "page": "a"}
_WHY = {"reason": "没有看检测报告"}
_LEADS = {**_OWN, "clerk": 403, "clerk_other": 404, "lead_other": 404}
_COMING = {**_OWN, "unit": 503, "unit_other": 404, "agency": 404}

EVALUATION_ROWS = [
    row("unit_evaluations", **_OWN, units=200, agency=200),
    post("unit_evaluation_take", "similar_of_unit", **_OWN, agency=MOVED, agency_other=404),
    # in their house's own custody, or of another unit
    post("unit_evaluation_take", "filed_by_agency", **_OWN, agency=404, agency_other=404),
    post("unit_evaluation_take", "similar", **_OWN, agency=404, agency_other=404),
    row("unit_evaluation", "evaluation", **_OWN, unit=200, unit_other=404, agency=200),
    row("unit_evaluation", "evaluation_done", **_OWN, unit=200, unit_other=404, agency=404),
    # nothing is given yet: refused in words
    post("unit_evaluation", "evaluation", {"file": "next"}, **_OWN, agency=422),
    post("unit_evaluation", "evaluation_done", {"file": "next"}, **_OWN, agency=404),
    post("unit_evaluation_keep", "evaluation", _TYPED, **_OWN, agency=200, agency_other=404),
    post("unit_evaluation_keep", "evaluation_done", _TYPED, **_OWN, agency=404, agency_other=404),
    post("unit_evaluation_give_up", "evaluation", **_OWN, agency=MOVED, agency_other=404),
    post("unit_evaluation_reopen", "evaluation_free", _WHY, **_LEADS, lead=MOVED),
    post("unit_evaluation_void", "evaluation_free", _WHY, **_LEADS, lead=MOVED),
    # a recommendation rests on it
    post("unit_evaluation_reopen", "evaluation_done", _WHY, **_LEADS, lead=422),
    post("unit_evaluation_void", "evaluation_done", _WHY, **_LEADS, lead=422),
    post("unit_opinion_reopen", "opinion_free", _WHY, **_LEADS, lead=MOVED),
    post("unit_opinion_release", "opinion", _WHY, **_LEADS, lead=MOVED),
    row("unit_evaluation_report", "evaluation_done", **_COMING),
    row("unit_evaluation_report", "evaluation", **_OWN, unit=404, unit_other=404, agency=404),
    row("center_evaluation_report", "evaluation_done", **_OWN, centres=503),
    row("my_evaluation_report", "evaluation_free", **_OWN, holder=503, holder_other=404),
    row("my_evaluation_report", "evaluation_done", **_OWN, holders=404),
]
