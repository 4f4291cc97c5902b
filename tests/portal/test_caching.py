"""Who may keep an answer: nobody, but what is public, for whoever is nobody in particular; and
that is asked for again each time."""

import pytest
from django.conf import settings

from foundation.caching import POLLED, PRIVATE, PUBLIC
from projects.library import withdraw
from tests.factories import make_centre, make_holder, make_project
from tests.logins import FreshClient
from tests.matrix.cast import COLUMNS
from tests.matrix.table import ROWS
from tests.test_permission_matrix import address_of

pytestmark = pytest.mark.django_db

GETS = [row for row in ROWS if row.method == "get"]
# Pages for all: every other one that a visitor may open is about logging in, or for machines.
PAGES = {
    *("home", "showcase", "showcase_project", "privacy", "conditions", "blank_paper"),
    *("robots", "sitemap", "sitemap_section"),
    *("demands", "demand", "offers", "offer", "matching"),
    *("roadshows", "roadshow_page", "roadshows_ics", "roadshow_ics"),
    *("call", "call_file", "receipt", "results", "host_calls", "host_call"),
    *("file", "file_preview"),
}
POLLS = {
    *("unit_plan_live", "center_plans_live", "center_calendar_progress"),
    *("unit_bulk_progress", "center_bulk_progress", "unit_import_progress"),
}
WHOLE = 200


def told(answer):
    """As the table of headers has it; a file that is read to its end is closed."""
    if answer.streaming:
        list(answer)
    return answer["Cache-Control"]


@pytest.mark.parametrize("row", GETS, ids=lambda row: row.title)
def test_answer_is_kept_by_nobody_but_visitors_of_what_is_public(cast, row):
    address = address_of(cast, row)
    answers = {column: cast.clients[column].get(address) for column in COLUMNS}

    visitors = answers.pop("visitor")
    is_public = row.name in PAGES and visitors.status_code == WHOLE
    assert told(visitors) == (PUBLIC if is_public else PRIVATE)
    whole = POLLED if row.name in POLLS else PRIVATE
    assert {who: told(one) for who, one in answers.items()} == {
        who: whole if one.status_code == WHOLE else PRIVATE for who, one in answers.items()
    }


@pytest.mark.parametrize(
    "row", [row for row in GETS if row.name in PAGES], ids=lambda row: row.title
)
def test_visitor_is_told_that_a_public_page_has_not_changed(cast, row):
    client, address = FreshClient(), address_of(cast, row)
    first = client.get(address)
    if first.status_code != WHOLE or not first.has_header("ETag"):
        assert row.name in {"showcase_project", "roadshow_page", "call_file", "file"}
        return

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    kept = {"Cache-Control": PUBLIC, "ETag": first["ETag"], "Vary": "Cookie, HX-Request"}
    told(first)
    assert again.status_code == 304
    assert again.content == b""
    for answer in (first, again):
        assert {name: answer[name] for name in kept} == kept
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers


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


def test_page_of_a_project_that_was_withdrawn_is_gone_for_who_kept_it(client):
    project = make_project("listed", make_holder())
    address = f"/showcase/{project.code}/"
    kept = {"If-None-Match": client.get(address)["ETag"]}
    assert client.get(address, headers=kept).status_code == 304

    withdraw(project, by=make_centre(), reason="权属有争议")

    answer = client.get(address, headers=kept)
    assert (answer.status_code, answer["Cache-Control"]) == (404, PRIVATE)


def test_static_files_say_themselves_how_long(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"

    answer = client.get("/static/css/tokens.css")

    assert told(answer) == "max-age=60, public"
