"""What notices tell of themselves to monitors of government sites."""

import pytest
from django.conf import settings

from foundation.clock import SHANGHAI
from records.models import Entry
from tests.metas import ARTICLE, COLUMN, told
from tests.provinces.deciding import shown
from tests.provinces.hosts import open_call

pytestmark = pytest.mark.django_db
NOTICES = ["通知公告", "通知公告"]


def at(moment):
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def test_results_tell_whose_they_are_and_since_when(client):
    display, _ = shown("SC")
    cycle, address = display.cycle, f"/notices/results-{display.cycle.year}/"
    page = client.get(address)

    assert told(page, COLUMN)[:2] == NOTICES
    assert told(page, ARTICLE) == [
        f"{cycle.year} 年度路演承办公示",
        at(display.opened_at),
        cycle.issuer,
        None,
        f"{settings.SITE_URL}{address}",
    ]


def test_call_tells_when_it_was_first_published(client):
    display, _ = shown("SC")
    cycle, address = display.cycle, f"/notices/call-{display.cycle.year}/"
    first = Entry.objects.filter(table="accounts.cycle", verb="call").earliest("id")
    page = client.get(address)

    assert told(page, COLUMN)[:2] == NOTICES
    assert told(page, ARTICLE) == [
        cycle.call_title,
        at(first.at),
        cycle.issuer,
        None,
        f"{settings.SITE_URL}{address}",
    ]


def test_call_for_hosts_tells_which_unit_it_is_of(client):
    call = open_call()
    address = f"/notices/hosts/{call.ref}/"
    page = client.get(address)

    assert told(page, COLUMN)[:2] == NOTICES
    assert told(page, ARTICLE) == [
        call.title,
        at(call.opened_at),
        "四川省科学技术厅",
        None,
        f"{settings.SITE_URL}{address}",
    ]
