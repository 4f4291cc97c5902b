"""年度: read by the centre, changed by its lead."""

import pytest

from accounts.cycles import current_cycle
from records.models import Entry
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    actor = make_staff("centre_lead")
    client.force_login(actor.user)
    return actor


def address():
    return f"/center/cycles/{current_cycle().year}/"


def test_lead_changes_the_year_on_the_record(client, lead):
    data = {"issuer": " 科技部火炬中心 ", "lists_at_acceptance": "on"}

    answer = client.post(address(), data, follow=True)

    cycle = current_cycle()
    assert (cycle.issuer, cycle.lists_at_acceptance) == ("科技部火炬中心", True)
    assert "的设置已更改" in answer.content.decode()
    entry = Entry.objects.filter(table="accounts.cycle").latest("id")
    assert (entry.verb, entry.actor_id) == ("change", lead.user_id)


@pytest.mark.parametrize("issuer", ["", " \u200b ", "长" * 61, "长" * 100_000])
def test_bad_issuer_is_told_and_nothing_changes(client, lead, issuer):
    before = current_cycle()

    answer = client.post(address(), {"issuer": issuer, "lists_at_acceptance": "on"})

    assert answer.status_code == 422
    assert (current_cycle().issuer, current_cycle().lists_at_acceptance) == (before.issuer, False)


def test_year_that_is_not_there_is_not_found(client, lead):
    assert client.post("/center/cycles/2022/", {"issuer": "某中心"}).status_code == 404


def test_centre_reads_and_is_offered_nothing(client):
    client.force_login(make_staff("centre").user)

    page = client.get("/center/cycles/").content.decode()

    assert current_cycle().issuer in page
    assert "更改设置" not in page
