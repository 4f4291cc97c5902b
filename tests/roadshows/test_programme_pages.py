"""The pages of an agenda: what they ask of the database, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from roadshows.views.desks import DESKS
from tests.factories import make_clerk, make_staff
from tests.logins import FreshClient
from tests.provinces.deciding import as_actor, text_of
from tests.provinces.making import make_listed
from tests.roadshows.arranging import (
    added,
    changed,
    lined_up,
    noted,
    released,
    revision,
    room_of,
    titles,
)
from tests.roadshows.making import dated, recommended

pytestmark = pytest.mark.django_db
UNIT, EXCHANGE = DESKS["unit/roadshows"], DESKS["exchange/events"]


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
    changed(item, talk=20, title="院领导致辞", people={noted(show): "chair"})
    typed = {"kind": "opening", "title": "领导致辞", "talk": "6", "questions": "0", "buffer": "0"}

    answer = client.post(address, {**typed, "seen": item.revision})

    page = text_of(answer)
    assert answer.status_code == 409
    assert 'value="领导致辞"' in page
    now = page.split("现在的内容")[1].split("</dl>")[0]
    labels = [text.split("</dt>")[0] for text in now.split("<dt>")[1:]]
    assert labels == ["名称", "讲（分钟）", "主持"]
    for words in ("院领导致辞", "20", "赵老师，岷江创投"):
        assert words in now
    again = client.post(address, {**typed, "seen": item.revision + 1})
    assert again.status_code == 302


def test_ticks_are_kept_where_the_agenda_changed_meanwhile(client, show):
    (project,) = recommended(1)

    ticked = {"projects": project.pk, "seen": "99"}
    answer = client.post(UNIT.url("roadshow_line_up", show), ticked)

    assert answer.status_code == 409
    box = f'value="{project.pk}"'
    assert "checked" in text_of(answer).split(box)[1].split(">")[0]


def test_project_ticked_twice_or_not_offered(client, show):
    (project,), other = recommended(1), make_listed()
    address, seen = UNIT.url("roadshow_line_up", show), revision(show)

    for ticks in ([other.pk], ["x"], ["9" * 30]):
        answer = client.post(address, {"projects": ticks, "seen": seen})
        assert answer.status_code == 422
        assert "重新勾选" in text_of(answer)
    assert client.post(address, {"projects": [project.pk] * 2, "seen": seen}).status_code == 302

    assert titles(show) == [str(project)]


def test_order_that_does_not_say_what_it_saw_is_not_carried_out(client, show):
    item = added(show)

    for name, rest in (("roadshow_item_out", {}), ("roadshow_item_move", {"to": "2"})):
        answer = client.post(UNIT.url(name, show, item=item.ref), rest)
        assert answer.status_code == 422
        assert "这一步没有办成" in text_of(answer)
    assert titles(show) == ["致辞"]


def test_room_is_chosen_by_how_many_it_holds(client, show):
    room = room_of(show)
    type(room).objects.filter(pk=room.pk).update(seats=120, tables=6)

    for name in ("roadshow_item_new", "roadshow_edit"):
        assert "天府会议中心 一号厅（120 座，6 张洽谈桌）" in text_of(
            client.get(UNIT.url(name, show))
        )


def test_exchange_reads_only_what_was_released_and_nobodys_name(show):
    exchange, zhao = as_actor(FreshClient(), make_staff("exchange")), noted(show)
    item = added(show, people={zhao: "chair"})
    page = EXCHANGE.url("roadshow_programme", show)
    assert "还没有可看的议程" in text_of(exchange.get(page))
    version = released(show)
    changed(item, title="还没说的致辞")
    added(show, title="还没说的推介", people={zhao: "speaker"})

    said = text_of(exchange.get(page))
    kept = text_of(exchange.get(EXCHANGE.url("roadshow_version", show, number=version.number)))
    turned = exchange.post(EXCHANGE.url("roadshow_item_out", show, item=item.ref), {"seen": "1"})

    for text in (said, kept):
        assert "致辞" in text
        assert "14:00–14:08" in text
    assert turned.status_code == 403
    for text in (said, kept, text_of(turned)):
        assert "还没说的" not in text
        assert "赵老师" not in text


def test_versions_are_paged(client, show):
    item = added(show)
    for minutes in range(1, 22):
        changed(item, talk=minutes)
        released(show)
    page = UNIT.url("roadshow_programme", show)

    assert text_of(client.get(page)).count("第 21 版</a>") == 1
    assert "第 1 版</a>" not in text_of(client.get(page))
    assert "第 1 版</a>" in text_of(client.get(f"{page}?page=2"))
