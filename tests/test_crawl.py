"""A crawler as every role over every page it can reach, and where every letter leads."""

import re
from pathlib import Path

import pytest

from records.letters import letter_of, told_kinds
from tests.browser.pages import PAGES
from tests.logins import FreshClient
from tests.matrix.cast import COLUMNS
from tests.matrix.crawler import Page, crawl, english_in
from tests.matrix.letters import letters_to

pytestmark = pytest.mark.django_db
CHECKOUT = Path(__file__).parents[1]
_ASKED = re.compile(
    r"""[?&](\w+)=|GET\.\w+\("(\w+)"|^ +(\w+) = (?:\w+\.)?\w*(?:Field|Of)\(""", re.MULTILINE
)
# An address that holds a token (`tests/accounts/test_dormancy.py`), and the words of `give`, which
# nobody gets twice.
NOT_WALKED = {"accounts.user.reopen_link", "matching.feedback.change"}


@pytest.mark.parametrize("column", COLUMNS)
def test_no_page_is_dead_or_foreign_or_leaks_a_contact(cast, column):
    foreign = {
        contact
        for name, actor in cast.actors.items()
        if name != column and {name, column} not in cast.introduced
        for contact in (actor.user.email, actor.user.phone)
    }

    faults, seen = crawl(cast.clients[column], "/", foreign=foreign)

    assert faults == []
    assert {"/", "/showcase/"} < seen


def test_crawler_finds_what_it_looks_for(cast):
    """A page with every fault; without this the crawler could be blind."""
    html = '<a href="/nowhere/">x</a><p title="Sign in here">请登录</p><script>var a b</script>'

    assert english_in(Page(html)) == ["Sign in here"]
    assert Page(html).links == ["/nowhere/"]
    email = cast.actors["lead"].user.email
    faults, _ = crawl(cast.clients["visitor"], f"/showcase/?q={email}", foreign=[email])
    assert any(fault.endswith(f"shows {email}") for fault in faults)
    assert crawl(cast.clients["visitor"], "/nowhere/")[0] == [" → /nowhere/: 404"]


def test_no_page_breaks_by_what_an_address_asks(cast):
    """Each by every name that any page may be asked, with what PostgreSQL does not take."""
    query = "&".join(f"{name}=%00" for name in names_asked())
    pages = {page.path.partition("?")[0]: page for page in PAGES}

    got = {path: status_at(cast, page, query) for path, page in pages.items()}

    assert {path: status for path, status in got.items() if status == 500} == {}
    assert len(got) > 250


def names_asked():
    """In links, by views, and of the fields of forms."""
    rooms = [path for path in CHECKOUT.iterdir() if (path / "views").is_dir()]
    texts = [one.read_text() for room in rooms for one in room.rglob("*.py")]
    texts += [one.read_text() for one in (CHECKOUT / "templates").rglob("*.html")]
    found = {name for text in texts for names in _ASKED.findall(text) for name in names if name}
    assert {"q", "page", "project", "sort"} < found
    return sorted(found)


def status_at(cast, page, query):
    client = cast.client_of(page.column)
    client.raise_request_exception = False
    response = client.get(f"{page.address(cast).partition('?')[0]}?{query}")
    client.raise_request_exception = True
    return response.status_code


def test_every_letter_leads_to_a_page_its_reader_may_read(cast):
    letters = letters_to(cast)

    found = {key: status_of_step(message) for key, message in letters.items()}

    assert {key: got for key, got in found.items() if got[0] != 200} == {}
    assert set(told_kinds()) - {kind for kind, _ in found} == NOT_WALKED


def status_of_step(message):
    """Of the page behind its button, as its reader gets it, and the address."""
    path = letter_of(message).step.path
    client = FreshClient(raise_request_exception=False)
    client.force_login(message.to)
    response = client.get(path, follow=True)
    if response.streaming:
        list(response)  # a file that is read to its end is closed
    return response.status_code, path
