"""The desks of a roadshow over HTTP: lists, facts, tasks, rooms."""

import re

import pytest

from foundation import clock
from roadshows.models import Roadshow, Room
from roadshows.opening import cancel_roadshow
from roadshows.seeing import seen_of_duty, seen_of_room
from tests.factories import make_clerk, make_staff
from tests.provinces.deciding import as_actor, text_of
from tests.roadshows.making import dated

pytestmark = pytest.mark.django_db
_SEEN = re.compile(r'name="seen" value="(\w+)"')
_REASON = {"reason": "场馆停用"}


@pytest.fixture(scope="module")
def made(rolled_back):
    """SC's, CQ's and GD's, a day each."""
    return [row.pk for row in dated("SC", "GD", "CQ")]


@pytest.fixture
def roadshow(made, db):
    return Roadshow.objects.select_related("unit", "cycle").get(unit="SC", pk__in=made)


@pytest.fixture
def host(client, db):
    return as_actor(client, make_clerk())


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return text_of(answer)


def facts(page, **changes):
    """What a browser would send."""
    form = {"title": "专场", "host": "科技厅", "place": "成都", "about": ""}
    return {**form, "seen": _SEEN.search(page)[1], **changes}


def test_unit_sees_its_own_and_the_centre_all(client, host, roadshow):
    assert page(host, "/unit/roadshows/").count("row-link") == 1
    assert roadshow.title in page(host, "/unit/roadshows/")

    centre = as_actor(client, make_staff("centre"))
    assert page(centre, "/center/roadshows/").count("row-link") == 3
    narrowed = page(centre, "/center/roadshows/?unit=SC&status=dated&todo=on")
    assert narrowed.count("row-link") == 1
    assert "没有符合条件的路演" in page(centre, "/center/roadshows/?status=held")


def test_list_that_is_empty_says_what_comes_next(client, db):
    client = as_actor(client, make_clerk("HN"))

    assert "公示生效后自动立项" in page(client, "/unit/roadshows/")


@pytest.mark.parametrize("unit", ["", "?unit=SC"])
def test_list_takes_as_many_queries_for_one_as_for_three(
    client, made, django_assert_num_queries, unit
):
    client = as_actor(client, make_staff("centre"))
    page(client, "/center/cycles/")

    with django_assert_num_queries(9):
        page(client, f"/center/roadshows/{unit}")


def test_what_is_late_is_marked(host, roadshow):
    assert "已过期" in page(host, "/unit/roadshows/")  # the plan was due 75 days before
    assert "已过期" in page(host, f"/unit/roadshows/{roadshow.ref}/")


def test_facts_are_changed_and_told(host, roadshow):
    address = f"/unit/roadshows/{roadshow.ref}/edit/"
    data = facts(page(host, address), title="西部集成电路专场")

    answer = host.post(address, data, follow=True)

    assert "活动信息已保存" in text_of(answer)
    row = Roadshow.objects.get(pk=roadshow.pk)
    assert (row.title, row.theme, row.mode) == ("西部集成电路专场", roadshow.theme, roadshow.mode)


def test_second_editor_sees_both_and_decides(host, roadshow):
    address = f"/unit/roadshows/{roadshow.ref}/edit/"
    first = page(host, address)
    host.post(address, facts(first, place="绵阳"))

    answer = host.post(address, facts(first, place="德阳", about="两场"))

    assert answer.status_code == 409
    shown = text_of(answer)
    assert "刚被别人改过" in shown
    assert 'value="德阳"' in shown
    assert "绵阳" in shown
    assert Roadshow.objects.get(pk=roadshow.pk).place == "绵阳"
    host.post(address, facts(shown, place="德阳", about="两场"))
    assert Roadshow.objects.get(pk=roadshow.pk).place == "德阳"


def test_wrong_facts_are_shown_again(host, roadshow):
    address = f"/unit/roadshows/{roadshow.ref}/edit/"

    answer = host.post(address, facts(page(host, address), title="", about="写了很多"))

    assert answer.status_code == 422
    assert "请填写“活动名称”" in text_of(answer)
    assert "写了很多" in text_of(answer)


def test_cancelled_one_is_not_changed_and_says_why(client, roadshow):
    lead = as_actor(client, make_staff("centre_lead"))
    address = f"/center/roadshows/{roadshow.ref}/"
    assert lead.post(f"{address}cancel/", {"reason": ""}).status_code == 422

    answer = lead.post(f"{address}cancel/", _REASON, follow=True)

    assert "场馆停用" in text_of(answer)
    assert lead.get(f"{address}edit/").url == address
    assert lead.post(f"{address}cancel/", _REASON).status_code in (409, 422)
    assert 'class="confirm"' not in page(lead, f"{address}duties/")


def test_tasks_stand_by_time_with_their_days(host, roadshow):
    shown = page(host, f"/unit/roadshows/{roadshow.ref}/duties/")

    assert shown.index("定活动方案、预算和分工") < shown.index("签到、路演、洽谈")
    assert f"{roadshow.day:%Y-%m-%d}" in shown


def test_task_is_added_finished_and_opened_again(host, roadshow):
    address = f"/unit/roadshows/{roadshow.ref}/duties/"
    terms = {"title": "印会刊", "party": "host", "offset": "-5"}
    host.post(f"{address}add/", terms)
    duty = roadshow.duties.get(title="印会刊")

    answer = host.post(f"{address}{duty.ref}/finish/", follow=True)
    assert "“印会刊”已完成" in text_of(answer)
    host.post(f"{address}{duty.ref}/reopen/")
    host.post(f"{address}{duty.ref}/change/", {**terms, "offset": "-4", "seen": seen_of_duty(duty)})
    host.post(f"{address}{duty.ref}/waive/", {"reason": "改发电子版"})

    duty.refresh_from_db()
    assert (duty.status, duty.offset, duty.remark) == ("waived", -4, "改发电子版")


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        ("change", {"title": "", "party": "host", "offset": "900"}, "请填写“任务”"),
        ("waive", {"reason": ""}, "请填写“为什么不用做”"),
    ],
)
def test_wrong_task_is_shown_again_where_it_stands(host, roadshow, verb, data, words):
    duty = roadshow.duties.get(key="coach")

    answer = host.post(f"/unit/roadshows/{roadshow.ref}/duties/{duty.ref}/{verb}/", data)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert '<details class="confirm" open>' in text_of(answer)


def test_task_of_another_roadshow_is_not_there(host, roadshow):
    other = Roadshow.objects.get(unit="GD").duties.first()

    answer = host.post(f"/unit/roadshows/{roadshow.ref}/duties/{other.ref}/finish/")

    assert answer.status_code == 404


def test_tasks_take_a_fixed_number_of_queries(host, roadshow, django_assert_num_queries):
    page(host, "/unit/rooms/")
    with django_assert_num_queries(9):
        page(host, f"/unit/roadshows/{roadshow.ref}/duties/")
    roadshow.duties.exclude(key="day").delete()
    with django_assert_num_queries(9):
        page(host, f"/unit/roadshows/{roadshow.ref}/duties/")


def test_rooms_are_kept_by_their_unit(host, roadshow):
    hall = {"venue": "天府会议中心", "name": "二号厅", "seats": "200", "tables": "8"}
    assert "还没有会场" in page(host, "/unit/rooms/")
    host.post("/unit/rooms/", hall)
    assert host.post("/unit/rooms/", hall).status_code == 422
    room = Room.objects.get(unit="SC")

    smaller = {**hall, "seats": "", "tables": ""}
    address = f"/unit/rooms/{room.ref}/change/"
    assert "二号厅" in text_of(host.post(address, {**smaller, "seen": "another"}))
    host.post(address, {**smaller, "seen": seen_of_room(room)})
    room.refresh_from_db()
    assert (room.seats, room.tables) == (None, 0)
    assert "二号厅" in page(host, f"/unit/roadshows/{roadshow.ref}/edit/")

    answer = host.post(f"/unit/rooms/{room.ref}/remove/", follow=True)
    assert "已删除" in text_of(answer)


def test_history_says_who_did_what(client, roadshow):
    lead = make_staff("centre_lead")
    cancel_roadshow(roadshow, by=lead, reason="场馆停用")

    shown = page(as_actor(client, make_clerk()), f"/unit/roadshows/{roadshow.ref}/")

    assert shown.index("取消：场馆停用") < shown.index("定档") < shown.index("立项")
    assert lead.user.name in shown
    assert clock.today() < roadshow.day
