"""The address of 一页简介: ordered by whoever asks first, then the same file for everybody."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.consenting import withdraw_consent
from projects.library import withdraw
from projects.models import OnePager
from records.states import WorkState
from records.working import carry_out
from tests.factories import make_centre, make_holder, make_indicator, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address_of(project):
    return reverse("showcase_one_pager", args=[project.code or project.ref])


def make_all():
    for pk in OnePager.objects.filter(state="waiting").values_list("pk", flat=True):
        carry_out("projects.onepager", pk)


def test_visitor_orders_waits_and_reads(client):
    project = make_project("listed")
    url = address_of(project)
    assert f'href="{url}"' in client.get(f"/showcase/{project.code}/").content.decode()

    first, again = client.get(url), client.get(url)
    make_all()
    asked, sheet = client.get(url, headers={"HX-Request": "true"}), client.get(url)

    assert (first.status_code, first["Retry-After"], again.status_code) == (503, "5", 503)
    assert "正在生成" in first.content.decode()
    assert f'hx-get="{url}"' in first.content.decode()
    assert first["Cache-Control"] == "private, no-store"
    assert (asked.status_code, asked["HX-Refresh"], asked.content) == (200, "true", b"")
    pdf = b"".join(sheet.streaming_content)
    assert pdf[:5] == b"%PDF-"
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet["Content-Disposition"].startswith("inline; ")
    assert sheet["ETag"] == f'"{hashlib.sha256(pdf).hexdigest()}"'
    assert sheet["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "HX-Request" in sheet["Vary"]
    assert OnePager.objects.count() == 1


def test_while_it_is_made_the_page_gets_its_part_anew(client):
    url = address_of(make_project("listed"))

    part = client.get(url, headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert "正在生成" in part.content.decode()


def test_who_has_it_is_told_so_and_head_sends_no_body(client):
    url = address_of(make_project("listed"))
    client.get(url)
    make_all()

    head = client.head(url)
    same = client.get(url, headers={"If-None-Match": head["ETag"]})
    body = b"".join(head.streaming_content)
    head.close()

    assert (head.status_code, body) == (200, b"")
    assert int(head["Content-Length"]) > 10_000
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", head["ETag"])


def test_what_left_the_library_or_is_not_consented_to_is_not_found(client):
    holder = make_holder()
    left, unwanted = (make_project("listed", holder) for _ in range(2))
    for project in (left, unwanted):
        client.get(address_of(project))
    make_all()

    withdraw(left, by=make_centre(), reason="权属有争议")
    withdraw_consent(unwanted.display_consent, by=holder)

    for project in (left, unwanted):
        assert client.get(address_of(project)).status_code == 404
    assert client.get(address_of(make_project("accepted"))).status_code == 404


def test_what_failed_says_so_and_asks_no_more(client):
    url = address_of(make_project("listed"))
    client.get(url)
    OnePager.objects.update(state=WorkState.FAILED, ended_at="2098-01-01T00:00Z")

    answer = client.get(url)

    assert answer.status_code == 404
    assert "没有生成" in answer.content.decode()
    assert "hx-get" not in answer.content.decode().partition('id="one-pager"')[2][:200]


def test_one_address_orders_so_many_a_minute_and_reads_as_often_as_it_likes(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "one_pager": "1/m/ip"}
    first, second = (address_of(make_project("listed")) for _ in range(2))

    answers = [client.get(url).status_code for url in (first, second, first)]

    assert answers == [503, 429, 503]
    assert OnePager.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_the_same_queries(client, count):
    indicators = [make_indicator() for _ in range(count)]
    url = address_of(make_project("listed", indicators=indicators))
    client.get(url)
    make_all()

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
        list(answer.streaming_content)

    assert len(seen) == 3
