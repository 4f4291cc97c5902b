"""Desks of staff exist in the networks of staff only."""

from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.factories import make_centre, make_holder
from ztc.settings import environment

pytestmark = pytest.mark.django_db

DESKS = ["/center/library/", "/exchange/", "/audit/", "/security/", "/system/"]


@pytest.fixture
def office(settings):
    settings.STAFF_NETWORKS = [ip_network("10.20.0.0/16"), ip_network("2001:db8::/32")]


@pytest.mark.parametrize("path", DESKS)
def test_desk_is_as_if_it_did_not_exist(client, office, path):
    client.force_login(make_centre().user)

    answer, nothing = client.get(path), client.get("/nothing/")

    assert (answer.status_code, nothing.status_code) == (404, 404)
    number = "错误编号"
    told, expected = (page.content.decode().split(number)[0] for page in (answer, nothing))
    assert told[told.index("<main") :] == expected[expected.index("<main") :]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("10.20.255.1", 200),
        ("::ffff:10.20.0.1", 200),
        ("2001:db8:1::1", 200),
        ("10.21.0.1", 404),
        ("2001:db9::1", 404),
    ],
)
def test_address_decides(client, office, address, status):
    client.force_login(make_centre().user)

    assert client.get("/center/library/", REMOTE_ADDR=address).status_code == status


def test_address_behind_the_proxy_decides(client, office, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.force_login(make_centre().user)

    inside, spoofed = (
        client.get("/center/library/", headers={"x-forwarded-for": text}, REMOTE_ADDR="10.20.0.1")
        for text in ("10.20.0.9", "10.20.0.9, 8.8.8.8")
    )

    assert (inside.status_code, spoofed.status_code) == (200, 404)


def test_other_pages_are_open_everywhere(client, office):
    client.force_login(make_holder().user)

    assert client.get("/my/projects/").status_code == 200
    assert client.get("/").status_code == 200


def test_without_a_list_desks_are_open_everywhere(client):
    client.force_login(make_centre().user)

    assert client.get("/center/library/", REMOTE_ADDR="8.8.8.8").status_code == 200


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (
            "10.20.0.0/16, 2001:db8::/32 192.0.2.7",
            ["10.20.0.0/16", "2001:db8::/32", "192.0.2.7/32"],
        ),
    ],
)
def test_networks_are_read_from_the_environment(monkeypatch, text, found):
    monkeypatch.setenv("ZTC_STAFF_NETWORKS", text)

    assert [str(network) for network in environment.networks("ZTC_STAFF_NETWORKS")] == found


@pytest.mark.parametrize("text", ["10.20.0.1/16", "office", "10.20.0.0/16;10.30.0.0/16"])
def test_malformed_networks_stop_the_start(monkeypatch, text):
    monkeypatch.setenv("ZTC_STAFF_NETWORKS", text)

    with pytest.raises(ImproperlyConfigured, match="ZTC_STAFF_NETWORKS must list networks such as"):
        environment.networks("ZTC_STAFF_NETWORKS")


@pytest.mark.parametrize("text", ["-1", "one", "1.5", "²"])
def test_malformed_count_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("ZTC_PROXY_COUNT", text)

    with pytest.raises(ImproperlyConfigured, match="ZTC_PROXY_COUNT must be a whole number"):
        environment.whole_number("ZTC_PROXY_COUNT", 1)
