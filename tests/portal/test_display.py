"""The reader's way of showing pages: kept, shown, taken back, and never a way to another site."""

import pytest

from portal.states import Display

pytestmark = pytest.mark.django_db


def shown_as(client):
    page = client.get("/showcase/").content.decode()
    return page.partition('data-display="')[2].partition('"')[0]


@pytest.mark.parametrize("display", Display.values)
def test_chosen_display_is_kept_and_can_be_taken_back(client, display):
    client.post("/display/", {"display": display, "next": "/showcase/"})
    assert shown_as(client) == display

    client.post("/display/", {"display": "", "next": "/showcase/"})
    assert shown_as(client) == ""


def test_unknown_display_is_refused_and_ignored(client):
    assert client.post("/display/", {"display": "huge"}).status_code == 400

    client.cookies["display"] = "huge"
    assert shown_as(client) == ""


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/showcase/?q=a&page=2", "/showcase/?q=a&page=2"),
        ("https://elsewhere.cn/", "/"),
        ("//elsewhere.cn/", "/"),
        ("", "/"),
    ],
)
def test_choice_leads_back_to_where_the_reader_was(client, asked, led_to):
    assert client.post("/display/", {"display": "large", "next": asked}).url == led_to


def test_display_is_not_chosen_by_another_site(client):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    assert client.post("/display/", {"display": "large"}, headers=elsewhere).status_code == 403
    assert client.post("/display/", {"display": "large"}).status_code == 302


def test_choosing_needs_no_token_for_its_page_is_everybodys(client):
    client.handler.enforce_csrf_checks = True

    assert client.post("/display/", {"display": "large"}).status_code == 302
