"""The navigation of each role: only addresses it may open, the present one marked."""

import pytest
from django.urls import reverse

from accounts.states import Role
from portal.desks import GROUPS, LINKS, grouped
from tests.factories import make_holder, make_lead, make_project, make_staff

pytestmark = pytest.mark.django_db


def test_every_role_has_its_links():
    assert set(LINKS) == set(Role)


@pytest.mark.parametrize("role", [role for role, links in LINKS.items() if links])
def test_role_may_open_every_link_of_its_desk(client, role):
    makers = {Role.HOLDER: make_holder}
    unit = "SC" if role in Role.of_unit else ""
    actor = makers.get(role, lambda: make_staff(role, unit))()
    client.force_login(actor.user)

    answers = {link.url_name: client.get(reverse(link.url_name)) for link in LINKS[role]}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 200
    )


@pytest.mark.parametrize("role", [Role.UNIT_LEAD, Role.CENTRE_LEAD])
def test_long_desk_is_grouped_and_loses_no_link(role):
    groups = grouped(LINKS[role])

    assert [label for label, _ in groups] == ["", *(one for one in GROUPS if one in dict(groups))]
    assert [link.label for link in groups[0][1]] == ["工作台"]
    assert sorted(link.url_name for _, links in groups for link in links) == sorted(
        link.url_name for link in LINKS[role]
    )


def test_short_desk_has_no_groups():
    assert grouped(LINKS[Role.HOLDER]) == [("", LINKS[Role.HOLDER])]


def marks(answer, place):
    return {link["label"]: link["current"] for link in answer.context["navigation"][place]}


def test_present_page_is_marked_and_so_is_the_one_above(client):
    holder = make_holder()
    draft = make_project("draft", holder)
    client.force_login(holder.user)

    new = marks(client.get("/my/projects/new/"), "desk")
    below = marks(client.get(f"/my/projects/{draft.ref}/"), "desk")

    assert new == {
        "工作台": "",
        "我的成果": "",
        "填报成果": "page",
        "认领成果": "",
        "辅导与路演": "",
        "收到的意向": "",
        "我的意向": "",
        "对接": "",
        "收藏": "",
    }
    assert below == {
        "工作台": "",
        "我的成果": "true",
        "填报成果": "",
        "认领成果": "",
        "辅导与路演": "",
        "收到的意向": "",
        "我的意向": "",
        "对接": "",
        "收藏": "",
    }


def test_room_elsewhere_is_marked_where_it_belongs(client):
    client.force_login(make_lead().user)

    marked = marks(client.get("/unit/orders/"), "desk")

    assert {label: current for label, current in marked.items() if current} == {"初审": "true"}


def test_front_page_is_current_only_on_itself(client):
    others = {"需求": "", "要素供给": "", "路演活动": ""}
    home, showcase = (marks(client.get(path), "public") for path in ("/", "/showcase/"))
    assert home == {"首页": "page", "成果展示": "", **others}
    assert showcase == {"首页": "", "成果展示": "page", **others}


def test_frame_names_person_role_and_unit(client):
    lead = make_lead()
    client.force_login(lead.user)

    answer = client.get("/unit/projects/")

    assert answer.context["own_desk"]["unit"] == "四川"
    for words in (lead.user.name, "推荐单位审核", "四川"):
        assert words in answer.content.decode()
