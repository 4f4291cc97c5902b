"""What search engines are told: where all that is public is, and what they may read."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from foundation import clock
from matching.states import PostingKind, Reach
from portal.sitemaps import SECTIONS
from projects.library import withdraw
from projects.queries import shown
from tests.factories import make_centre, make_holder, make_project
from tests.matching.making import make_enterprise, make_posting
from tests.matrix.keeping import PUBLIC_PAGES
from tests.matrix.table import ROWS
from tests.roadshows.making import dated
from tests.test_permission_matrix import address_of

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def map_of(client, section, page=1):
    answer = client.get(f"/sitemap-{section}.xml", {"p": page})
    return re.findall(r"<loc>(.+?)</loc>", answer.content.decode())


def test_index_names_every_section_once_while_they_are_short(client):
    answer = client.get("/sitemap.xml")

    found = re.findall(r"<loc>(.+?)</loc>", answer.content.decode())
    assert found == [f"{HOST}/sitemap-{section}.xml" for section in SECTIONS]
    assert answer["Content-Type"] == "application/xml"


def test_projects_are_those_that_are_shown(client):
    holder, day = make_holder(), clock.today()
    shown, gone = make_project("listed", holder), make_project("listed", holder)
    make_project("accepted", holder)
    withdraw(gone, by=make_centre(), reason="权属有争议")

    answer = client.get("/sitemap-projects.xml").content.decode()

    assert re.findall(r"<loc>(.+?)</loc>", answer) == [f"{HOST}/showcase/{shown.code}/"]
    assert re.findall(r"<lastmod>(.+?)</lastmod>", answer)[0] in {
        str(day),
        str(day - timedelta(days=1)),
    }


def test_postings_are_those_for_visitors(client):
    by = make_enterprise()
    public = make_posting(by)
    make_posting(by, reach=Reach.MEMBERS)
    hidden = make_posting(by, reach=Reach.ANONYMOUS, alias="四川某企业")
    make_posting(by, days=-1)
    offer = make_posting(kind=PostingKind.OFFER)

    assert map_of(client, "demands") == [f"{HOST}/demands/{one.code}/" for one in (public, hidden)]
    assert map_of(client, "offers") == [f"{HOST}/offers/{offer.code}/"]


def test_roadshows_are_those_the_calendar_has_published(client):
    [roadshow] = dated("SC")

    assert map_of(client, "roadshows") == [f"{HOST}/roadshows/{roadshow.code}/"]


def test_notices_are_among_the_pages(cast, client):
    found = map_of(client, "pages")

    assert found[0] == f"{HOST}/"
    assert f"{HOST}/notices/call-{cast.cycle['year']}/" in found
    assert f"{HOST}/notices/hosts/{cast.host_call.ref}/" in found
    assert {client.get(address.removeprefix(HOST)).status_code for address in found} == {200}


@pytest.mark.parametrize("page", ["3", "0", "x"])
def test_page_there_is_not_is_none(client, page):
    assert client.get("/sitemap-projects.xml", {"p": page}).status_code == 404
    assert client.get("/sitemap-people.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_long_section_is_cut_and_asks_the_same_of_any_length(
    client, count, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(SECTIONS["projects"], "limit", 1)
    holder = make_holder()
    codes = [make_project("listed", holder).code for _ in range(count)]
    pages = shown().count()  # those of the cast among them, where it is there

    with django_assert_num_queries(2):
        last = map_of(client, "projects", pages)
    with django_assert_num_queries(9):
        index = client.get("/sitemap.xml").content.decode()

    assert last == [f"{HOST}/showcase/{codes[-1]}/"]
    assert index.count("/sitemap-projects.xml") == pages >= count


# How robots.txt is read: by most from above (Baidu), or by the longest rule that fits (RFC 9309).
def rules_of(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    pairs = [line.split(": ") for line in lines if line.startswith(("Allow", "Disallow"))]
    return [(verb == "Allow", path) for verb, path in pairs]


def fits(rule, address):
    pattern = re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$")
    return re.match(pattern, address) is not None


def may_read(rules, address):
    fitting = [(is_allowed, path) for is_allowed, path in rules if fits(path, address)]
    first, longest = fitting[0], max(fitting, key=lambda rule: len(rule[1]))
    assert first[0] == longest[0], address
    return first[0]


def test_robots_may_read_what_is_public_and_nothing_else(cast, client):
    rules = rules_of(client)
    rows = [row for row in ROWS if row.method == "get"]
    hidden = {row.name for row in rows} - PUBLIC_PAGES

    allowed = {row.name for row in rows if may_read(rules, address_of(cast, row))}

    assert allowed & hidden == {"roadshow_agenda"}
    unwanted = {"robots", "receipt", "search", "showcase_suggest", "showcase_compare"}
    assert allowed >= PUBLIC_PAGES - unwanted


@pytest.mark.parametrize("name", ["showcase", "demands", "offers", "roadshows", "host_calls"])
def test_robots_do_not_follow_every_way_to_narrow_a_list(client, name):
    address, rules = reverse(name), rules_of(client)

    assert may_read(rules, address)
    assert not may_read(rules, f"{address}?field=1")


def test_robots_are_told_where_the_map_is(client):
    answer = client.get("/robots.txt")

    assert answer.content.decode().splitlines()[-1] == f"Sitemap: {HOST}/sitemap.xml"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_who_finds_no_page_can_search(client):
    page = client.get("/nothing/").content.decode()

    assert 'action="/showcase/"' in page
    assert "搜索成果" in page
    assert "搜索成果" not in client.get("/showcase/%00/").content.decode()
