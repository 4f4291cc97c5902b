"""The people page of a unit: noted, linked by an address, forgotten."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from foundation import clock
from records.workflow import begin, move
from roadshows.casting import Noted, note_person
from roadshows.models import Person, Session
from roadshows.programme import take_out
from roadshows.seeing import seen_of_person
from tests.factories import make_clerk, make_holder
from tests.roadshows.arranging import added, noted, released, revision
from tests.roadshows.making import dated
from tests.roadshows.test_casting import ZHAO, holder_of, unit

pytestmark = pytest.mark.django_db
LIST = "/unit/roadshows/people/"
NOT_NEAR = "关联不了这个邮箱"


@pytest.fixture
def clerk(client):
    by = make_clerk("SC")
    client.force_login(by.user)
    return by


def text_of(answer):
    return answer.content.decode()


def page_of(person):
    return reverse("unit_roadshow_person", args=[person.ref])


def test_person_is_noted_and_listed(client, clerk):
    answer = client.post(LIST, {"name": "赵老师", "employer": "岷江创投", "duty": ""}, follow=True)

    person = Person.objects.get()
    assert (person.name, person.employer, person.unit_id) == ("赵老师", "岷江创投", "SC")
    assert "已登记赵老师" in text_of(answer)
    assert page_of(person) in text_of(answer)


def test_account_is_linked_by_its_address(client, clerk):
    holder = holder_of()

    client.post(LIST, {"name": "钱", "email": holder.user.email.upper()})

    assert Person.objects.get().user_id == holder.user_id


def test_unknown_and_distant_addresses_are_refused_alike(client, clerk):
    answers = []
    for email in ("nobody@example.cn", make_holder().user.email):
        answer = client.post(LIST, {"name": "钱", "duty": "首席", "email": email})
        assert answer.status_code == 422
        answers.append(text_of(answer).replace(email, "").partition(NOT_NEAR)[1])
        assert 'value="首席"' in text_of(answer)

    assert answers == [NOT_NEAR] * 2
    assert Person.objects.count() == 0


def test_linked_account_stays_until_it_is_unlinked(client, clerk):
    holder = holder_of()
    person = note_person(unit(), Noted("钱", user=holder.user), by=clerk)

    assert holder.user.email not in text_of(client.get(page_of(person)))
    client.post(page_of(person), {"name": "钱工", "seen": seen_of_person(person)})
    person.refresh_from_db()
    assert (person.name, person.user_id) == ("钱工", holder.user_id)

    client.post(page_of(person), {"name": "钱工", "unlinks": "on", "seen": seen_of_person(person)})
    person.refresh_from_db()
    assert person.user_id is None


def test_nameless_person_is_shown_again_as_typed(client, clerk):
    answer = client.post(LIST, {"name": " ", "employer": "岷江创投"})

    assert answer.status_code == 422
    assert "请填写“姓名”" in text_of(answer)
    assert 'value="岷江创投"' in text_of(answer)


def test_what_somebody_else_changed_is_told_beside_what_was_typed(client, clerk):
    person = note_person(unit(), ZHAO, by=clerk)
    typed = {"name": "赵老师", "employer": "锦江资本", "duty": "顾问", "seen": "another"}

    answer = client.post(page_of(person), typed)

    assert answer.status_code == 409
    assert 'value="顾问"' in text_of(answer)
    assert ZHAO.duty in text_of(answer)
    assert seen_of_person(person) in text_of(answer)


def test_forgotten_person_has_no_page(client, clerk):
    person = note_person(unit(), ZHAO, by=clerk)

    answer = client.post(reverse("unit_roadshow_person_forget", args=[person.ref]), follow=True)

    assert "已抹去赵老师" in text_of(answer)
    assert client.get(page_of(person)).status_code == 404
    assert ZHAO.employer not in text_of(client.get(LIST))


def test_list_is_narrowed_by_name_and_employer(client, clerk):
    note_person(unit(), ZHAO, by=clerk)
    note_person(unit(), Noted("孙老师", "锦江资本"), by=clerk)

    for word, shown, hidden in (("赵", "赵老师", "孙老师"), ("锦江", "孙老师", "赵老师")):
        text = text_of(client.get(LIST, {"q": word}))
        assert shown in text
        assert hidden not in text
    assert "没有符合条件的人员" in text_of(client.get(LIST, {"q": "李"}))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(client, clerk, rows, django_assert_num_queries):
    for number in range(rows):
        note_person(unit(), Noted(f"老师{number}", user=holder_of().user), by=clerk)
    client.get(LIST)

    with django_assert_num_queries(7):
        assert text_of(client.get(LIST)).count("已关联") == rows


def test_only_what_was_released_and_held_is_counted(client, clerk):
    (show,) = dated("SC")
    zhao = noted(show)
    item = added(show, people={zhao: "chair"})
    begins = clock.now() + timedelta(days=3)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    session = begin(
        Session(unit=zhao.unit, kind="training", title="培训", **times), "plan", by=clerk
    )
    session.coaches.add(zhao)
    assert counted(client) == ["0 场", "0 次"]

    released(show)
    take_out(item, seen=revision(show), by=clerk)
    with clock.shift(timedelta(days=4)):
        move(session, "hold", by=clerk)

    assert counted(client) == ["1 场", "1 次"]


def counted(client):
    return re.findall(r'class="num">(\d+ [场次])<', text_of(client.get(LIST)))
