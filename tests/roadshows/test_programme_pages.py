"""The pages of an agenda: what they ask of the database, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from roadshows.views.desks import DESKS
from tests.factories import make_clerk
from tests.logins import FreshClient
from tests.provinces.deciding import as_actor, text_of
from tests.roadshows.arranging import added, changed, lined_up, noted, released
from tests.roadshows.making import dated, recommended

pytestmark = pytest.mark.django_db
UNIT = DESKS["unit/roadshows"]


@pytest.fixture(scope="module")
def shared(rolled_back):
    (row,) = dated("SC")
    return row, make_clerk()


@pytest.fixture
def show(shared):
    with atomic():
        yield shared[0]
        connection.set_rollback(True)


@pytest.fixture
def client(shared):
    client = as_actor(FreshClient(), shared[1])
    client.get(UNIT.list_url)  # what a session asks once
    return client


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("number", [1, 3])
def test_working_copy_asks_as_much_whatever_its_length(client, show, number):
    zhao = noted(show)
    for item in lined_up(show, recommended(number)):
        changed(item, people={zhao: "speaker"})

    assert queries(client, UNIT.url("roadshow_programme", show)) == 17


@pytest.mark.parametrize("number", [1, 3])
def test_picker_asks_as_much_whatever_there_is(client, show, number):
    recommended(number)

    assert queries(client, UNIT.url("roadshow_lineup", show)) == 11


@pytest.mark.parametrize("number", [1, 3])
def test_preview_asks_as_much_whoever_is_told(client, show, number):
    zhao = noted(show)
    for item in lined_up(show, recommended(number)):
        changed(item, people={zhao: "speaker"})

    assert queries(client, UNIT.url("roadshow_release", show)) == 15


@pytest.mark.parametrize("number", [1, 3])
def test_version_asks_as_much_whatever_its_length(client, show, number):
    lined_up(show, recommended(number))
    release = released(show)

    assert queries(client, UNIT.url("roadshow_version", show, number=release.number)) == 8


def test_item_changed_meanwhile_is_shown_beside_what_was_typed(client, show):
    item = added(show)
    address = UNIT.url("roadshow_item", show, item=item.ref)
    changed(item, talk=20)
    typed = {"kind": "opening", "title": "领导致辞", "talk": "6", "questions": "0", "buffer": "0"}

    answer = client.post(address, {**typed, "seen": item.revision})

    page = text_of(answer)
    assert answer.status_code == 409
    assert 'value="领导致辞"' in page
    assert "讲 20 分钟" in page
    again = client.post(address, {**typed, "seen": item.revision + 1})
    assert again.status_code == 302


def test_ticks_are_kept_where_the_agenda_changed_meanwhile(client, show):
    (project,) = recommended(1)

    answer = client.post(UNIT.url("roadshow_line_up", show), {"projects": project.pk, "seen": "99"})

    assert answer.status_code == 409
    box = f'value="{project.pk}"'
    assert "checked" in text_of(answer).split(box)[1].split(">")[0]
