"""Who may keep an answer: nobody, but what is public, for whoever is nobody in particular; and
that is asked for again each time."""

import pytest
from django.conf import settings

from accounts.acting import actor_of
from accounts.consenting import withdraw_consent
from foundation.caching import PRIVATE, PUBLIC
from projects.correcting import accept
from projects.library import withdraw
from projects.models import Correction
from tests.factories import make_centre, make_holder, make_lead, make_project
from tests.logins import FreshClient
from tests.matrix.keeping import PUBLIC_PAGES
from tests.matrix.table import ROWS
from tests.projects.correcting_things import TITLE, make_correction
from tests.test_permission_matrix import address_of

pytestmark = pytest.mark.django_db

OK = 200
PAGES = [row for row in ROWS if row.name in PUBLIC_PAGES and row.expected()["visitor"] == OK]


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.title)
def test_visitor_who_kept_a_public_page_is_told_that_it_has_not_changed(cast, row):
    client, address = FreshClient(), address_of(cast, row)
    first = client.get(address)
    if first.streaming:
        list(first)  # a file that is read to its end is closed

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    told = {"Cache-Control": PUBLIC, "ETag": first["ETag"], "Vary": "Cookie, HX-Request"}
    assert (first.status_code, again.status_code, again.content) == (OK, 304, b"")
    for answer in (first, again):
        assert {name: answer[name] for name in told} == told
        assert not answer.cookies


@pytest.mark.parametrize("path", ["/nothing/", "/accounts/login/", "/my/", "/healthz", "/display/"])
def test_refusal_is_kept_by_nobody(client, path):
    assert client.get(path)["Cache-Control"] == PRIVATE


def test_request_that_is_refused_first_of_all_is_kept_by_nobody(client):
    answer = client.get("/showcase/%00/")

    assert (answer.status_code, answer["Cache-Control"]) == (400, PRIVATE)


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, "messages"])
def test_who_has_a_session_or_a_message_keeps_nothing(client, name):
    client.cookies[name] = "anything"

    assert client.get("/showcase/")["Cache-Control"] == PRIVATE


def test_display_that_was_chosen_is_another_page(client):
    plain = client.get("/privacy/")
    client.cookies["display"] = "large"

    large = client.get("/privacy/", headers={"If-None-Match": plain["ETag"]})

    assert (large.status_code, large["Cache-Control"]) == (200, PUBLIC)
    assert large["ETag"] != plain["ETag"]


def test_part_of_a_page_is_not_the_page(client):
    page, part = (
        client.get("/showcase/", headers=headers) for headers in ({}, {"HX-Request": "true"})
    )

    assert page["ETag"] != part["ETag"]
    assert "HX-Request" in part["Vary"]


@pytest.fixture
def project():
    return make_project("listed", make_holder())


def asked_again(client, project, change):
    """The answer to who kept its page, after what `change` did."""
    address = f"/showcase/{project.code}/"
    kept = {"If-None-Match": client.get(address)["ETag"]}
    assert client.get(address, headers=kept).status_code == 304
    change()
    return client.get(address, headers=kept)


def test_page_is_sent_anew_once_a_correction_is_accepted(client, project):
    holder = actor_of(project.holder)

    proposed = asked_again(client, project, lambda: make_correction("proposed", project, holder))
    assert proposed.status_code == 304

    correction = Correction.objects.get(project=project)
    answer = asked_again(client, project, lambda: accept(correction, by=make_lead(project.unit_id)))
    assert (answer.status_code, answer["Cache-Control"]) == (OK, PUBLIC)
    assert TITLE in answer.content.decode()


def test_page_is_gone_for_who_kept_it_once_its_project_is_withdrawn(client, project):
    answer = asked_again(
        client, project, lambda: withdraw(project, by=make_centre(), reason="权属有争议")
    )

    assert (answer.status_code, answer["Cache-Control"]) == (404, PRIVATE)


def test_page_is_gone_for_who_kept_it_once_its_consent_is_withdrawn(client, project):
    consent, holder = project.display_consent, actor_of(project.holder)

    answer = asked_again(client, project, lambda: withdraw_consent(consent, by=holder))

    assert (answer.status_code, answer["Cache-Control"]) == (404, PRIVATE)


def test_static_files_say_themselves_how_long(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"

    answer = client.get("/static/css/tokens.css")

    list(answer)  # a file that is read to its end is closed
    assert answer["Cache-Control"] == "max-age=60, public"
