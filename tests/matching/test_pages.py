"""The form below an achievement's page, and the lists of those who sent and received."""

import pytest
from django.urls import reverse

from matching.interests import Wish, send_interest
from matching.models import Interest
from matching.states import InterestKind
from tests.factories import PASSWORD, make_holder, make_lead, make_project

pytestmark = pytest.mark.django_db


def form_of(project):
    return reverse("interest_new", args=[project.code])


def test_visitor_logs_in_and_is_back_at_the_form(client):
    project, person = make_project("listed"), make_holder()

    led = client.get(form_of(project))
    assert led.status_code == 302
    assert led.url.startswith("/accounts/login/")
    login = {"login": person.user.email, "password": PASSWORD}
    client.post("/accounts/login/", login)

    assert client.get(reverse("account_landing")).url == form_of(project)
    assert client.get(form_of(project)).status_code == 200
    assert client.get(reverse("account_landing")).url == "/my/"


def test_interest_is_sent_and_listed_on_both_sides(client):
    project = make_project("listed")
    client.force_login(make_holder().user)

    answer = client.post(form_of(project), {"kind": "joint", "message": "一起做中试"}, follow=True)

    interest = Interest.objects.get()
    assert answer.redirect_chain == [(f"/interests/{interest.ref}/", 302)]
    assert interest.ref in client.get("/desk/interests/").content.decode()
    assert "一起做中试" in answer.content.decode()
    client.force_login(project.holder)
    received = client.get("/my/interests/").content.decode()
    assert "一起做中试" in received
    assert Interest.objects.get().person.email not in received


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"message": "没选"}, "请填写“你的意向”"),
        ({"kind": "steal"}, "选择一个有效的选项"),
        ({"kind": "joint", "message": "长" * 501}, "500"),
        ({"kind": "joint", "message": "\x00"}, ""),
    ],
)
def test_bad_input_is_told_and_kept(client, data, sentence):
    project = make_project("listed")
    client.force_login(make_holder().user)

    page = client.post(form_of(project), data)

    assert page.status_code in (200, 302)
    assert sentence in page.content.decode()


def test_refusal_keeps_what_was_typed(client):
    project, person = make_project("listed"), make_holder()
    send_interest(project, Wish(InterestKind.JOINT), by=person)
    client.force_login(person.user)

    page = client.post(form_of(project), {"kind": "invest", "message": "还想投资"})

    assert page.status_code == 422
    assert "还想投资" in page.content.decode()
    assert "你已经提交过意向，在等对方答复" in page.content.decode()


def test_strangers_interest_does_not_exist(client):
    interest = send_interest(make_project("listed"), Wish(InterestKind.JOINT), by=make_holder())
    client.force_login(make_holder().user)

    answer = client.post(reverse("interest_take_back", args=[interest.ref]))

    assert answer.status_code == 404
    assert Interest.objects.get().status == "sent"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/desk/interests/", 9), ("/my/interests/", 9), ("/unit/interests/", 9)],
)
def test_lists_take_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, path, queries, count
):
    holder, person, lead = make_holder(), make_holder(), make_lead()
    for _ in range(count):
        project = make_project("listed", holder)
        send_interest(project, Wish(InterestKind.LEARN), by=person)
    people = {"/desk": person, "/my/i": holder, "/unit": lead}
    client.force_login(people[path[:5]].user)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
