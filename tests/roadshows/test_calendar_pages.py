"""全国排期 at the centre's desk: looked at, moved, pinned, undone, published."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.cycles import open_cycle
from foundation import clock
from records.working import carry_out
from roadshows.models import CalendarVersion, Placement, Solving
from roadshows.solving import begin_solving
from tests.factories import make_staff
from tests.provinces.deciding import as_actor, text_of
from tests.roadshows.making import opened, placed, roadshows, season, workdays

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
UNITS = ("SC", "GD", "HB")


@pytest.fixture(scope="module")
def opened_once(rolled_back):
    return opened(*UNITS)


@pytest.fixture
def rows(opened_once, db):
    """GD's, HB's, SC's."""
    return roadshows()


@pytest.fixture
def desk(client, rows):
    return as_actor(client, make_staff("centre"))


def of(name, row, query=""):
    return f"{reverse(name, args=[row.ref])}{query}"


def board(day, view="month"):
    return f"{reverse('center_calendar')}?month={day:%Y-%m}&view={view}"


def placement(row):
    return Placement.objects.get(roadshow=row)


def test_board_shows_who_waits_and_what_they_wish(desk, rows):
    text = text_of(desk.get(reverse("center_calendar")))

    assert "待排 3 场" in text
    assert text.count("data-show") == 3
    assert text.count("希望 ") == 6  # on the chip and in its form


def test_year_without_roadshows_says_what_comes_first(desk, rows):
    open_cycle(2050, issuer="火炬中心", by=make_staff("centre_lead"))

    assert "还没有要排期的路演" in text_of(desk.get(f"{reverse('center_calendar')}?year=2050"))


def test_move_is_made_told_and_can_be_undone(desk, rows):
    (day,) = workdays(1)
    row = rows[0]

    text = text_of(desk.post(of("center_calendar_move", row), {"day": day, "seen": 0}, follow=True))

    assert f"广东“集成电路专场”排在 {day.month}月{day.day}日" in text
    assert placement(row).day == day
    undo = {"to": "wait", "seen": 1}
    text = text_of(desk.post(of("center_calendar_move", row), undo, follow=True))
    assert "广东“集成电路专场”放回待排" in text
    assert placement(row).day is None


def test_script_gets_the_board_of_the_month_it_went_to(desk, rows):
    day = workdays(9, apart=10)[-1]

    answer = desk.post(of("center_calendar_move", rows[0]), {"day": day, "seen": 0}, headers=HTMX)

    assert answer.status_code == 200
    assert f"month={day:%Y-%m}" in answer["HX-Replace-Url"]
    assert f'data-focus="show-{rows[0].ref}"' in text_of(answer)
    assert "<html" not in text_of(answer)


def test_second_of_two_sees_the_newest_and_what_they_chose(desk, rows):
    first, second = workdays(2)
    placed(rows[0], first)

    answer = desk.post(
        of("center_calendar_move", rows[0], f"?month={first:%Y-%m}"), {"day": second, "seen": 0}
    )

    assert answer.status_code == 409
    text = text_of(answer)
    assert f"刚被别人改到{first.month}月{first.day}日" in text
    assert f'value="{second.isoformat()}"' in text
    assert placement(rows[0]).day == first


@pytest.mark.parametrize(
    ("day", "told"),
    [("", "请选一天，或者放回待排"), ("昨天", "请写年月日"), ("2020-01-06", "不能排到今天")],
)
def test_day_that_is_none_is_told_beside_it(desk, rows, day, told):
    answer = desk.post(of("center_calendar_move", rows[0]), {"day": day, "seen": 0})

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert placement(rows[0]).revision == 0


def test_pinned_and_loose_again(desk, rows):
    (day,) = workdays(1)
    placed(rows[0], day)

    data = {"pinned": "on", "seen": 1}
    text = text_of(desk.post(of("center_calendar_pin", rows[0]), data, follow=True))
    assert "广东“集成电路专场”固定在" in text
    assert placement(rows[0]).is_pinned
    text = text_of(desk.post(of("center_calendar_pin", rows[0]), {"seen": 2}, follow=True))

    assert "广东“集成电路专场”不再固定" in text
    assert not placement(rows[0]).is_pinned


def test_what_is_told_of_a_move_is_gone_after_the_next(desk, rows):
    first, second = workdays(2)
    answer = desk.post(of("center_calendar_move", rows[0]), {"day": first, "seen": 0})
    placed(rows[0], second)

    assert "撤销" not in text_of(desk.get(answer["Location"]))


def test_holidays_have_names_and_days_worked_instead_are_marked(desk, rows):
    text = text_of(desk.get(f"{reverse('center_calendar')}?month=2026-10"))

    assert text.count("国庆节") == 7
    assert "调休上班" in text


def test_year_whose_holidays_nobody_knows_says_so(desk, rows):
    year = rows[0].cycle.year + 3
    text = text_of(desk.get(f"{reverse('center_calendar')}?month={year}-10"))

    assert f"{year} 年节假日尚未公布，只避开周末" in text


def test_clash_is_told_with_its_way_out(desk, rows):
    (day,) = workdays(1)
    for row in rows:
        placed(row, day)

    text = text_of(desk.get(board(day)))

    assert "3 场要直播，只有 2 个直播团队" in text
    assert "采用建议" in text
    assert text.count("ev--bad") == 3


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("view", ["month", "list"])
def test_board_takes_a_fixed_number_of_queries(desk, rows, count, view, django_assert_num_queries):
    days = workdays(3)
    for row, day in list(zip(rows, days, strict=True))[:count]:
        placed(row, day)
    desk.get(board(days[0], view))

    with django_assert_num_queries(13):
        desk.get(board(days[0], view))


@pytest.mark.parametrize("count", [1, 3])
def test_review_takes_a_fixed_number_of_queries(desk, rows, count, django_assert_num_queries):
    for row, day in list(zip(rows, workdays(3), strict=True))[:count]:
        placed(row, day)
    desk.get(reverse("center_calendar_publish"))

    with django_assert_num_queries(15):
        desk.get(reverse("center_calendar_publish"))


def test_lead_publishes_and_reads_what_came_of_it(client, rows):
    desk = as_actor(client, make_staff("centre_lead"))
    (day,) = workdays(1)
    placed(rows[0], day)
    address = reverse("center_calendar_publish_now", args=[rows[0].cycle.year])

    text = text_of(desk.post(address, {"note": "第一批"}, follow=True))

    (version,) = CalendarVersion.objects.all()
    assert "已发布第 1 版，1 场的日期有变" in text
    assert "第一批" in text
    versions = text_of(desk.get(reverse("center_calendar_versions")))
    assert reverse("center_calendar_version", args=[version.ref]) in versions
    answer = desk.post(address, {"note": "再来"})
    assert answer.status_code == 422
    assert "和上一版相比没有改动" in text_of(answer)


def test_progress_is_answered_anew_only_when_it_has_changed(desk, rows):
    solving = begin_solving(rows[0].cycle.season, by=make_staff("centre"))
    address = reverse("center_calendar_progress", args=[solving.ref])
    first = desk.get(address, headers=HTMX)

    second = desk.get(address, headers={**HTMX, "If-None-Match": first["ETag"]})

    assert (first.status_code, second.status_code) == (200, 304)
    assert "正在排" in text_of(first)


def test_solving_is_begun_looked_at_and_taken(desk, rows):

    address = reverse("center_calendar_solve", args=[rows[0].cycle.year])
    text = text_of(desk.post(address, follow=True))
    assert "正在排" in text
    solving = Solving.objects.get()
    carry_out("roadshows.solving", solving.pk)
    page = text_of(desk.get(reverse("center_calendar_solving", args=[solving.ref])))
    assert "3 场换日期" in page
    assert "最优" in page

    text = text_of(desk.post(reverse("center_calendar_take", args=[solving.ref]), follow=True))

    assert "已采用，3 场换了日期" in text
    assert "待排 0 场" in text


def test_changed_rules_say_how_many_clashes_there_are_now(desk, rows):
    (day,) = workdays(1)
    placed(rows[0], day)
    placed(rows[1], day)
    season(rows[0].cycle, teams=1)

    assert "2 场要直播，只有 1 个直播团队" in text_of(desk.get(board(day)))


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_month_beyond_all_calendars_is_the_nearest_there_is(desk, rows, month):
    answer = desk.get(f"{reverse('center_calendar')}?month={month}")

    year = rows[0].cycle.year + (3 if month == "9999-12" else -3)
    assert answer.status_code == 200
    assert f"{year}年{int(month[-2:])}月" in text_of(answer)


@pytest.mark.parametrize("view", ["list", "review", "result", "rules"])
def test_pages_with_days_of_such_a_year_say_so_too(desk, rows, view):
    cycle = rows[0].cycle
    day = date(cycle.year + 2, 3, 2)
    season(cycle, first_day=day, last_day=day)
    placed(rows[0], day)
    found = Solving.objects.create(
        cycle=cycle,
        by=make_staff("centre").user,
        problem={},
        days={rows[0].code: day.isoformat()},
        verdict="optimal",
        state="done",
        ended_at=clock.now(),
    )
    pages = {
        "list": board(day, "list"),
        "review": reverse("center_calendar_publish"),
        "result": reverse("center_calendar_solving", args=[found.ref]),
        "rules": reverse("center_calendar_rules"),
    }

    assert f"{day.year} 年节假日尚未公布，只避开周末" in text_of(desk.get(pages[view]))
