"""The permission matrix: for each address, what each role gets to see. Read it as the law."""

from functools import partial

from tests.accounts.cycle_settings import SETTINGS
from tests.matrix.account_rows import ACCOUNT_ROWS
from tests.matrix.board_rows import BOARD_ROWS
from tests.matrix.bulk_rows import BULK_ROWS
from tests.matrix.calendar_rows import CALENDAR_ROWS
from tests.matrix.check_rows import CHECK_ROWS
from tests.matrix.coaching_rows import COACHING_ROWS
from tests.matrix.control_rows import CONTROL_ROWS
from tests.matrix.correction_rows import CORRECTION_ROWS
from tests.matrix.decision_rows import DECISION_ROWS
from tests.matrix.evaluation_rows import EVALUATION_ROWS
from tests.matrix.expert_rows import EXPERT_ROWS
from tests.matrix.file_rows import FILE_ROWS
from tests.matrix.host_rows import HOST_ROWS
from tests.matrix.import_rows import IMPORT_ROWS
from tests.matrix.library_rows import LIBRARY_ROWS
from tests.matrix.match_rows import MATCH_ROWS
from tests.matrix.people_rows import PEOPLE_ROWS
from tests.matrix.plan_rows import PLAN_ROWS
from tests.matrix.posting_rows import POSTING_ROWS
from tests.matrix.programme_rows import PROGRAMME_ROWS
from tests.matrix.queue_rows import QUEUE_ROWS
from tests.matrix.remark_rows import REMARK_ROWS
from tests.matrix.roadshow_rows import ROADSHOW_ROWS
from tests.matrix.rows import LOGIN, MOVED, post, public, row
from tests.matrix.score_rows import SCORE_ROWS
from tests.matrix.talk_rows import TALK_ROWS

# Decisions on a project of SC: what its lead sends, about which object.
_OF_LEADS = (
    ("unit_project_return", "submitted", {"remarks": "补测试报告", "due_on": "2098-01-31"}),
    ("unit_project_decline", "submitted", {"reason": "不属于战新领域"}),
    ("unit_project_hand_over", "submitted", {"unit": "GD", "reason": "单位在广东"}),
    ("unit_project_recommend", "judged", {"reasons": "两家整车厂已在台架验证"}),
    ("unit_recommendation_withdraw", "recommendation", {"reason": "改报明年"}),
    ("unit_claim_confirm", "request", {}),
    ("unit_claim_decline", "request", {"reason": "查无此人"}),
)
_OF_CENTRES = (
    ("center_project_return", "accepted", {"remarks": "补测试报告", "due_on": "2098-01-31"}),
    ("center_project_withdraw", "listed", {"reason": "权属有争议"}),
    ("center_project_restore", "withdrawn", {"reason": "争议已了结"}),
)
_SERVICE = {"kind": "roadshow", "provider": "科融通", "on": "2026-01-05"}

ROWS = [
    # the front
    public("home"),
    public("robots"),
    public("sitemap"),
    public("sitemap_section", "section"),
    public("search"),
    public("showcase"),
    public("showcase_suggest"),
    public("showcase_project", "listed"),
    row("showcase_project", "accepted", everyone=404),
    row("showcase_one_pager", "listed", everyone=503),  # being made
    row("showcase_one_pager", "accepted", everyone=404),
    public("showcase_code", "listed"),
    row("showcase_code", "accepted", everyone=404),
    public("blank_paper"),
    public("conditions"),
    public("healthz"),
    public("readyz"),
    # a project's way over rooms
    row("my_project_journey", "submitted", visitor=LOGIN, holder=200, holder_other=404, rest=403),
    row(
        "unit_project_journey",
        "submitted",
        visitor=LOGIN,
        unit=200,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    row("center_project_journey", "submitted", visitor=LOGIN, centres=200, rest=403),
    # holders
    row("my", visitor=LOGIN, holders=200, rest=403),
    row("my_projects", visitor=LOGIN, holders=200, rest=403),
    row("my_project_new", visitor=LOGIN, holders=200, rest=403),
    post("my_project_new", visitor=LOGIN, holders=200, rest=403),
    row("my_project", "draft", visitor=LOGIN, holder=200, holder_other=404, rest=403),
    row("my_project", "submitted", visitor=LOGIN, holder=200, holder_other=404, rest=403),
    post(
        "my_project",
        "draft",
        {"title": ""},
        visitor=LOGIN,
        holder=200,
        holder_other=404,
        rest=403,
    ),
    *(
        post(f"my_project_{verb}", about, visitor=LOGIN, holder=MOVED, holder_other=404, rest=403)
        for verb, about in (
            ("discard", "draft"),
            ("resume", "given_up"),
            ("take_back", "submitted"),
        )
    ),
    post("my_project_new_keep", visitor=LOGIN, holders=200, rest=403),
    post("my_project_new_over", visitor=LOGIN, holders=MOVED, rest=403),
    post("my_project_keep", "draft", visitor=LOGIN, holder=200, holder_other=404, rest=403),
    post("my_project_keep", "submitted", visitor=LOGIN, holder=409, holder_other=404, rest=403),
    row("my_project_saves", "draft", visitor=LOGIN, holder=200, holder_other=404, rest=403),
    post("my_project_saves", "draft", visitor=LOGIN, holder=MOVED, holder_other=404, rest=403),
    post("my_project_discard", "listed", visitor=LOGIN, holder=409, holder_other=404, rest=403),
    *(
        row(name, about, visitor=LOGIN, holder=200, holder_other=404, rest=403)
        for name, about in (("my_project_paper", "listed"), ("my_project_from_word", "draft"))
    ),
    post("my_project_copy", "listed", visitor=LOGIN, holder=MOVED, holder_other=404, rest=403),
    post("my_project_from_word", "draft", visitor=LOGIN, holder=200, holder_other=404, rest=403),
    row("my_project_from_word", "listed", visitor=LOGIN, holder_other=404, rest=403),
    row("my_project_begin_from_word", visitor=LOGIN, holders=200, rest=403),
    post("my_project_begin_from_word", visitor=LOGIN, holders=200, rest=403),
    # holders claim
    row("my_claims", visitor=LOGIN, holders=200, rest=403),
    post("my_claim_request", "free", visitor=LOGIN, holder=MOVED, holder_other=404, rest=403),
    post("my_claim_request", "filed_draft", visitor=LOGIN, holders=404, rest=403),
    *(
        post(f"my_claim_{verb}", about, visitor=LOGIN, holder=MOVED, holder_other=404, rest=403)
        for verb, about in (
            ("confirm", "invited"),
            ("decline", "invited"),
            ("give_up", "requested"),
        )
    ),
    *(
        post(f"my_claim_{verb}", about, visitor=LOGIN, holder=403, holder_other=404, rest=403)
        for verb, about in (("confirm", "requested"), ("give_up", "invited"))
    ),
    # units
    row("unit", visitor=LOGIN, units=200, agency=200, rest=403),
    row("unit_projects", visitor=LOGIN, units=200, agency=200, rest=403),
    row(
        "unit_project",
        "submitted",
        visitor=LOGIN,
        unit=200,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    row("unit_project", "draft", visitor=LOGIN, units=404, agency=404, rest=403),
    row(
        "unit_project_like",
        "pair",
        visitor=LOGIN,
        unit=200,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    row("unit_project_like", "pair_hidden", visitor=LOGIN, units=404, agency=404, rest=403),
    *(
        row("center_project_like", about, visitor=LOGIN, centres=200, rest=403)
        for about in ("pair", "pair_hidden")
    ),
    post(
        "unit_project_accept",
        "submitted",
        visitor=LOGIN,
        clerk=403,
        lead=MOVED,
        unit_other=404,
        rest=403,
    ),
    # filing for others
    row("unit_project_new", visitor=LOGIN, units=200, agency=200, rest=403),
    post("unit_project_new", visitor=LOGIN, units=200, agency=200, rest=403),
    *(
        make(
            "unit_project_edit",
            about,
            visitor=LOGIN,
            **{"unit": 404, "agency": 404, "unit_other": 404, "rest": 403, **answers},
        )
        for make in (row, partial(post, data={"title": ""}))
        for about, answers in (
            ("filed_draft", {"unit": 200}),
            ("filed_by_agency", {"agency": 200}),
            ("draft", {}),
        )
    ),
    post("unit_project_new_keep", visitor=LOGIN, units=200, agency=200, rest=403),
    post("unit_project_new_over", visitor=LOGIN, units=MOVED, agency=MOVED, rest=403),
    *(
        one(
            name,
            about,
            visitor=LOGIN,
            **{"unit": 404, "agency": 404, "unit_other": 404, "rest": 403, **answers},
        )
        for one, name, done in (
            (post, "unit_project_keep", 200),
            (row, "unit_project_saves", 200),
            (post, "unit_project_saves", MOVED),
        )
        for about, answers in (
            ("filed_draft", {"unit": done}),
            ("filed_by_agency", {"agency": done}),
            ("draft", {}),
        )
    ),
    post(
        "unit_project_keep",
        "submitted",
        visitor=LOGIN,
        unit=403,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    row(
        "unit_project_edit",
        "submitted",
        visitor=LOGIN,
        unit=MOVED,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    post(
        "unit_project_edit",
        "submitted",
        visitor=LOGIN,
        unit=403,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    *(
        post(
            f"unit_project_{verb}",
            about,
            visitor=LOGIN,
            unit=MOVED,
            unit_other=404,
            agency=404,
            rest=403,
        )
        for verb, about in (
            ("discard", "filed_draft"),
            ("resume", "filed_given_up"),
            ("take_back", "filed_submitted"),
        )
    ),
    *(
        post(
            name,
            about,
            data,
            visitor=LOGIN,
            clerk=403,
            lead=MOVED,
            unit_other=404,
            rest=403,
        )
        for name, about, data in _OF_LEADS
    ),
    *(
        make(
            "unit_project_from_word",
            about,
            visitor=LOGIN,
            **{"unit": 404, "agency": 404, "unit_other": 404, "rest": 403, **answers},
        )
        for make in (row, partial(post, data={"title": ""}))
        for about, answers in (
            ("filed_draft", {"unit": 200}),
            ("filed_by_agency", {"agency": 200}),
            ("draft", {}),
            ("submitted", {"unit": 403}),
        )
    ),
    *(
        make("unit_project_begin_from_word", visitor=LOGIN, units=200, agency=200, rest=403)
        for make in (row, post)
    ),
    post(
        "unit_project_copy",
        "filed",
        visitor=LOGIN,
        unit=MOVED,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    post(
        "unit_project_copy",
        "submitted",
        visitor=LOGIN,
        unit=403,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    row(
        "unit_project_paper",
        "submitted",
        visitor=LOGIN,
        unit=200,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    row("unit_project", "filed", visitor=LOGIN, unit=200, unit_other=404, agency=404, rest=403),
    row("unit_project", "returned", visitor=LOGIN, unit=200, unit_other=404, agency=404, rest=403),
    post(
        "unit_project_note",
        "listed",
        _SERVICE,
        visitor=LOGIN,
        unit=MOVED,
        unit_other=404,
        rest=403,
    ),
    post(
        "unit_project_invite",
        "filed",
        {"email": "lin@example.cn", "name": "林岷"},
        visitor=LOGIN,
        unit=MOVED,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    post(
        "unit_claim_give_up",
        "invitation",
        visitor=LOGIN,
        unit=MOVED,
        unit_other=404,
        agency=404,
        rest=403,
    ),
    # the centre
    *(
        post(name, about, data, visitor=LOGIN, centres=MOVED, rest=403)
        for name, about, data in _OF_CENTRES
    ),
    post("center_project_note", "listed", _SERVICE, visitor=LOGIN, centres=MOVED, rest=403),
    row("center_project", "withdrawn", visitor=LOGIN, centres=200, rest=403),
    row("center_cycles", visitor=LOGIN, centres=200, rest=403),
    post(
        "center_cycle_change",
        "cycle",
        {**SETTINGS, "lists_at_acceptance": "on"},
        visitor=LOGIN,
        centre_lead=MOVED,
        rest=403,
    ),
    row("center", visitor=LOGIN, centres=200, rest=403),
    row("center_library", visitor=LOGIN, centres=200, rest=403),
    row("center_project", "submitted", visitor=LOGIN, centres=200, rest=403),
    row("center_project", "draft", visitor=LOGIN, centres=404, rest=403),
    post("center_project_list", "accepted", visitor=LOGIN, centres=MOVED, rest=403),
    post("center_project_list", "draft", visitor=LOGIN, centres=404, rest=403),
    *ACCOUNT_ROWS,
    *EVALUATION_ROWS,
    *QUEUE_ROWS,
    *EXPERT_ROWS,
    *BOARD_ROWS,
    *BULK_ROWS,
    *DECISION_ROWS,
    *FILE_ROWS,
    *CHECK_ROWS,
    *HOST_ROWS,
    *IMPORT_ROWS,
    *LIBRARY_ROWS,
    *PLAN_ROWS,
    *REMARK_ROWS,
    *POSTING_ROWS,
    *MATCH_ROWS,
    *TALK_ROWS,
    *SCORE_ROWS,
    *ROADSHOW_ROWS,
    *PEOPLE_ROWS,
    *CALENDAR_ROWS,
    *PROGRAMME_ROWS,
    *COACHING_ROWS,
    *CORRECTION_ROWS,
    *CONTROL_ROWS,
]


def cells():
    return [(one, column, answer) for one in ROWS for column, answer in one.expected().items()]
