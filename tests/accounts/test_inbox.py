"""The messages to a person: listed, opened, marked as read; when no mail of them is wanted."""

from datetime import time

import pytest

from accounts.models import User
from records.messages import keep_messages
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = make_user()
    client.force_login(user)
    return user


def keep(user, count=1):
    for number in range(count):
        keep_messages("toy.parcel.send", [(f"样品 {number}", [user.pk])])
    return list(Message.objects.filter(to=user).order_by("pk"))


def test_messages_are_listed_in_the_words_of_their_kind(client, user):
    read, unread = keep(user, 2)
    client.get(f"/account/messages/{read.pk}/")

    answer = client.get("/account/messages/")

    assert answer.context["rows"] == [(unread, "样品 1：有新进展"), (read, "样品 0：有新进展")]
    assert f'href="/account/messages/{unread.pk}/"' in answer.content.decode()


def test_opened_message_shows_its_words_and_is_read(client, user):
    [message] = keep(user)

    page = client.get(f"/account/messages/{message.pk}/").content.decode()

    assert "“样品 0”有新进展" in page
    assert '<a class="btn btn--torch" href="/account/">登录查看</a>' in page
    message.refresh_from_db()
    assert message.read_at is not None


def test_words_of_a_message_cannot_bring_markup(client, user):
    keep_messages("toy.parcel.send", [("<script>x</script>", [user.pk])])
    message = Message.objects.get()

    for path in ("/account/messages/", f"/account/messages/{message.pk}/"):
        assert "<script>x" not in client.get(path).content.decode()


def test_all_are_marked_read(client, user):
    keep(user, 3)
    theirs = keep(make_user())

    answer = client.post("/account/messages/read/", follow=True)

    assert "已把 3 条标为已读" in answer.content.decode()
    assert list(Message.objects.filter(read_at=None)) == theirs


def test_messages_of_others_do_not_exist(client, user):
    [message] = keep(make_user())

    assert client.get(f"/account/messages/{message.pk}/").status_code == 404
    assert client.get("/account/messages/99999999999999999999999/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_long_list_has_pages(client, user):
    keep(user, 21)

    assert len(client.get("/account/messages/").context["rows"]) == 20
    assert len(client.get("/account/messages/?page=2").context["rows"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_one_as_for_three(
    client, user, django_assert_num_queries, count
):
    keep(user, count)

    with django_assert_num_queries(9):
        assert client.get("/account/messages/").status_code == 200


@pytest.mark.parametrize("path", ["/account/", "/account/roles/", "/account/messages/"])
def test_visitors_are_sent_to_log_in(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


def hours_of(user):
    user.refresh_from_db()
    return user.quiet_from, user.quiet_to


def test_quiet_hours_are_set_and_switched_off_on_the_record(client, user):
    client.post("/account/messages/quiet/", {"is_on": "on", "begins": "21:30", "ends": "06:00"})
    assert hours_of(user) == (time(21, 30), time(6))

    answer = client.post("/account/messages/quiet/", {"begins": "21:30", "ends": "06:00"})

    assert hours_of(user) == (None, None)
    assert answer.url == "/account/messages/"
    changes = Entry.objects.filter(table="accounts.user", object_id=user.pk, verb="correct")
    assert [sorted(entry.changes) for entry in changes] == [["quiet_from", "quiet_to"]] * 2
    assert list(verify_trail()) == []


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        ("22:00", "22:00", "开始和结束不能一样"),
        ("", "07:00", "请填写“从”"),
        ("22:00", "很早", "到"),
    ],
)
def test_hours_that_cannot_be_are_told_of_and_change_nothing(client, user, begins, ends, words):
    data = {"is_on": "on", "begins": begins, "ends": ends}

    answer = client.post("/account/messages/quiet/", data)

    assert (answer.status_code, hours_of(user)) == (422, (None, None))
    assert words in answer.content.decode()


def test_who_registers_has_quiet_nights():
    assert (User().quiet_from, User().quiet_to) == (time(22), time(7))
