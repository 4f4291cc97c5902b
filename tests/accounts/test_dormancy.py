"""Accounts nobody uses: warned once, closed after ninety days, reopened by e-mail."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from accounts.models import User
from accounts.people import dormant_behind, send_reopening_link, suspend
from accounts.states import UserStatus
from accounts.tasks import rest_dormant
from foundation import clock
from records.models import Entry, Message
from records.verifying import verify_trail
from records.working import carry_out
from tests.factories import PASSWORD, make_staff, make_user

pytestmark = pytest.mark.django_db
LINK = "accounts.user.reopen_link"


def away(days, name=""):
    user = make_user(name)
    User.objects.filter(pk=user.pk).update(last_login=clock.now() - timedelta(days=days))
    return User.objects.get(pk=user.pk)


def make_dormant(name="li"):
    user = away(91, name)
    rest_dormant()
    Message.objects.all().delete()
    return User.objects.get(pk=user.pk)


def told(user):
    return list(Message.objects.filter(to=user).order_by("pk").values_list("kind", flat=True))


def link_in(mailoutbox):
    message = Message.objects.get(kind=LINK)
    carry_out("records.message", message.pk)
    return re.search(r"http://127.0.0.1:8000(/account/reopen/\S+)", mailoutbox[-1].body)[1]


@pytest.mark.parametrize(
    ("days", "status", "kinds"),
    [
        (82, "active", []),
        (84, "active", ["accounts.user.warn"]),
        (91, "dormant", ["accounts.user.rest"]),
    ],
)
def test_account_is_warned_a_week_before_it_is_closed(days, status, kinds):
    user = away(days)

    for _ in range(2):
        rest_dormant()

    user.refresh_from_db()
    assert (user.status, user.is_active, told(user)) == (status, status == "active", kinds)


def test_each_time_away_has_a_warning_of_its_own():
    user = away(84)
    rest_dormant()
    User.objects.update(last_login=clock.now())

    with clock.shift(timedelta(days=84)):
        rest_dormant()
        rest_dormant()

    assert told(user) == ["accounts.user.warn"] * 2


def test_warning_reaches_who_wants_no_mail(mailoutbox):
    user = away(84)
    User.objects.update(mail_rhythm="never")
    rest_dormant()

    carry_out("records.message", Message.objects.get(to=user).pk)

    assert [mail.subject for mail in mailoutbox] == ["你的账号快要停用了：83 天没有登录"]


def test_task_runs_every_night():
    planned = settings.CELERY_BEAT_SCHEDULE["rest_dormant"]

    assert planned["task"] == rest_dormant.name
    assert (planned["schedule"].hour, planned["schedule"].minute) == ({3}, {30})


def test_person_comes_back_by_the_link_in_the_mail(client, mailoutbox):
    user = make_dormant()
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert 'href="/account/reopen/"' in client.get(answer.url).content.decode()
    client.post("/account/reopen/", {"email": "LI@example.cn"})
    link = link_in(mailoutbox)

    assert client.get(link).status_code == 200
    user.refresh_from_db()
    assert user.status == UserStatus.DORMANT
    assert client.post(link).url == "/accounts/login/"

    user.refresh_from_db()
    assert (user.status, user.is_active) == (UserStatus.ACTIVE, True)
    entry = Entry.objects.filter(table="accounts.user", object_id=user.pk).latest("pk")
    assert (entry.verb, entry.actor_id) == ("reopen", user.pk)
    assert list(verify_trail()) == []
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.url == "/account/desk/"


def test_link_works_once_and_for_a_day(client, mailoutbox):
    make_dormant()
    send_reopening_link("li@example.cn")
    link = link_in(mailoutbox)
    token = link.split("/")[3]

    with clock.shift(timedelta(days=1)):
        assert dormant_behind(token) is None
    client.post(link)
    answer = client.post(link)

    assert answer.status_code == 410
    assert "链接已失效" in answer.content.decode()
    assert dormant_behind(f"{token}x") is None


def test_link_of_an_earlier_absence_does_not_work(mailoutbox):
    user = make_dormant()
    send_reopening_link(user.email)
    token = link_in(mailoutbox).split("/")[3]

    User.objects.filter(pk=user.pk).update(last_login=clock.now() - timedelta(days=95))

    assert dormant_behind(token) is None


def words_of(answer):
    """The page without the tokens of its forms, which differ every time."""
    return re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", answer.content)


def test_answer_is_the_same_for_everybody_and_one_mail_goes_out(client):
    make_dormant()
    suspended = make_user("zhang")
    suspend(suspended, by=make_staff("security"), reason="调查")
    addresses = ["li@example.cn", "li@example.cn", suspended.email, "nobody@example.cn"]

    answers = {words_of(client.post("/account/reopen/", {"email": one})) for one in addresses}

    assert len(answers) == 1
    assert Message.objects.filter(kind=LINK).count() == 1


def test_word_that_is_no_address_is_told_so(client):
    answer = client.post("/account/reopen/", {"email": "li@"})

    assert list(answer.context["form"].errors) == ["email"]
