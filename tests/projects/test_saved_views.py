"""常用筛选: saved, opened, renamed, deleted by whoever saved them, and nobody else's."""

import pytest

from accounts.acting import actor_of
from portal.erasing import erase_account
from projects.models import SavedView
from projects.queries import own_data
from projects.remembering import MOST, remember_view
from tests.factories import make_agent, make_centre, make_clerk, make_delegation, make_holder

pytestmark = pytest.mark.django_db

AT = {"unit": "/unit/projects/", "center": "/center/library/"}
QUERY = "state=all&lacks=mandate&sort=title"


def log_in(client, actor):
    client.force_login(actor.user)
    return actor


def save(client, name, query=QUERY, desk="unit"):
    data = {"name": name, "query": query}
    return client.post(f"{AT[desk]}views/save/", data, follow=True)


def names(by):
    return list(SavedView.objects.filter(owner=by.user_id).values_list("name", flat=True))


@pytest.mark.parametrize(("desk", "make"), [("unit", make_clerk), ("center", make_centre)])
def test_list_is_saved_and_seen_again(client, desk, make):
    by = log_in(client, make())

    answer = save(client, "缺委托书的", f"{QUERY}&nonsense=1&page=4", desk)

    view = SavedView.objects.get()
    assert (view.owner_id, view.desk, view.query) == (by.user_id, desk, QUERY)
    assert "已保存为常用筛选“缺委托书的”" in answer.content.decode()
    assert answer.context["views"] == [(view, True)]
    assert client.get(AT[desk]).context["views"] == [(view, False)]
    assert client.get(f"{AT[desk]}views/").status_code == 200


def test_same_name_takes_the_place_of_what_was(client):
    log_in(client, make_clerk())
    save(client, "常看的")

    save(client, "常看的", "state=listed")

    assert list(SavedView.objects.values_list("name", "query")) == [("常看的", "state=listed")]


@pytest.mark.parametrize(
    ("name", "query", "complaint"),
    [
        ("  ", QUERY, "请填写“名称”"),
        ("长" * 41, QUERY, "40"),
        ("太长的", "q=" + "碳" * 200 + "&organisation=" + "%25" * 100, ""),
        ("乱写的", "a&" * 3000, ""),
    ],
)
def test_what_cannot_be_saved_is_told(client, name, query, complaint):
    log_in(client, make_clerk())

    answer = save(client, name, query)

    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert SavedView.objects.count() == (0 if complaint else 1)


def test_there_is_an_end_to_it(client):
    by = log_in(client, make_clerk())
    for number in range(MOST):
        remember_view("unit", f"{number}", "", by=by)

    answer = save(client, "再一个")

    assert f"最多保存 {MOST} 个常用筛选" in answer.content.decode()
    assert SavedView.objects.count() == MOST
    assert save(client, "0", "state=all").status_code == 200
    assert SavedView.objects.get(name="0").query == "state=all"


def test_view_is_renamed_unless_the_name_is_taken(client):
    by = log_in(client, make_clerk())
    first, _ = (remember_view("unit", name, QUERY, by=by) for name in ("一", "二"))
    url = f"/unit/projects/views/{first.pk}/rename/"

    taken, empty = client.post(url, {"name": "二"}), client.post(url, {"name": ""})
    done = client.post(url, {"name": "三"}, follow=True)

    assert (taken.status_code, empty.status_code) == (422, 422)
    assert "已经有叫“二”的常用筛选" in taken.content.decode()
    assert "已改名为“三”" in done.content.decode()
    assert sorted(names(by)) == ["三", "二"]


def test_view_is_deleted(client):
    by = log_in(client, make_clerk())
    view = remember_view("unit", "一", QUERY, by=by)

    client.post(f"/unit/projects/views/{view.pk}/forget/")

    assert names(by) == []


@pytest.mark.parametrize("verb", ["rename", "forget"])
def test_view_of_somebody_else_does_not_exist(client, verb):
    by = make_clerk()
    view = remember_view("unit", "一", QUERY, by=by)
    log_in(client, make_clerk())

    answer = client.post(f"/unit/projects/views/{view.pk}/{verb}/", {"name": "二"})

    assert (answer.status_code, names(by)) == (404, ["一"])
    assert client.get("/unit/projects/views/").context["views"] == []


def test_view_of_one_desk_is_not_at_the_other(client):
    by = log_in(client, make_centre())
    view = remember_view("unit", "一", QUERY, by=by)

    answer = client.post(f"/center/library/views/{view.pk}/forget/")

    assert (answer.status_code, names(by)) == (404, ["一"])


@pytest.mark.parametrize("count", [1, 3])
def test_own_views_ask_as_much_for_three_as_for_one(client, django_assert_num_queries, count):
    by = log_in(client, make_clerk())
    for number in range(count):
        remember_view("unit", f"{number}", QUERY, by=by)
    client.get("/unit/projects/views/")

    with django_assert_num_queries(6):
        client.get("/unit/projects/views/")


def test_agency_saves_its_own(client):
    delegation = make_delegation()
    by = log_in(client, make_agent(delegation.organisation))

    save(client, "我代填的")

    assert names(by) == ["我代填的"]


def test_views_are_in_ones_own_data_and_leave_with_the_person():
    by, other = make_holder(), make_clerk()
    remember_view("unit", "一", QUERY, by=by)
    remember_view("unit", "别人的", QUERY, by=other)

    [row] = own_data(by.user_id)["saved_views"]
    erase_account(by.user, by=actor_of(by.user))

    assert {name: row[name] for name in ("desk", "name", "query")} == {
        "desk": "unit",
        "name": "一",
        "query": QUERY,
    }
    assert (names(by), names(other)) == ([], ["别人的"])
