"""会商: what the board says of a round, its page, its workbook."""

import re
from decimal import Decimal

import pytest

from provinces.assigning import assign, pair
from provinces.experts import declare_tie
from provinces.forms.board import BoardForm
from provinces.hosting import Proposal, propose
from provinces.models import Assignment, HostDecision, PlanEvent, ReviewRound, Submission
from provinces.queries.board import board_of
from provinces.reviewing import close_round
from provinces.scoring import reopen_score
from provinces.views.matrix import rows_of
from tests.factories import make_staff
from tests.provinces.boards import ask, judged, text_of
from tests.provinces.judging import (
    accepted_plans,
    approved,
    decided,
    make_expert,
    make_round,
    reread,
    reviewed,
    score,
)

pytestmark = pytest.mark.django_db

BOARDS = "/center/board/"


@pytest.fixture
def experts():
    return [make_expert("BJ") for _ in range(3)]


def units_of(board):
    return [line.plan.unit_id for line in board.lines]


def ranks_in(answer):
    """Unit and rank as the page shows them, row by row."""
    rows = re.findall(
        r"<tr [^>]*>\s*<td>(.*?)</td>.*?row-link[^>]*>(.*?)</a>", text_of(answer), re.DOTALL
    )
    return [(unit, re.sub(r"<[^>]+>", " ", cell).split()) for cell, unit in rows]


def test_board_ranks_plans_and_draws_the_line_where_places_end(experts):
    plans = accepted_plans("SC", "HB", "GD")
    round_ = judged(plans, experts, (3, 3, 3), (5, 5, 5), (4, 4, 4), places=2)

    board = board_of(round_)

    assert units_of(board) == ["HB", "GD", "SC"]
    assert [line.figures.rank for line in board.lines] == [1, 2, 3]
    assert [line.figures.score for line in board.lines] == [100, 80, 60]
    assert [line.is_above for line in board.lines] == [True, True, False]
    assert (board.line.needed, board.line.places) == (2, 2)


def test_second_round_takes_the_place_of_the_first_for_its_plans(experts):
    plans = accepted_plans("SC", "HB")
    first = judged(plans, experts, (1, 3, 5), (3, 3, 3))
    second = judged([reread(plans[0])], experts, (5, 5, 5))

    before, after = board_of(first), board_of(second)

    assert [(line.plan.unit_id, line.figures.score) for line in before.lines] == [
        ("HB", 60),
        ("SC", 60),
    ]
    assert [(line.plan.unit_id, line.figures.score) for line in after.lines] == [
        ("SC", 100),
        ("HB", 60),
    ]
    assert [line.round_plan.round.number for line in after.lines] == [2, 1]


def test_figures_stay_while_another_round_runs_without_scores(client, experts):
    plans = accepted_plans("SC", "HB")
    judged(plans, experts, (1, 3, 5), (2, 2, 2))
    second = judged([reread(plans[0])], experts, (None, None, None), closed=False)

    board, page = board_of(second), text_of(ask(client, make_staff("centre"), BOARDS))

    assert [(line.plan.unit_id, line.figures.score) for line in board.lines] == [
        ("SC", 60),
        ("HB", 40),
    ]
    assert (board.dispersed, board.lacking, page.count("复议中")) == ([], 1, 1)
    task = Assignment.objects.get(round_plan__round=second, expert=experts[0][1])
    score(task, 5, by=experts[0][0])
    line = board_of(second).lines[0]
    assert (line.figures.score, line.figures.interval, line.is_under_second) == (100, None, False)


def test_what_is_denied_takes_no_place_above_the_line(experts):
    plans = accepted_plans("SC", "HB", "GD", "YN")
    points = [(each,) * 3 for each in (5, 4, 3, 2)]
    round_ = judged(plans, experts, *points, places=2)
    approved([plans[0]], "denied")

    board = board_of(round_)

    rows = rows_of(board, BoardForm({}).wanted())
    above = {line.plan.unit_id: line.is_above for line in board.lines}
    assert above == {"SC": False, "HB": True, "GD": True, "YN": False}
    assert board.line.needed == 2
    assert [row.name for row in rows if row.starts_below] == ["云南"]


def test_nobody_keeps_what_the_board_holds(client, experts):
    judged(accepted_plans("SC"), experts, (5, 5, 5))
    by = make_staff("centre")

    file = ask(client, by, "/center/review/1/board.xlsx")
    assert b"".join(file.streaming_content)

    assert (file["Cache-Control"], file["X-Content-Type-Options"]) == (
        "private, no-store",
        "nosniff",
    )
    for address in (BOARDS, "/center/review/1/board/", "/center/review/1/plans/SC/"):
        assert "no-store" in ask(client, by, address)["Cache-Control"]


def test_what_no_expert_has_scored_comes_last_without_a_rank(experts):
    plans = accepted_plans("SC", "HB")
    board = board_of(judged(plans, experts, (None, None, None), (2, 2, None), closed=False))

    assert units_of(board) == ["HB", "SC"]
    assert [line.figures is None for line in board.lines] == [False, True]
    assert [(line.filed, line.lacking) for line in board.lines] == [(2, 1), (0, 3)]
    assert [(row.filed, row.asked) for row in board.progress] == [(1, 2), (1, 2), (0, 2)]


def test_what_lacks_is_told_while_it_may_come_and_once_it_may_not(client, experts):
    plans = accepted_plans("SC", "HB")
    round_ = judged(plans, experts, (3, 3, None), (3, 3, 3), closed=False)
    centre = make_staff("centre")

    running = text_of(ask(client, centre, BOARDS))
    close_round(round_, by=centre)
    closed = text_of(ask(client, centre, BOARDS))

    assert "1 份方案还没有评完" in running
    assert running.count("待评 1") == 1
    assert "份方案还没有评完" not in closed
    assert closed.count("少 1 份评分") == 1


def test_what_was_handed_in_anew_since_is_told(client, experts):
    plans = accepted_plans("SC")
    judged(plans, experts, (3, 3, 3))
    Submission.objects.update(status="replaced")

    assert "评的是此前报送的一版" in text_of(ask(client, make_staff("centre"), BOARDS))


def test_below_a_floor_a_plan_is_held_below_all_that_are_ranked(experts):
    plans = accepted_plans("SC", "HB")
    held = {"points": 5, "theme": 0}
    board = board_of(judged(plans, experts, (5, 5, held), (2, 2, 2)))

    assert units_of(board) == ["HB", "SC"]
    assert (board.lines[1].figures.below, board.lines[1].figures.rank) == (("主题",), None)
    assert [line.is_above for line in board.lines] == [True, False]


def test_dispersed_plans_are_named_until_decided(experts):
    plans = accepted_plans("SC", "HB", "GD")
    round_ = judged(plans, experts, (2, 3, 4), (3, 3, 3), (1, 3, 5))

    assert {line.plan.unit_id for line in board_of(round_).dispersed} == {"GD", "SC"}
    approved([plans[2]])
    assert [line.plan.unit_id for line in board_of(round_).dispersed] == ["SC"]


def test_dispersed_plans_lead_to_the_form_of_another_round(client, experts):
    plans = accepted_plans("SC", "HB", "GD")
    judged(plans, experts, (2, 3, 4), (3, 3, 3), (1, 3, 5))
    centre = make_staff("centre")

    page = text_of(ask(client, centre, BOARDS))
    [address] = re.findall(r'href="([^"]+)">开始一轮复议', page)
    form = text_of(client.get(address.replace("&amp;", "&")))

    assert page.count(">复议</a>") == 2
    checked = re.findall(r'name="plans"[^>]*value="(\w+)"[^>]*checked', form)
    assert set(checked) == {plans[0].ref, plans[2].ref}


def test_plans_still_under_review_are_not_proposed_for_another_look(experts):
    plans = accepted_plans("SC")
    round_ = judged(plans, experts, (1, 3, 5), closed=False)

    assert board_of(round_).dispersed == []


def test_board_says_who_abstains_and_why(experts):
    plans = accepted_plans("SC", "GD", "BJ")
    tied = experts[1][1]
    tie_to = plans[1].unit
    declare_tie(tied, tie_to, by=make_staff("centre"), reason="项目合作")
    round_ = make_round(plans)
    assigned_to_sc(round_, experts)

    board = board_of(round_)

    names = sorted(expert.user.name for _, expert in experts)
    assert [one for one in board.abstentions if one[0] == "广东"] == [
        ("广东", tied.user.name, "项目合作")
    ]
    assert [(unit, name) for unit, name, _ in board.abstentions if unit == "北京"] == [
        ("北京", name) for name in names
    ]


def assigned_to_sc(round_, experts):
    [round_plan] = round_.round_plans.filter(plan__unit="SC")
    for _, expert in experts:
        pair(round_plan, expert)
    assign(round_, by=make_staff("centre"))


def test_balance_counts_themes_and_regions_and_names_what_has_none(experts):
    plans = accepted_plans("SC", "HB")
    board = board_of(judged(plans, experts, (4, 4, 4), (3, 3, 3), places=1))

    suggested = board.suggested
    assert (suggested.plans, suggested.roadshows) == (1, 1)
    assert [count for _, count in suggested.themes] == [1, 0, 0, 0, 0]
    assert dict(suggested.regions)["西南"] == 1
    assert suggested.lacking == [
        *("主题 2", "主题 3", "主题 4", "主题 5"),
        *("华北", "东北", "华东", "华中", "华南", "西北"),
    ]
    assert (board.hosted.plans, board.hosted.roadshows) == (0, 0)


def test_hosted_roadshows_are_counted_once_somebody_proposes_them(experts):
    plans = accepted_plans("SC", "HB")
    round_ = judged(plans, experts, (4, 4, 4), (3, 3, 3))
    approved(plans)
    events = PlanEvent.objects.filter(plan=plans[1])
    propose(events, Proposal("host", "补华中"), by=make_staff("centre"))

    board = board_of(round_)

    assert (board.hosted.plans, board.hosted.roadshows) == (1, 1)
    assert dict(board.hosted.regions)["华中"] == 1
    assert [show.verdict_in_words for line in board.lines for show in line.roadshows] == [
        "",
        "拟承办",
    ]


@pytest.mark.parametrize("units", [["SC"], ["SC", "HB", "GD"]], ids=["one", "three"])
def test_board_takes_the_same_queries_for_one_plan_and_for_three(
    client, experts, django_assert_num_queries, units
):
    plans = accepted_plans(*units)
    round_ = judged(plans, experts, *[(3, 3, 3)] * len(units))
    lead = make_staff("centre_lead")
    ask(client, lead, f"/center/review/{round_.number}/board/")

    with django_assert_num_queries(BOARD):
        board_of(round_)
    with django_assert_num_queries(PAGE):
        client.get(f"/center/review/{round_.number}/board/")


# Plans, tasks with their scores, roadshows, experts, and why they abstain; the page has those of
# every page (session, person, roles, second factor, messages), the cycle and the round.
BOARD, PAGE = 5, 12


def test_board_is_the_newest_rounds_unless_a_number_is_asked_for(client, experts):
    plans = accepted_plans("SC", "HB")
    judged(plans, experts, (1, 3, 5), (3, 3, 3))
    judged([reread(plans[0])], experts, (5, 5, 5))
    centre = make_staff("centre")

    newest = ask(client, centre, BOARDS)
    first = ask(client, centre, "/center/review/1/board/")

    assert ranks_in(newest) == [
        ("四川省科学技术厅", ["1", "1–1"]),
        ("湖北省科学技术厅", ["2", "2–2"]),
    ]
    assert [rank for _, (rank, _) in ranks_in(first)] == ["1", "1"]
    assert ask(client, centre, "/center/review/3/board/").status_code == 404


def test_before_any_round_the_board_says_what_comes_first(client):
    answer = ask(client, make_staff("centre"), BOARDS)

    assert "这一年还没有评审" in text_of(answer)


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("", ["四川", "广东", "湖北"]),
        ("sort=unit", ["湖北", "广东", "四川"]),
        ("sort=dispersion", ["广东", "四川", "湖北"]),
        ("show=second", ["广东"]),
        ("show=lacking", ["湖北"]),
        ("show=nonsense&sort=1&view=%00", ["四川", "广东", "湖北"]),
    ],
)
def test_board_is_narrowed_and_sorted_by_its_address(client, experts, query, units):
    plans = accepted_plans("SC", "HB", "GD")
    judged(plans, experts, (5, 5, 5), (2, 2, None), (2, 4, 5))

    answer = ask(client, make_staff("centre"), f"{BOARDS}?{query}")

    assert [unit[:2] for unit, _ in ranks_in(answer)] == units


def test_views_show_means_each_expert_or_the_distance(client, experts):
    plans = accepted_plans("SC")
    judged(plans, experts, (2, 4, 5))
    centre = make_staff("centre")

    means, each, dispersion = (
        re.findall(r'heat--(\d)">([^<]+)<', text_of(ask(client, centre, f"{BOARDS}?view={view}")))
        for view in ("means", "experts", "dispersion")
    )

    # 11/3 of 5 points: of 25, 25, 20, 20 and 10
    assert means == [("6", "18.3"), ("6", "18.3"), ("6", "14.7"), ("6", "14.7"), ("6", "7.3")]
    assert each == [("3", "40.0"), ("7", "80.0"), ("9", "100.0")]
    assert dispersion == [("5", "2–5")] * 5


def test_the_lead_ticks_plans_and_anyone_of_the_centre_roadshows(client, experts):
    plans = accepted_plans("SC", "HB")
    judged(plans, experts, (5, 5, 5), (3, 3, 3))
    approved([plans[0]])
    event = PlanEvent.objects.get(plan=plans[0])

    lead = text_of(ask(client, make_staff("centre_lead"), "/center/board/?tick=line"))
    centre = text_of(ask(client, make_staff("centre"), BOARDS))

    boxes = re.findall(r'name="(plans|events)"\s+value="(\w+)"\s+form="(\w+)"', lead)
    assert boxes == [("events", event.ref, "propose"), ("plans", plans[1].ref, "approve")]
    assert lead.count("checked>") == 2
    assert re.findall(r'name="(plans|events)"', centre) == ["events"]
    assert 'action="/center/hosts/approve/' not in centre


def test_what_is_decided_is_told_and_cannot_be_ticked(client, experts):
    plans = accepted_plans("SC", "HB")
    judged(plans, experts, (5, 5, 5), (3, 3, 3))
    approved([plans[0]])
    approved([plans[1]], "denied")
    decided([plans[0]])

    page = text_of(ask(client, make_staff("centre_lead"), BOARDS))

    assert "第 1 场承办" in page
    assert "不予审定" in page
    assert 'name="plans"' not in page
    assert HostDecision.objects.get().status == "decided"


def test_texts_of_units_and_experts_are_told_as_texts(client, experts):
    plans = accepted_plans("SC")
    user = experts[0][1].user
    user.name = "<b>=1+1</b>"
    user.save()
    judged(plans, experts, (3, 3, 3))

    page = text_of(ask(client, make_staff("centre"), "/center/board/?view=experts"))

    assert "&lt;b&gt;=1+1&lt;/b&gt;" in page
    assert "<b>=1+1" not in page


def test_figures_do_not_outlive_a_score_that_was_sent_back(experts):
    """They are kept by what they follow from."""
    plans = accepted_plans("SC")
    round_ = reviewed(plans, experts, (3, 3, 3))
    assert board_of(round_).lines[0].figures.score == 60

    task = round_.round_plans.get().assignments.order_by("pk").last()
    reopen_score(task, by=make_staff("centre_lead"), reason="理由太短")

    assert board_of(ReviewRound.objects.get()).lines[0].figures.count == 2
    score(task, 5, by=experts[2][0])
    assert board_of(ReviewRound.objects.get()).lines[0].figures.score == Decimal("73.33")
