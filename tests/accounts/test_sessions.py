"""A session ends when nobody uses it, and after a working day; people are told why."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tasks import forget_sessions
from foundation import clock
from projects.models import Project
from projects.states import ProjectStatus
from tests import logins
from tests.factories import PASSWORD, make_holder, make_lead, make_project, make_user

pytestmark = pytest.mark.django_db

OVER = "登录已到时间，为了安全已退出。请重新登录，回来接着办"
DESK = "/my/projects/"
MINUTE = 60


@pytest.fixture
def holder(client):
    client.force_login(make_holder().user)
    return client


def after(minutes):
    return clock.shift(timedelta(minutes=minutes))


def is_in(client, path=DESK, **headers):
    return client.get(path, headers=headers).status_code == 200


def is_over(client):
    return client.get("/account/session/").status_code == 401


# The two limits


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (31, False)])
def test_idle_session_ends_after_half_an_hour(holder, minutes, lasts):
    with after(minutes):
        assert is_in(holder) is lasts


def test_use_keeps_a_session(holder):
    for minutes in (25, 50, 75):
        with after(minutes):
            assert is_in(holder)


def test_day_ends_however_busy_it_was(holder):
    for minutes in range(25, 8 * 60, 25):
        with after(minutes):
            assert is_in(holder)

    with after(8 * 60 + 1):
        assert is_over(holder)


def test_polls_do_not_count_as_use(holder):
    for minutes in (10, 20, 29):
        with after(minutes):
            assert is_in(holder, **{"x-poll": "1"})

    with after(31):
        assert is_over(holder)


def writes(client):
    with CaptureQueriesContext(connection) as done:
        assert is_in(client)
    return [q["sql"] for q in done.captured_queries if q["sql"].startswith("UPDATE")]


def test_use_is_written_once_a_minute_at_most(holder):
    assert is_in(holder)  # the first request keeps in which role the person acts
    assert writes(holder) == []
    with after(2):
        (written,) = writes(holder)
        assert writes(holder) == []
    assert written.startswith('UPDATE "django_session"')


def test_limits_begin_with_logging_in(client):
    user = make_user()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    began, seen = client.session["began"], client.session["seen"]

    assert abs(clock.now().timestamp() - began) < MINUTE
    assert began == seen
    with after(31):
        assert is_over(client)


def test_next_login_begins_a_new_day(client):
    user = make_user()
    logins.log_in(client, user.email, PASSWORD)
    with after(8 * 60 + 1):
        assert is_over(client)
        logins.log_in(client, user.email, PASSWORD)
        assert is_in(client)


def test_cookie_ends_with_the_browser(client):
    logins.log_in(client, make_user().email, PASSWORD)

    assert client.cookies["sessionid"]["max-age"] == ""


# What happens then


def test_login_page_says_why_and_leads_back(client):
    user = make_user()
    client.force_login(user)

    with after(31):
        sent = client.get(f"{DESK}?page=2")
        page = client.get(sent.url)
        data = {"login": user.email, "password": PASSWORD, "next": f"{DESK}?page=2"}
        back = client.post(reverse("account_login"), data)

    assert sent.url == "/accounts/login/?next=/my/projects/%3Fpage%3D2"
    assert OVER in page.content.decode()
    assert f'name="next" value="{DESK}?page=2"' in page.content.decode()
    assert back.url == f"{DESK}?page=2"


def test_public_page_is_read_on_as_a_visitor(holder):
    with after(31):
        page = holder.get("/showcase/")

    assert page.status_code == 200
    assert OVER in page.content.decode()
    assert not page.context["user"].is_authenticated
    assert OVER not in holder.get("/showcase/").content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/unit/projects/?all=1", "/unit/projects/%3Fall%3D1"),
        ("http://evil.example/unit/", "/account/desk/"),
        ("", "/account/desk/"),
    ],
)
def test_late_order_is_not_carried_out_and_leads_back_to_its_page(client, referer, back):
    project = make_project("submitted")
    client.force_login(make_lead().user)

    with after(31):
        path = f"/unit/projects/{project.ref}/accept/"
        answer = client.post(path, headers={"referer": referer})

    assert answer.url == f"/accounts/login/?next={back}"
    assert Project.objects.get().status == ProjectStatus.SUBMITTED


def test_part_of_a_page_leaves_for_the_login_page(holder):
    with after(31):
        headers = {"hx-request": "true", "hx-current-url": "http://testserver/my/projects/new/"}
        answer = holder.get("/showcase/?q=a", headers=headers)

    assert answer["HX-Redirect"] == "/accounts/login/?next=/my/projects/new/"
    assert OVER in holder.get(answer["HX-Redirect"]).content.decode()


def test_machine_is_told_in_words(holder):
    with after(31):
        answer = holder.get(DESK, headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert [p["sentence"] for p in answer.json()["problems"]] == [OVER]


def test_ended_session_is_gone_from_the_server(holder):
    key = holder.session.session_key
    with after(31):
        holder.get(DESK)

    other = Client()
    other.cookies["sessionid"] = key
    assert not is_in(other)


def test_visitor_who_asks_for_part_of_a_desk_leaves_for_the_login_page(client):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/showcase/"}

    answer = client.get(DESK, headers=headers)

    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/accounts/login/?next=/showcase/")


# The notice before


def test_page_says_when_the_session_ends(client, holder):
    page = holder.get(DESK).content.decode()

    (ends,) = re.findall(r'<body data-session-ends="(\d+)">', page)
    assert 1795 <= int(ends) - clock.now().timestamp() <= 1800
    assert "js/session.js" in page
    assert 'role="alert" hidden data-session-notice' in page


def test_page_of_a_visitor_says_nothing_of_sessions(client):
    page = client.get("/showcase/").content.decode()

    assert "data-session" not in page
    assert "session.js" not in page


def ends_in(client, method="get"):
    answer = getattr(client, method)("/account/session/", headers={"x-poll": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    return round((int(answer["X-Session-Ends"]) - clock.now().timestamp()) / MINUTE)


def test_asking_tells_the_end_and_does_not_move_it(holder):
    with after(20):
        assert [ends_in(holder), ends_in(holder)] == [10, 10]


def test_extending_moves_the_end(holder):
    with after(29):
        assert ends_in(holder, "post") == 30
        assert ends_in(holder) == 30


def test_extending_does_not_move_the_end_of_the_day(holder):
    for minutes in range(20, 8 * 60, 20):
        with after(minutes):
            ends_in(holder, "post")

    with after(8 * 60 - 1):
        assert ends_in(holder, "post") == 1


def test_extending_wants_a_token(holder):
    holder.handler.enforce_csrf_checks = True

    assert holder.post("/account/session/").status_code == 403


def test_who_is_out_cannot_extend(client):
    assert client.post("/account/session/").status_code == 401


# Where else one is logged in


def test_other_devices_are_shown_and_ended(client):
    user = make_user()
    others = [Client(headers={"user-agent": f"Browser {n}"}) for n in range(2)]
    for other in (*others, client):
        logins.log_in(other, user.email, PASSWORD)
    page = client.get(reverse("usersessions_list")).content.decode()

    client.post(reverse("usersessions_list"))

    assert page.count("Browser") == 2
    assert page.count("这里</span>") == 1
    assert [is_in(other) for other in (*others, client)] == [False, False, True]
    assert UserSession.objects.count() == 1


def test_new_password_ends_all_other_sessions(client):
    user, other = make_user(), Client()
    for one in (other, client):
        logins.log_in(one, user.email, PASSWORD)

    new = {"password1": "a fine new one", "password2": "a fine new one"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert [is_in(one) for one in (other, client)] == [False, True]


def test_sessions_that_are_over_are_forgotten_every_night(holder):
    Client().get("/desk/favourites/new/project/P0000-000000/")  # a visitor's, and it says what for
    Session.objects.exclude(pk=holder.session.session_key).update(expire_date=clock.now())

    forget_sessions()

    assert [one.pk for one in Session.objects.all()] == [holder.session.session_key]
    assert settings.CELERY_BEAT_SCHEDULE["forget_sessions"]["task"] == forget_sessions.name
