"""Pages of coaching over HTTP."""

import pytest
from django.urls import reverse

from records.models import Message
from roadshows.models import Person, Rehearsal, Remark, Session
from tests.factories import make_clerk, make_holder
from tests.provinces.making import make_listed
from tests.roadshows.coaching import (
    make_deck,
    make_person,
    make_remark,
    make_session,
    tomorrow,
)
from tests.roadshows.making import recommended

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    by = make_clerk()
    client.force_login(by.user)
    return by


@pytest.mark.parametrize("count", [1, 3])
def test_unit_list_takes_as_many_queries_for_three_as_for_one(
    client, clerk, django_assert_num_queries, count
):
    recommended(count)
    url = reverse("unit_coaching")
    client.get(url)

    with django_assert_num_queries(13):
        answer = client.get(url)

    assert len(answer.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_sessions_take_as_many_queries_for_three_as_for_one(
    client, clerk, django_assert_num_queries, count
):
    project = make_listed()
    for number in range(count):
        make_session([make_person(f"老师{number}")], [project])
    url = reverse("unit_sessions")
    client.get(url)

    with django_assert_num_queries(9):
        answer = client.get(url)

    assert len(answer.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_own_projects_take_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    holder = make_holder()
    for _ in range(count):
        make_deck(make_listed(holder=holder), holder)
    client.force_login(holder.user)
    url = reverse("my_coaching")
    client.get(url)

    with django_assert_num_queries(13):
        answer = client.get(url)

    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_remarks_take_as_many_queries_for_three_as_for_one(
    client, clerk, django_assert_num_queries, count
):
    holder = make_holder()
    project = make_listed(holder=holder)
    for _ in range(count):
        make_remark(make_deck(project, holder), clerk)
    url = reverse("unit_project_coaching", args=[project.ref])
    client.get(url)

    with django_assert_num_queries(20):
        answer = client.get(url)

    assert len(answer.context["waiting"]) == count


def sent(**changes):
    return {
        "kind": "training",
        "title": "集训",
        "starts_at": f"{tomorrow(9):%Y-%m-%dT%H:%M}",
        "ends_at": f"{tomorrow(12):%Y-%m-%dT%H:%M}",
        "link": "https://meeting.example.cn/7",
        **changes,
    }


def test_session_is_planned_from_the_page(client, clerk):
    person, project = make_person(), make_listed()
    url = f"{reverse('unit_session_new')}?project={project.ref}"

    answer = client.post(url, sent(people=[person.pk], projects=[project.pk]))

    session = Session.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("unit_session", args=[session.ref]))
    assert (session.starts_at, session.ends_at) == (tomorrow(9), tomorrow(12))


def test_refused_session_is_shown_again_as_it_was_typed(client, clerk):
    person, project = make_person(), make_listed()
    make_session([person], [project])
    url = f"{reverse('unit_session_new')}?project={project.ref}"

    answer = client.post(url, sent(people=[person.pk], projects=[project.pk]))

    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == ["people"]
    assert form["title"].value() == "集训"
    assert Session.objects.count() == 1


def test_forgotten_people_are_not_offered(client, clerk):
    person = make_person()
    Person.objects.filter(pk=person.pk).update(status="forgotten", name="", employer="", duty="")

    answer = client.get(reverse("unit_session_new"))

    assert list(answer.context["form"].fields["people"].queryset) == []


def test_missing_ones_are_listed_and_urged_at_a_click(client, clerk):
    recommended(2)

    shown = client.get(f"{reverse('unit_coaching')}?show=missing")
    client.post(reverse("unit_coaching_urge"))
    answer = client.post(reverse("unit_coaching_urge"), follow=True)

    assert (shown.context["missing"], len(shown.context["page"].object_list)) == (2, 2)
    assert Message.objects.filter(kind="roadshows.project.urge").count() == 2
    assert "没有要催办的" in answer.content.decode()


def test_refused_answer_keeps_its_words_beside_its_remark(client):
    holder = make_holder()
    deck = make_deck(make_listed(holder=holder), holder)
    remark = make_remark(deck)
    client.force_login(holder.user)

    answer = client.post(reverse("remark_mend", args=[remark.ref]), {"answer": "长" * 1001})

    assert answer.status_code == 422
    (row,) = answer.context["waiting"]
    assert (row.is_sent, row.form["answer"].value()) == (True, "长" * 1001)
    assert Remark.objects.get().status == "open"


def test_rehearsal_typed_without_a_script_is_noted(client):
    holder = make_holder()
    project = make_listed(holder=holder)
    client.force_login(holder.user)
    url = reverse("my_rehearsal", args=[project.ref])
    ref = client.get(url).context["form"].initial["ref"]
    run = {"ref": ref, "talk": "490", "questions": "200", "remark": "开场太长"}

    answers = [client.post(url, run) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    rehearsal = Rehearsal.objects.get()
    assert (rehearsal.talk, rehearsal.talk_limit, rehearsal.is_in_time) == (490, 480, False)


def test_deck_is_saved_under_its_name_and_kept_by_nobody(client):
    holder = make_holder()
    deck = make_deck(make_listed(holder=holder), holder)
    client.force_login(holder.user)

    answer = client.get(reverse("deck_file", args=[deck.ref]))

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
