"""The front page: real figures, the route line drawn from them, light enough for a bad line."""

import pytest

from matching.interests import Wish, send_interest
from matching.states import InterestKind
from tests.factories import make_holder, make_lead, make_project, make_recommendation

pytestmark = pytest.mark.django_db

MOST_BYTES = 100 * 1024


def test_figures_are_those_of_the_rooms(client):
    holder = make_holder()
    for status in ("draft", "submitted", "returned", "declined", "accepted", "withdrawn"):
        make_project(status, holder)
    wanted, other = make_project("listed", holder), make_project("listed", holder)
    make_recommendation(other, by=make_lead(), reasons="中试数据完整")
    for _ in range(2):
        send_interest(wanted, Wish(InterestKind.LEARN), by=make_holder())

    page = client.get("/")

    assert page.context["stations"] == [
        ("提交", 7),
        ("初审通过", 4),
        ("入库", 2),
        ("推荐路演", 1),
        ("有人对接", 1),
    ]
    text = page.content.decode()
    assert "今年入库 2 项，收到意向 2 条，提供服务 0 次" in text
    assert "<path d=" in text


def test_fields_are_those_of_what_is_shown_each_with_its_groups(client):
    holder = make_holder()
    for field in ("1.2", "1.3", "3.1"):
        make_project("listed", holder, field_id=field)
    make_project("accepted", holder, field_id="4.1")
    make_project("listed", holder, shown=False, field_id="5.1")

    fields = client.get("/").context["fields"]

    assert fields == [
        {"code": "1", "name": "新一代信息技术产业", "count": 2},
        {"code": "3", "name": "新材料产业", "count": 1},
    ]


def test_full_page_is_light(client):
    holder = make_holder()
    for _ in range(8):
        make_project("listed", holder)

    assert len(client.get("/").content) < MOST_BYTES
