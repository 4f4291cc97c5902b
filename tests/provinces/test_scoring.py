"""What an expert gives: typed at every pause, filed once, sent back with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from foundation import clock
from foundation.clock import left_in_words
from foundation.errors import Refused
from foundation.typed import Page
from provinces.assigning import replace
from provinces.columns.reviewed import for_reviewers
from provinces.experts import declare_tie
from provinces.models import Assignment, Expert, Score, ScoreDraft
from provinces.queries.experts import experts_found
from provinces.queries.scoring import expert_of, tasks_of
from provinces.reviewing import close_round, leave_round
from provinces.scoring import (
    Sheet,
    decline_review,
    file_score,
    forget_drafts,
    keep_typed,
    reopen_score,
    sheet_of,
    sheet_problems,
    total_of,
)
from records.models import Entry, Message
from tests.factories import make_clerk, make_staff
from tests.provinces.judging import (
    accepted_plans,
    assigned,
    make_expert,
    make_round,
    score,
    sheet,
)
from tests.provinces.making import DAY

pytestmark = pytest.mark.django_db
CRITERIA = [
    {"key": "theme", "label": "主题", "weight": 25, "floor": 3},
    {"key": "basis", "label": "工作基础", "weight": 75, "floor": 0},
]


def task_for(by=None, unit="SC"):
    """A plan of `unit` that one expert is to review; with who acts."""
    by, expert = make_expert(by=by)
    [task] = assigned(make_round(accepted_plans(unit)), [expert])
    return by, task


def codes_of(refused):
    return [problem.code.value for problem in refused.value.problems]


def test_total_is_of_a_hundred():
    assert total_of(CRITERIA, {"theme": 5, "basis": 5}) == Decimal("100.00")
    assert total_of(CRITERIA, {"theme": 3, "basis": 4}) == Decimal("75.00")
    assert total_of(CRITERIA, {"theme": 1}) == Decimal("5.00")
    assert total_of([{**CRITERIA[0], "weight": 33}], {"theme": 2}) == Decimal("13.20")


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (Sheet({"theme": 3, "basis": 4}, 1), []),
        (Sheet({"theme": 2, "basis": 2}, 1), ["score_no_reason"]),  # below the floor
        (Sheet({"theme": 3, "basis": 1}, 1), ["score_no_reason"]),
        (Sheet({"theme": 3, "basis": 5}, 1, {"basis": "  "}), ["score_no_reason"]),
        (Sheet({"theme": 3, "basis": 5}, 1, {"basis": "好"}), []),
        (Sheet({"theme": 3}, 0), ["score_no_points", "score_no_familiarity"]),
        (Sheet({"theme": 6, "basis": 3}, 6), ["score_no_points", "score_no_familiarity"]),
        (Sheet({"theme": 3, "basis": 4}, 1, {"basis": "长" * 501}), ["score_too_long"]),
        (Sheet({"theme": 3, "basis": 4}, 1, {}, "长" * 2001), ["score_too_long"]),
    ],
)
def test_sheet_tells_all_that_is_wrong_at_once(given, codes):
    assert [problem.code.value for problem in sheet_problems(CRITERIA, given)] == codes


@pytest.mark.parametrize("text", ["", "6", "-1", "05", "３", "x", "1.5"])
def test_what_is_no_number_of_points_was_not_given(text):
    read = sheet_of(CRITERIA, {"points-theme": text, "points-basis": "2", "familiarity": text})

    assert read == Sheet({"basis": 2}, 0, {"theme": "", "basis": ""}, "")


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=4, minutes=59), "还剩 3 天 4 小时"),
        (timedelta(days=2, minutes=5), "还剩 2 天"),
        (timedelta(hours=4, minutes=20), "还剩 4 小时 20 分钟"),
        (timedelta(seconds=61), "还剩 1 分钟"),
        (timedelta(seconds=1), "还剩不到 1 分钟"),
        (timedelta(0), "已截止"),
        (-timedelta(1), "已截止"),
    ],
)
def test_time_that_is_left_is_told_in_its_two_largest_units(left, words):
    now = clock.now()

    assert left_in_words(now + left, now) == words


def test_score_is_filed_once_with_reasons_where_they_are_asked_for():
    by, task = task_for()

    with pytest.raises(Refused) as refused:
        file_score(task, Sheet({"theme": 5, "basis": 3}, 0), by=by)
    filed = score(task, 4, by=by, theme=5)
    with pytest.raises(Refused) as again:
        score(task, 1, by=by)

    assert codes_of(refused) == [
        *("score_no_reason", "score_no_points", "score_no_points", "score_no_points"),
        "score_no_familiarity",
    ]
    assert (filed.total, filed.status) == (Decimal("85.00"), "standing")
    assert codes_of(again) == ["not_from_here"]
    assert Score.objects.count() == 1


def test_nobody_else_files_or_types():
    _, task = task_for()

    for other in (make_expert()[0], make_staff("centre_lead"), make_clerk()):
        for order in (
            lambda by: score(task, by=by),
            lambda by: keep_typed(task, {"comment": "x"}, page=Page(), by=by),
            lambda by: decline_review(task, by=by, reason="忙"),
        ):
            with pytest.raises(Refused) as refused:
                order(other)
            assert refused.value.status == 403

    assert ScoreDraft.objects.count() == Score.objects.count() == 0
    moves = Entry.objects.filter(table="provinces.assignment")
    assert list(moves.values_list("verb", flat=True)) == ["assign"]


@pytest.mark.parametrize("left", [timedelta(0), timedelta(seconds=1)])
def test_nothing_is_taken_from_the_end_on(left):
    by, task = task_for()
    ends_in = task.round_plan.round.closes_at - clock.now()

    with clock.shift(ends_in + left):
        for order in (
            lambda: score(task, by=by),
            lambda: keep_typed(task, {"comment": "x"}, page=Page(), by=by),
        ):
            with pytest.raises(Refused) as refused:
                order()
            assert codes_of(refused) == ["score_over"]


def test_closed_round_takes_nothing_before_its_end():
    by, task = task_for()
    close_round(task.round_plan.round, by=make_staff("centre"))

    with pytest.raises(Refused) as refused:
        score(Assignment.objects.get(), by=by)

    assert codes_of(refused) == ["score_closed"]


def test_typing_is_merged_by_name_between_two_pages():
    by, task = task_for()
    keep_typed(task, {"points-theme": "3"}, page=Page(0, "a"), by=by)

    _, meeting = keep_typed(task, {"points-theme": "4", "comment": "好"}, page=Page(0, "b"), by=by)
    draft, _ = keep_typed(task, {"points-theme": "5"}, page=Page(1, "a"), by=by)

    assert meeting.clashes == {"points-theme"}
    assert draft.typed == {"points-theme": "5", "comment": "好"}


def test_who_has_filed_types_no_more():
    by, task = task_for()
    score(task, by=by)

    with pytest.raises(Refused) as refused:
        keep_typed(task, {"comment": "x"}, page=Page(), by=by)

    assert codes_of(refused) == ["not_from_here"]


def test_who_has_not_confirmed_their_ties_files_nothing():
    by, task = task_for()
    Expert.objects.update(declared_at=None)

    with pytest.raises(Refused) as refused:
        score(task, by=by)

    assert codes_of(refused) == ["score_undeclared"]


def test_ties_confirmed_before_the_call_of_the_year_opened_count_no_more():
    by, task = task_for()
    opened = task.round_plan.round.cycle.opens_at
    Expert.objects.update(declared_at=opened - timedelta(seconds=1))

    with pytest.raises(Refused) as filing:
        score(task, by=by)
    with pytest.raises(Refused) as typing:
        keep_typed(task, {"comment": "x"}, page=Page(), by=by)

    assert codes_of(filing) == codes_of(typing) == ["score_undeclared"]
    assert not ScoreDraft.objects.exists()
    assert [one.user_id for one in experts_found(show="undeclared")] == [by.user_id]
    Expert.objects.update(declared_at=opened)
    assert list(experts_found(show="undeclared")) == []
    score(task, by=by)


def test_who_abstains_by_now_neither_sees_nor_files():
    """A membership in the unit takes no task away by itself."""
    by, task = task_for()
    make_staff("unit_clerk", "SC", user=by.user)

    with pytest.raises(Refused) as refused:
        score(task, by=by)

    assert codes_of(refused) == ["score_abstains"]
    assert list(tasks_of(expert_of(by), by)) == []


def test_tie_takes_away_what_was_filed():
    by, task = task_for()
    score(task, by=by)

    declare_tie(task.expert, task.round_plan.plan.unit, by=by, reason="合作")

    assert Score.objects.get().status == "reopened"
    assert Assignment.objects.get().status == "replaced"
    assert list(tasks_of(expert_of(by), by)) == []


def test_declined_with_a_reason_that_stays_on_the_task_alone():
    by, task = task_for()
    centre = make_staff("centre")

    with pytest.raises(Refused) as refused:
        decline_review(task, by=by, reason=" ")
    decline_review(task, by=by, reason="出国")

    assert codes_of(refused) == ["score_no_decline"]
    told = Message.objects.get(to=centre.user, kind="provinces.assignment.decline")
    assert "出国" not in str(told.context)
    assert (told.context["number"], told.context["abbr"]) == ("1", "SC")
    assert Assignment.objects.get().reason == "出国"
    assert "出国" not in str(list(Entry.objects.values_list("changes", "note")))
    assert by.user.name not in str(told.context)
    assert list(tasks_of(expert_of(by), by)) == []


def test_reopened_score_is_what_the_sheet_begins_with():
    by, task = task_for()
    score(task, 4, by=by, theme=5, comment="总体不错")

    reopen_score(task, by=make_staff("centre_lead"), reason="理由和分数对不上")

    draft = ScoreDraft.objects.get()
    round_ = task.round_plan.round
    assert sheet_of(round_.criteria, draft.typed) == sheet(4, theme=5, comment="总体不错")
    assert Message.objects.get(kind="provinces.assignment.reopen").to_id == by.user_id
    again = score(task, 3, by=by)
    assert list(Score.objects.values_list("pk", "status").order_by("pk")) == [
        (again.pk - 1, "reopened"),
        (again.pk, "standing"),
    ]


def test_page_that_knows_the_old_sheet_notices_the_reopening():
    by, task = task_for()
    keep_typed(task, {"comment": "旧"}, page=Page(0, "a"), by=by)
    score(task, by=by, comment="提交的")
    reopen_score(task, by=make_staff("centre_lead"), reason="再看看")

    _, meeting = keep_typed(task, {"comment": "旧页面"}, page=Page(1, "a"), by=by)

    assert meeting.clashes == {"comment"}


def test_reopening_is_the_leads_and_has_a_reason_and_a_plan():
    by, task = task_for()
    score(task, by=by)
    lead = make_staff("centre_lead")

    with pytest.raises(Refused) as stranger:
        reopen_score(task, by=make_staff("centre"), reason="再看看")
    with pytest.raises(Refused) as empty:
        reopen_score(task, by=lead, reason="")
    leave_round(task.round_plan, by=lead, reason="单位撤回")
    with pytest.raises(Refused) as left:
        reopen_score(task, by=lead, reason="再看看")

    assert (stranger.value.status, codes_of(empty)) == (403, ["score_no_reopen"])
    assert codes_of(left) == ["score_left"]
    assert Score.objects.get().status == "standing"


def test_given_to_another_it_is_gone():
    by, task = task_for()
    replace(task, by=make_staff("centre"), reason="太忙")

    assert list(tasks_of(expert_of(by), by)) == []
    with pytest.raises(Refused):
        score(task, by=by)


def test_who_leaves_leaves_no_draft_and_the_score_stays():
    by, task = task_for()
    keep_typed(task, {"comment": "旧"}, page=Page(), by=by)
    score(task, by=by)

    forget_drafts(by.user_id)

    assert (ScoreDraft.objects.count(), Score.objects.count()) == (0, 1)


def test_reviewers_read_no_contacts():
    [plan] = accepted_plans("SC")
    content = plan.submissions.get().version.content
    content["aims"] = "联系周蜀 13912345678、028-86700001 或 zhou@example.cn，合同 160000 万元"

    read = for_reviewers(content)

    assert read["aims"].count("（联系方式略）") == 3
    assert "160000 万元" in read["aims"]
    assert "letter" not in read
    for words in ("周蜀，", "王岷", "86700000", "86700001"):
        assert words in str(content)
        assert words not in str(read)
    assert read["organisation"]["parties"] == content["organisation"]["parties"]


def test_task_waits_until_the_last_moment():
    by, task = task_for()

    with clock.shift(10 * DAY - timedelta(minutes=1)):
        assert score(task, by=by).status == "standing"
